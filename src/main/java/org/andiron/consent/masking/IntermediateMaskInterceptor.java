package org.andiron.consent.masking;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.server.RequestPipeline;
import org.andiron.visibility.Reader;
import org.andiron.visibility.VisibilityOfRequest;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is withheld out of resources of which other things are made before there is an answer:
 * narratives and documents by operations, pages by the server itself, summaries by batches. What a
 * write or a job finds by criteria stays what it is.
 */
@Interceptor
public final class IntermediateMaskInterceptor {

  private static final Set<String> SUBSETTING =
      Set.of(Constants.PARAM_SUMMARY, Constants.PARAM_ELEMENTS, Constants.PARAM_CONTENT);

  private final ShownResources shown;

  IntermediateMaskInterceptor(ShownResources shown) {
    this.shown = shown;
  }

  @Hook(value = Pointcut.STORAGE_PRESHOW_RESOURCES, order = RequestPipeline.MASKS)
  public void show(@Nullable RequestDetails request, IPreResourceShowDetails resources) {
    Optional<Reader> reader = VisibilityOfRequest.reader(request);
    if (request == null || reader.isEmpty() || !isMadeIntoOther(request)) {
      return;
    }
    List<Resource> all = new ArrayList<>();
    for (IBaseResource resource : resources) {
      if (resource instanceof Resource record) {
        all.add(record);
      }
    }
    if (all.isEmpty()) {
      return;
    }
    Map<Resource, Resource> redacted =
        shown.redacted(reader.get(), VisibilityOfRequest.withheld(request), all);
    for (int i = 0; i < resources.size(); i++) {
      IBaseResource resource = resources.getResource(i);
      Resource copy = resource instanceof Resource record ? redacted.get(record) : null;
      if (copy != null) {
        resources.setResource(i, SearchMarks.copied(resource, copy));
      }
    }
  }

  /**
   * An operation, or a request that the server makes up for somebody, and not within a job. Of what
   * entries find with these parameters HAPI leaves a part before there is the whole answer, which
   * would then not tell any more that something else is withheld.
   */
  private static boolean isMadeIntoOther(RequestDetails request) {
    if (request instanceof ServletSubRequestDetails
        && !Collections.disjoint(request.getParameters().keySet(), SUBSETTING)) {
      return true;
    }
    if (request instanceof ServletRequestDetails) {
      String operation = request.getOperation();
      return operation != null && operation.startsWith("$");
    }
    return VisibilityOfRequest.reader(null).isEmpty();
  }
}
