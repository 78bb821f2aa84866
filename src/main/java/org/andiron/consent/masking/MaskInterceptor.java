package org.andiron.consent.masking;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
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
 * Takes out of answers what is withheld from their reader, once, when the whole answer is there.
 * Copies are put in the place of resources: those may be what was just stored.
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
    if (records.isEmpty()) {
      return;
    }
    Map<Resource, Resource> redacted =
        shown.redacted(
            reader.get(),
            VisibilityOfRequest.withheld(request),
            records.stream().map(AnswerPart::resource).toList());
    for (AnswerPart part : records) {
      Resource copy = redacted.get(part.resource());
      if (copy != null) {
        part.replace(copy);
      }
    }
  }
}
