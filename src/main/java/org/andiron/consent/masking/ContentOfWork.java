package org.andiron.consent.masking;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.server.ShownContent;
import org.andiron.visibility.Reader;
import org.andiron.visibility.VisibilityOfRequest;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;

/** What the reader may see for whom the work of this thread is done. */
final class ContentOfWork implements ShownContent {

  private final ShownResources shown;

  ContentOfWork(ShownResources shown) {
    this.shown = shown;
  }

  @Override
  public List<IBaseResource> of(List<? extends IBaseResource> resources) {
    List<IBaseResource> content = new ArrayList<>(resources);
    Optional<Reader> reader = VisibilityOfRequest.reader(null);
    if (reader.isEmpty()) {
      return content;
    }
    List<AnswerPart> records = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      int index = i;
      if (content.get(i) instanceof Resource resource) {
        records.addAll(AnswerPart.recordsIn(resource, it -> content.set(index, it)));
      }
    }
    Map<Resource, Resource> redacted =
        shown.redacted(
            reader.get(), Optional.empty(), records.stream().map(AnswerPart::resource).toList());
    for (AnswerPart part : records) {
      Resource copy = redacted.get(part.resource());
      if (copy != null) {
        part.replace(copy);
      }
    }
    return content;
  }
}
