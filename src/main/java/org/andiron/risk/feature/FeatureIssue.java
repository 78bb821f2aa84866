package org.andiron.risk.feature;

import java.util.List;

/**
 * Something wrong on the way to a feature. Without values, so that it can be shown and logged.
 *
 * @param count in how many resources
 * @param resources some of them, at most {@value #NAMED}
 */
public record FeatureIssue(IssueCode code, int count, List<ResourceVersion> resources) {

  static final int NAMED = 5;

  public FeatureIssue {
    resources = List.copyOf(resources);
  }
}
