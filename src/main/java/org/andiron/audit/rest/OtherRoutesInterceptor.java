package org.andiron.audit.rest;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.andiron.server.RequestPipeline;
import org.andiron.server.error.ParameterFault;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Subscription;

/**
 * Refuses what would look for AuditEvents where there are none: in searches of other types, in
 * searches, records and exports of several types, and in Subscriptions. Left alone, these would
 * answer as if nothing had happened.
 */
@Interceptor
public final class OtherRoutesInterceptor {

  private static final Pattern NAME =
      Pattern.compile("(?:.*[:.])?_has:AuditEvent:.*|.*:AuditEvent\\..*");

  private static final Pattern INCLUDE = Pattern.compile("AuditEvent:.*|[^:]*:[^:]*:AuditEvent");

  private static final String ADVICE =
      " AuditEvents are in the audit log, which is searched by itself at /AuditEvent.";

  /** Looks at a request, or at an entry of a Bundle that reads. */
  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void check(RequestDetails request) {
    if (EventForm.TYPE.equals(request.getResourceName())) {
      return;
    }
    List<ParameterFault> faults = new ArrayList<>();
    for (Map.Entry<String, String[]> it : request.getParameters().entrySet()) {
      String name = it.getKey();
      if (NAME.matcher(name).matches()) {
        faults.add(
            ParameterFault.unsupported(name, "No resource is found by AuditEvents." + ADVICE));
      }
      for (String value : it.getValue()) {
        checkValue(name, value, faults);
      }
    }
    if (request.getResource() instanceof Parameters body) {
      body.getParameter().stream()
          .filter(it -> it.getValue() != null && it.getValue().isPrimitive())
          .forEach(it -> checkValue(it.getName(), it.getValue().primitiveValue(), faults));
    }
    if (!faults.isEmpty()) {
      throw ParameterFault.refusal(faults);
    }
  }

  private static void checkValue(String name, String value, List<ParameterFault> faults) {
    switch (name.replaceAll("[:.].*", "")) {
      case Constants.PARAM_INCLUDE, Constants.PARAM_REVINCLUDE -> {
        if (INCLUDE.matcher(value).matches()) {
          faults.add(ParameterFault.unsupported(name, "AuditEvents are not included." + ADVICE));
        }
      }
      case Constants.PARAM_TYPE -> {
        if (Splitter.on(',').trimResults().splitToList(value).contains(EventForm.TYPE)) {
          faults.add(
              ParameterFault.unsupported(
                  name, "AuditEvents are not given along with other types." + ADVICE));
        }
      }
      default -> {
        // Nothing else names types.
      }
    }
  }

  @Hook(
      value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void beforeCreate(IBaseResource resource) {
    check(resource);
  }

  @Hook(
      value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED,
      order = RequestPipeline.REQUEST_SEMANTICS)
  public void beforeUpdate(IBaseResource before, IBaseResource after) {
    check(after);
  }

  private static void check(IBaseResource resource) {
    if (resource instanceof Subscription subscription
        && subscription.hasCriteria()
        && subscription.getCriteria().strip().matches("AuditEvent(?:\\?.*)?")) {
      throw new UnprocessableEntityException("No Subscription tells of AuditEvents." + ADVICE);
    }
  }
}
