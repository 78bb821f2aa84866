package org.andiron.consent.masking;

import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import org.hl7.fhir.instance.model.api.IAnyResource;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;

/** What HAPI notes with a resource of the search or history in which it was found. */
final class SearchMarks {

  private SearchMarks() {}

  /** The copy, with what is noted with the original. */
  static Resource copied(IBaseResource from, Resource copy) {
    copy(ResourceMetadataKeyEnum.ENTRY_SEARCH_MODE, (IAnyResource) from, copy);
    copy(ResourceMetadataKeyEnum.ENTRY_SEARCH_SCORE, (IAnyResource) from, copy);
    copy(ResourceMetadataKeyEnum.ENTRY_TRANSACTION_METHOD, (IAnyResource) from, copy);
    return copy;
  }

  private static <T> void copy(
      ResourceMetadataKeyEnum<T> key, IAnyResource from, IAnyResource copy) {
    T value = key.get(from);
    if (value != null) {
      key.put(copy, value);
    }
  }
}
