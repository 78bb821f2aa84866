package org.andiron.server.semantics;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.NotModifiedException;
import ca.uhn.fhir.util.DateUtils;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Answers 304 to a read of what the client already has. If-None-Match may list several versions or
 * be an asterisk, and has precedence; If-Modified-Since is compared in whole seconds, as
 * Last-Modified is sent, and ignored if it is not a date.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#cread">Conditional read</a>
 */
@Interceptor
public class ConditionalReadInterceptor {

  private static final String CONDITION = ConditionalReadInterceptor.class.getName();

  private record Condition(@Nullable String ifNoneMatch, @Nullable Instant ifModifiedSince) {

    boolean isMetBy(@Nullable String version, @Nullable Date lastUpdated) {
      if (ifNoneMatch != null) {
        return ifNoneMatch.strip().equals("*")
            || Arrays.stream(ifNoneMatch.split(","))
                .map(tag -> tag.strip().replaceAll("^(?:W/)?\"(.*)\"$", "$1"))
                .anyMatch(tag -> tag.equals(version));
      }
      return ifModifiedSince != null
          && lastUpdated != null
          && !lastUpdated.toInstant().truncatedTo(ChronoUnit.SECONDS).isAfter(ifModifiedSince);
    }
  }

  /** Keeps the headers from HAPI, which understands one version and moments to the millisecond. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void takeCondition(RequestDetails request) {
    RestOperationTypeEnum operation = request.getRestOperationType();
    if (operation != RestOperationTypeEnum.READ && operation != RestOperationTypeEnum.VREAD) {
      return;
    }
    String ifNoneMatch = request.getHeader(Constants.HEADER_IF_NONE_MATCH);
    String ifModifiedSince = request.getHeader(Constants.HEADER_IF_MODIFIED_SINCE);
    if (ifNoneMatch != null || ifModifiedSince != null) {
      Date since = ifModifiedSince == null ? null : DateUtils.parseDate(ifModifiedSince);
      request
          .getUserData()
          .put(CONDITION, new Condition(ifNoneMatch, since == null ? null : since.toInstant()));
      request.setHeaders(Constants.HEADER_IF_NONE_MATCH, List.of());
      request.setHeaders(Constants.HEADER_IF_MODIFIED_SINCE, List.of());
    }
  }

  /** Runs once the resource has been read, and shown to those who decide whether it may be. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.REQUEST_SEMANTICS)
  public void check(
      RequestDetails request, @Nullable IBaseResource resource, HttpServletResponse response) {
    if (resource != null && request.getUserData().get(CONDITION) instanceof Condition condition) {
      String version = resource.getMeta().getVersionId();
      if (condition.isMetBy(version, resource.getMeta().getLastUpdated())) {
        response.setHeader(Constants.HEADER_ETAG, "W/\"" + version + '"');
        throw new NotModifiedException("Not Modified");
      }
    }
  }
}
