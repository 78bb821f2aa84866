package org.andiron.consent.enforcement;

import java.util.LinkedHashSet;
import java.util.Set;
import org.andiron.consent.facts.ResourceElements;
import org.andiron.consent.facts.ResourceElements.Part;

/**
 * Parts of a resource that are withheld.
 *
 * @param exact FHIRPaths of parts
 * @param anywhere the same without positions: of parts that were withheld of another version, where
 *     they may have stood elsewhere in their list
 * @param allLabelled whether it could not be found out, so that all with labels are
 */
public record PartPaths(Set<String> exact, Set<String> anywhere, boolean allLabelled) {

  static final PartPaths NONE = new PartPaths(Set.of(), Set.of(), false);
  static final PartPaths ALL_LABELLED = new PartPaths(Set.of(), Set.of(), true);

  public PartPaths {
    exact = Set.copyOf(exact);
    anywhere = Set.copyOf(anywhere);
  }

  /** Also those that have exactly these paths. */
  PartPaths with(Set<String> paths) {
    return new PartPaths(paths, anywhere, allLabelled);
  }

  /** Also those that have these paths at any position. */
  PartPaths withAnywhere(Set<String> paths) {
    Set<String> without = new LinkedHashSet<>();
    paths.forEach(it -> without.add(withoutPositions(it)));
    return new PartPaths(exact, without, allLabelled);
  }

  boolean isNothing() {
    return exact.isEmpty() && anywhere.isEmpty() && !allLabelled;
  }

  /** Whether a part is among them. */
  public boolean include(Part part) {
    return exact.contains(part.path())
        || (!anywhere.isEmpty() && anywhere.contains(withoutPositions(part.path())))
        || (allLabelled && ResourceElements.isLabelled(part.place().value()));
  }

  private static String withoutPositions(String path) {
    return path.replaceAll("\\[\\d+]", "");
  }
}
