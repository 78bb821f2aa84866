package org.andiron.risk.feature;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Gathers what is wrong on the way to one feature. */
final class IssueLog {

  private final Map<IssueCode, Set<ResourceVersion>> found = new EnumMap<>(IssueCode.class);

  void add(IssueCode code, ResourceVersion resource) {
    found.computeIfAbsent(code, unused -> new TreeSet<>()).add(resource);
  }

  void addAll(IssueCode code, List<ResourceVersion> resources) {
    found.computeIfAbsent(code, unused -> new TreeSet<>()).addAll(resources);
  }

  /** Forgets what is of no interest after all. */
  void drop(IssueCode code) {
    found.remove(code);
  }

  boolean has(IssueCode code) {
    return found.containsKey(code);
  }

  boolean hasUnreadable() {
    return found.keySet().stream().anyMatch(IssueCode::isUnreadable);
  }

  List<FeatureIssue> issues() {
    return found.entrySet().stream()
        .map(
            entry ->
                new FeatureIssue(
                    entry.getKey(),
                    entry.getValue().size(),
                    entry.getValue().stream().limit(FeatureIssue.NAMED).toList()))
        .toList();
  }
}
