package org.andiron.consent.masking;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.server.RequestPipeline;
import org.andiron.visibility.Reader;
import org.andiron.visibility.VisibilityOfRequest;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of answers what is withheld from their reader. Of whatever FHIR answers this is done
 * once, when the whole answer is there, with copies in the place of the resources: those may be
 * what was just stored. Operations make other things of resources before, such as narratives, and
 * are given the copies.
 */
@Interceptor
public final class MaskInterceptor {

  private final ShownResources shown;

  MaskInterceptor(ShownResources shown) {
    this.shown = shown;
  }

  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = RequestPipeline.MASKS)
  public void answer(@Nullable RequestDetails request, ResponseDetails details) {
    Optional<Reader> reader = VisibilityOfRequest.reader(request);
    IBaseResource answer = details.getResponseResource();
    if (request == null || reader.isEmpty() || !(answer instanceof Resource resource)) {
      return;
    }
    List<AnswerPart> records = AnswerPart.recordsIn(resource, details::setResponseResource);
    Map<Resource, Resource> redacted =
        redacted(request, reader.get(), records.stream().map(AnswerPart::resource).toList());
    for (AnswerPart part : records) {
      Resource copy = redacted.get(part.resource());
      if (copy != null) {
        part.replace(copy);
      }
    }
  }

  /** What a write finds by its criteria must stay what it is, so only for operations. */
  @Hook(value = Pointcut.STORAGE_PRESHOW_RESOURCES, order = RequestPipeline.MASKS)
  public void show(@Nullable RequestDetails request, IPreResourceShowDetails resources) {
    Optional<Reader> reader = VisibilityOfRequest.reader(request);
    if (!(request instanceof ServletRequestDetails) || reader.isEmpty() || !isOperation(request)) {
      return;
    }
    List<Resource> all = new ArrayList<>();
    for (IBaseResource resource : resources) {
      if (resource instanceof Resource record) {
        all.add(record);
      }
    }
    Map<Resource, Resource> redacted = redacted(request, reader.get(), all);
    for (int i = 0; i < resources.size(); i++) {
      IBaseResource resource = resources.getResource(i);
      if (resource != null && redacted.get(resource) != null) {
        resources.setResource(i, SearchMarks.copied(resource, redacted.get(resource)));
      }
    }
  }

  private static boolean isOperation(RequestDetails request) {
    String operation = request.getOperation();
    return operation != null && operation.startsWith("$");
  }

  private Map<Resource, Resource> redacted(
      RequestDetails request, Reader reader, List<Resource> resources) {
    return resources.isEmpty()
        ? Map.of()
        : shown.redacted(reader, VisibilityOfRequest.withheld(request), resources);
  }
}
