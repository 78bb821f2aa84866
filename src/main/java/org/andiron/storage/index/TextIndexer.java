package org.andiron.storage.index;

import java.util.List;
import org.andiron.storage.index.IndexEntries.TextEntry;
import org.hl7.fhir.r4.model.Resource;

/** Says by which texts a resource is found. */
public interface TextIndexer {

  /** The texts of a resource; no content of a resource makes it fail. */
  TextEntry textOf(Resource resource);

  /** The words of a few short texts, as PostgreSQL writes its type {@code tsvector}. */
  String wordsOf(List<String> texts);

  /**
   * What the texts of a resource depend on beside the resource; stored texts are made anew else.
   */
  default String rules() {
    return "";
  }
}
