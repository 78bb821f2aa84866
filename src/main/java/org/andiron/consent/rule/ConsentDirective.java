package org.andiron.consent.rule;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Consent as rules.
 *
 * @param id the Consent
 * @param version its version, null if it has none yet
 * @param active whether its status is {@code active}; others have no effect
 * @param patient whose record it is about
 * @param organizations that keep it
 * @param policyUris of the policies that it is under
 * @param dateTime when it was given, as precisely as it says
 * @param verified whether somebody verified it
 * @param root its base decision with all exceptions
 */
public record ConsentDirective(
    ResourceRef id,
    @Nullable String version,
    boolean active,
    ConsentScope scope,
    ResourceRef patient,
    Set<ConsentReference> organizations,
    Set<String> policyUris,
    @Nullable TimeRange dateTime,
    boolean verified,
    Provision root) {

  public ConsentDirective {
    organizations = Set.copyOf(organizations);
    policyUris = Set.copyOf(policyUris);
  }

  /** How decisions name it. */
  public String source() {
    return version == null ? id.toString() : id + "/_history/" + version;
  }

  /** When it has an effect: the period of its root, null if that has none. */
  public @Nullable TimeRange period() {
    for (Criterion criterion : root.criteria()) {
      if (criterion instanceof Criterion.Period period) {
        return period.range();
      }
    }
    return null;
  }

  /**
   * Whether it takes the place of the other: given later for the same patient, to the same
   * organizations, under the same policies and with the same scope, all of them stated.
   */
  public boolean supersedes(ConsentDirective other) {
    return patient.equals(other.patient)
        && scope == other.scope
        && !organizations.isEmpty()
        && organizations.equals(other.organizations)
        && !policyUris.isEmpty()
        && policyUris.equals(other.policyUris)
        && isLaterThan(other.dateTime);
  }

  private boolean isLaterThan(@Nullable TimeRange other) {
    return dateTime != null
        && dateTime.from() != null
        && other != null
        && other.until() != null
        && !dateTime.from().isBefore(other.until());
  }
}
