package org.andiron.server.semantics;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;

/** Small differences between what R4 asks and what HAPI makes of a request. */
@Interceptor
public class RequestFormInterceptor {

  private static final String STORED = RequestFormInterceptor.class.getName();

  /** Or with one of a single character, of which there is none. */
  private static final Pattern WITHOUT_VALUE =
      Pattern.compile("(?<=^|[;,])\\s*(?:handling|return)\\s*(?:=[^;,]?\\s*)?(?=$|[;,])");

  /** HEAD is a GET whose body the container drops; HAPI knows it for reads only. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_FORM)
  public void treatHeadAsGet(RequestDetails request) {
    if (request.getRequestType() == RequestTypeEnum.HEAD) {
      request.setRequestType(RequestTypeEnum.GET);
    }
  }

  /** HAPI answers as if what follows the end of a path were not there. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_FORM)
  public void endPath(RequestDetails request) {
    if (request.getRequestPath() != null) {
      PathEnd.require(request.getRequestPath());
    }
  }

  /** HAPI fails on a preference without a value; what a server does not know it may ignore. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_FORM)
  public void dropPreferencesWithoutValue(RequestDetails request) {
    String prefer = request.getHeader(Constants.HEADER_PREFER);
    if (prefer != null && WITHOUT_VALUE.matcher(prefer).find()) {
      request.setHeaders(
          Constants.HEADER_PREFER, List.of(WITHOUT_VALUE.matcher(prefer).replaceAll("")));
    }
  }

  /** A date in {@code _since} is the first moment of that day. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_FORM)
  public void takeDatesInSince(RequestDetails request) {
    String[] since = request.getParameters().get(SinceParameter.NAME);
    if (since != null
        && request.getOperation() != null
        && SinceParameter.isOf(request.getOperation())) {
      Map<String, String[]> parameters = new HashMap<>(request.getParameters());
      parameters.put(
          SinceParameter.NAME,
          Arrays.stream(since).map(SinceParameter::startOf).toArray(String[]::new));
      request.setParameters(parameters);
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

  /** Notes where an update has put its resource. */
  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = RequestPipeline.REQUEST_FORM)
  public void noteCreated(IBaseResource resource, @Nullable RequestDetails request) {
    note(resource, request);
  }

  /** The same for a resource that had been deleted. */
  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = RequestPipeline.REQUEST_FORM)
  public void noteUpdated(
      @Nullable IBaseResource before, IBaseResource after, @Nullable RequestDetails request) {
    note(after, request);
  }

  private static void note(IBaseResource resource, @Nullable RequestDetails request) {
    if (request != null && request.getRequestType() == RequestTypeEnum.PUT) {
      IIdType id = resource.getIdElement();
      if (id.hasIdPart() && id.hasVersionIdPart()) {
        request.getUserData().put(STORED, id.toUnqualified());
      }
    }
  }

  /** An update that created something says where; HAPI does so for POST only. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.REQUEST_FORM)
  public void locateCreated(
      RequestDetails request, ResponseDetails details, HttpServletResponse response) {
    if (details.getResponseCode() == Constants.STATUS_HTTP_201_CREATED
        && request.getUserData().get(STORED) instanceof IIdType id) {
      response.setHeader(
          Constants.HEADER_LOCATION,
          id.withServerBase(request.getFhirServerBase(), request.getResourceName()).getValue());
    }
  }
}
