package org.andiron.consent.decision;

import java.util.Set;

/**
 * Who asks, with all that consents may know the caller as.
 *
 * @param self the Practitioner with its PractitionerRoles, the Patient, the RelatedPerson, and the
 *     Device that is the app
 * @param organizations for which the caller works, and those of which these are parts
 * @param memberships Groups and CareTeams to which the caller belongs
 * @param roles names of roles on this server
 */
public record Requester(
    ReferenceSet self, ReferenceSet organizations, ReferenceSet memberships, Set<String> roles) {

  public Requester {
    roles = Set.copyOf(roles);
  }
}
