package org.andiron.risk.cohort;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Patients of a server, as somebody names them: {@code Group/[id]}, or a search as {@code
 * Patient?birthdate=lt1980}.
 *
 * @param group logical id of the Group; empty if it is a search
 * @param criteria of the search, as in a URL after the question mark; empty for all Patients
 */
public record NamedCohort(Optional<String> group, String criteria) {

  private static final Pattern GROUP = Pattern.compile("Group/([A-Za-z0-9.-]{1,64})");
  private static final Pattern QUERY = Pattern.compile("Patient(?:\\?(\\S*))?");

  /** What the text names; empty if it is neither. */
  public static Optional<NamedCohort> of(String text) {
    Matcher group = GROUP.matcher(text);
    if (group.matches()) {
      return Optional.of(new NamedCohort(Optional.of(group.group(1)), ""));
    }
    Matcher query = QUERY.matcher(text);
    return query.matches()
        ? Optional.of(
            new NamedCohort(Optional.empty(), Optional.ofNullable(query.group(1)).orElse("")))
        : Optional.empty();
  }
}
