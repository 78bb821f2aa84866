package org.andiron.risk.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds features that could show what happened after the time they are asked for, if that time is
 * in the past; a model that is trained with them knows the outcome beforehand.
 */
final class LookAhead {

  private static final Set<String> MEDICATION_STATUSES =
      Set.of("active", "on-hold", "completed", "stopped");
  private static final Pattern LITERAL = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'");

  /** Elements that are as they are now, and functions that ask the clock or other resources. */
  private static final Pattern PRESENT =
      Pattern.compile(
          "\\b(deceased|meta|abatement|clinicalStatus|verificationStatus|statusReason"
              + "|statusHistory|classHistory|dischargeDisposition|maritalStatus|now|today"
              + "|timeOfDay|resolve)\\b");

  private LookAhead() {}

  /** Why not to train with the feature, if it looks ahead. */
  static Optional<String> of(FeatureDefinition feature) {
    List<String> reasons = new ArrayList<>();
    Instant time = Instant.EPOCH;
    TimeWindow window = feature.window();
    if (TimeWindow.before(time, window.back()).isAfter(time)
        || TimeWindow.before(time, window.gap()).isAfter(time)) {
      reasons.add("its window reaches ahead: give a length that is not negative");
    }
    for (Source source : feature.sources()) {
      if (isMedication(source) && !source.statuses().containsAll(MEDICATION_STATUSES)) {
        reasons.add(
            "whether a medication is active is known for the present alone: count "
                + MEDICATION_STATUSES.stream().sorted().toList()
                + " as 'statuses', and limit the time by 'window'");
      }
      path(source.where()).ifPresent(reasons::add);
      path(source.value()).ifPresent(reasons::add);
    }
    return reasons.stream().findFirst();
  }

  private static boolean isMedication(Source source) {
    return source.resource() == ResourceKind.MEDICATION_REQUEST
        || source.resource() == ResourceKind.MEDICATION_STATEMENT;
  }

  private static Optional<String> path(@Nullable ResourcePath path) {
    if (path == null) {
      return Optional.empty();
    }
    Matcher present = PRESENT.matcher(LITERAL.matcher(path.expression()).replaceAll("''"));
    return present.find()
        ? Optional.of(
            "'%s' in its path is known for the present alone: leave it out"
                .formatted(present.group(1)))
        : Optional.empty();
  }
}
