package org.andiron.server.bulk;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.bulk.BulkExportJobParameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Parameters;

/**
 * Adds {@code _elements} to HAPI's export: carried in the job, applied to each resource written.
 */
@Interceptor
public final class ExportElementsInterceptor {

  private static final String ELEMENTS = "_elements";

  private final FhirContext context;

  ExportElementsInterceptor(FhirContext context) {
    this.context = context;
  }

  /** Reads the parameter of the request into the job. */
  @Hook(Pointcut.STORAGE_INITIATE_BULK_EXPORT)
  public void readParameter(BulkExportJobParameters job, RequestDetails request) {
    List<String> values = values(request);
    if (!values.isEmpty()) {
      ExportElements elements = ExportElements.parse(context, values, job.getResourceTypes());
      job.setUserData(ELEMENTS, String.join(",", elements.texts()));
    }
  }

  private static List<String> values(RequestDetails request) {
    List<String> values = new ArrayList<>();
    String[] inUrl = request.getParameters().get(ELEMENTS);
    if (inUrl != null) {
      Collections.addAll(values, inUrl);
    }
    if (request.getResource() instanceof Parameters parameters) {
      parameters.getParameters(ELEMENTS).forEach(value -> values.add(value.primitiveValue()));
    }
    return values;
  }

  /** Reduces a resource that is about to be written to a file. */
  @Hook(Pointcut.STORAGE_BULK_EXPORT_RESOURCE_INCLUSION)
  public boolean reduce(BulkExportJobParameters job, IBaseResource resource) {
    Map<String, Object> userData = job.getUserData();
    if (userData != null && userData.get(ELEMENTS) instanceof String elements) {
      ExportElements.parse(context, List.of(elements), job.getResourceTypes()).reduce(resource);
    }
    return true;
  }
}
