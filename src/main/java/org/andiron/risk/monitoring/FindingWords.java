package org.andiron.risk.monitoring;

import java.util.Locale;

/** A limit that was passed, in words for who is to look at it. No values of patients. */
final class FindingWords {

  private FindingWords() {}

  static String of(Finding finding) {
    String what =
        switch (finding.what()) {
          case FEATURE -> "values of " + finding.subject() + " are distributed differently";
          case UNITS -> finding.subject() + " comes in other units";
          case MISSING -> finding.subject() + " is missing more often";
          case SCORE -> "scores are distributed differently";
          case UNDERESTIMATED -> finding.subject() + " comes about more often than was predicted";
          case OVERESTIMATED -> finding.subject() + " comes about less often than was predicted";
          case GROUPS ->
              "predictions are less right for some groups than for others ("
                  + finding.subject()
                  + ")";
        };
    String measure =
        switch (finding.what()) {
          case FEATURE, UNITS, SCORE -> "stability index";
          case MISSING -> "rise";
          case UNDERESTIMATED, OVERESTIMATED -> "cumulative sum";
          case GROUPS -> "difference";
        };
    return String.format(
        Locale.ROOT, "%s (%s %.3f, limit %.3f)", what, measure, finding.value(), finding.limit());
  }
}
