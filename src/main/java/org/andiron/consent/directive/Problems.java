package org.andiron.consent.directive;

import java.util.ArrayList;
import java.util.List;

/** Collects why a Consent cannot be computed, so that all is said at once. */
final class Problems {

  private final List<ConsentProblem> found = new ArrayList<>();
  private final List<ConsentProblem> unknown = new ArrayList<>();

  void add(String path, String reason) {
    found.add(new ConsentProblem(path, reason));
  }

  /** Something it refers to is not known here, or no longer. */
  void addUnknown(String path, String reason) {
    unknown.add(new ConsentProblem(path, reason));
  }

  /** Whether it cannot be computed at all. */
  boolean any() {
    return !found.isEmpty();
  }

  List<ConsentProblem> all() {
    List<ConsentProblem> all = new ArrayList<>(found);
    all.addAll(unknown);
    return all;
  }

  List<ConsentProblem> unknown() {
    return List.copyOf(unknown);
  }
}
