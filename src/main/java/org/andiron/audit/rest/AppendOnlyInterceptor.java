package org.andiron.audit.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.andiron.server.RequestPipeline;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to change or delete AuditEvents, whoever asks: 405, alone and as an entry of a Bundle.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-405-method-not-allowed">RFC 9110,
 *     15.5.6</a>
 */
@Interceptor
public final class AppendOnlyInterceptor {

  private static final String OF_TYPE = "GET, HEAD, POST, OPTIONS";
  private static final String OF_INSTANCE = "GET, HEAD, OPTIONS";

  private static final Set<String> CHANGES = Set.of("$expunge", "$meta-add", "$meta-delete");

  /** Looks at a request. Returns false where the answer is complete. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.REQUEST_FORM)
  public boolean check(RequestDetails request, HttpServletResponse response) {
    if (!EventForm.TYPE.equals(request.getResourceName())) {
      return true;
    }
    boolean ofInstance = request.getId() != null;
    String operation = request.getOperation();
    RequestTypeEnum method = request.getRequestType();
    if (method == RequestTypeEnum.OPTIONS) {
      response.setHeader("Allow", ofInstance ? OF_INSTANCE : OF_TYPE);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return false;
    }
    if (Constants.PARAM_HISTORY.equals(operation)) {
      throw Refusals.ofHistory();
    }
    boolean changes =
        method == RequestTypeEnum.PUT
            || method == RequestTypeEnum.PATCH
            || method == RequestTypeEnum.DELETE
            || (method == RequestTypeEnum.POST && ofInstance && operation == null)
            || (operation != null && CHANGES.contains(operation));
    if (changes) {
      throw ofInstance ? Refusals.ofChange() : Refusals.ofChangeOfType();
    }
    return true;
  }

  /** Looks at a transaction, and at each entry of a batch, which is one of its own. */
  @Hook(value = Pointcut.STORAGE_TRANSACTION_PROCESSING, order = RequestPipeline.REQUEST_SEMANTICS)
  public void checkEntries(@Nullable RequestDetails request, IBaseBundle processed) {
    if (!(processed instanceof Bundle bundle) || bundle.getType() == BundleType.BATCH) {
      return;
    }
    for (BundleEntryComponent entry : bundle.getEntry()) {
      HTTPVerb method = entry.getRequest().getMethod();
      boolean changes =
          method == HTTPVerb.PUT || method == HTTPVerb.PATCH || method == HTTPVerb.DELETE;
      if (changes && EventForm.TYPE.equals(type(entry.getRequest().getUrl()))) {
        throw Refusals.ofChange();
      }
    }
  }

  private static @Nullable String type(@Nullable String url) {
    if (url == null) {
      return null;
    }
    String path = url.replaceAll("[?].*", "").replaceAll("^/+|/+$", "");
    String type = new IdType(path).getResourceType();
    return type == null ? path : type;
  }
}
