package org.andiron.consent.decision;

import java.util.Set;
import org.andiron.consent.rule.ResourceRef;

/**
 * Who asks, with all that consents may know the caller as.
 *
 * @param self the Practitioner with its PractitionerRoles, the Patient, the RelatedPerson, and the
 *     Device that is the app
 * @param organizations for which the caller works, and those of which these are parts
 * @param memberships Groups and CareTeams to which the caller belongs
 * @param directly those that name the caller among their members, not only a group in them or an
 *     organization
 * @param roles names of roles on this server
 */
public record Requester(
    ReferenceSet self,
    ReferenceSet organizations,
    ReferenceSet memberships,
    Set<ResourceRef> directly,
    Set<String> roles) {

  public Requester {
    directly = Set.copyOf(directly);
    roles = Set.copyOf(roles);
  }

  /** Somebody whom all the groups name. */
  public Requester(
      ReferenceSet self, ReferenceSet organizations, ReferenceSet memberships, Set<String> roles) {
    this(self, organizations, memberships, memberships.references(), roles);
  }
}
