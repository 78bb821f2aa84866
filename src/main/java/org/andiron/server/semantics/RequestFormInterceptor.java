package org.andiron.server.semantics;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IIdType;

/** Small differences between what R4 asks and what HAPI makes of a request. */
@Interceptor
public class RequestFormInterceptor {

  /** HEAD is a GET whose body the container drops; HAPI knows it for reads only. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_FORM)
  public void treatHeadAsGet(RequestDetails request) {
    if (request.getRequestType() == RequestTypeEnum.HEAD) {
      request.setRequestType(RequestTypeEnum.GET);
    }
  }

  /** Refuses a page size that is no page size. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_FORM)
  public void checkCount(RequestDetails request) {
    String[] counts = request.getParameters().get(Constants.PARAM_COUNT);
    if (counts != null) {
      for (String count : counts) {
        if (!count.matches("[0-9]{1,9}")) {
          throw new InvalidRequestException("_count must be a whole number from 0 to 999999999");
        }
      }
    }
  }

  /**
   * {@code _summary=text} of a read is the resource with its narrative; HAPI answers with a page of
   * HTML.
   */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_FORM)
  public void keepSummaryAResource(RequestDetails request) {
    String[] summary = request.getParameters().get(Constants.PARAM_SUMMARY);
    if (request.getId() != null
        && request.getCompartmentName() == null
        && request.getOperation() == null
        && summary != null
        && summary.length == 1
        && summary[0].equals("text")) {
      Map<String, String[]> parameters = new HashMap<>(request.getParameters());
      parameters.remove(Constants.PARAM_SUMMARY);
      parameters.put(Constants.PARAM_ELEMENTS, new String[] {"text"});
      request.setParameters(parameters);
    }
  }

  /** An update that created something says where; HAPI does so for POST only. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.REQUEST_FORM)
  public void locateCreated(
      RequestDetails request, ResponseDetails details, HttpServletResponse response) {
    IIdType id = request.getId();
    String tag = response.getHeader(Constants.HEADER_ETAG);
    if (details.getResponseCode() == Constants.STATUS_HTTP_201_CREATED
        && request.getRequestType() == RequestTypeEnum.PUT
        && id != null
        && tag != null
        && response.getHeader(Constants.HEADER_LOCATION) == null) {
      String version = tag.replaceAll("[^0-9]", "");
      response.setHeader(
          Constants.HEADER_LOCATION,
          String.join(
              "/",
              request.getFhirServerBase(),
              request.getResourceName(),
              id.getIdPart(),
              Constants.PARAM_HISTORY,
              version));
    }
  }
}
