package org.andiron.storage.index;

import org.andiron.storage.index.IndexEntries.TextEntry;
import org.hl7.fhir.r4.model.Resource;

/** Says by which texts a resource is found. */
@FunctionalInterface
public interface TextIndexer {

  /** The texts of a resource; no content of a resource makes it fail. */
  TextEntry textOf(Resource resource);

  /**
   * What the texts of a resource depend on beside the resource; stored texts are made anew else.
   */
  default String rules() {
    return "";
  }
}
