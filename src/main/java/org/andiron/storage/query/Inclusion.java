package org.andiron.storage.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * References that are followed from what a search has found, or back to it.
 *
 * @param reverse whether they are followed back, from the target to the source
 * @param iterate whether they are followed from what was included as well
 * @param source the type of the resources that have the references; null for any
 * @param paths of the references; empty for all
 * @param targets the types of the resources they lead to; empty for all
 * @param canonical those that lead there by a canonical URL
 * @see <a href="https://hl7.org/fhir/R4/search.html#include">Including other resources</a>
 */
public record Inclusion(
    boolean reverse,
    boolean iterate,
    @Nullable String source,
    List<String> paths,
    List<String> targets,
    Canonical canonical) {

  /**
   * References by a canonical URL.
   *
   * @param references the parameters they are in the index by; empty if there are none
   * @param targets the types of the resources they lead to
   */
  record Canonical(List<IndexKey> references, List<String> targets) {

    static final Canonical NONE = new Canonical(List.of(), List.of());

    Canonical {
      references = List.copyOf(references);
      targets = List.copyOf(targets);
    }
  }

  public Inclusion {
    paths = List.copyOf(paths);
    targets = List.copyOf(targets);
  }

  /** Whether only the index knows all of the references. */
  public boolean isByIndex() {
    return !canonical.references().isEmpty();
  }
}
