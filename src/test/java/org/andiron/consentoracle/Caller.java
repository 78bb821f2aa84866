package org.andiron.consentoracle;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param user the person signed in: a Practitioner, PractitionerRole, Patient or RelatedPerson;
 *     null for a system
 * @param device the app
 * @param roles the PractitionerRoles in which the user acts
 * @param keepsConsents whether the user sees to it that consents are kept, as a privacy officer
 *     does
 * @param clinician whether the user treats patients, as the default policy for clinicians asks
 */
record Caller(
    @Nullable String user,
    @Nullable String device,
    Set<String> roles,
    Set<String> organizations,
    Set<String> careTeams,
    Set<String> groups,
    boolean clinician,
    boolean keepsConsents) {

  /** All whom a consent may name to mean this caller. */
  Set<String> parties(World world) {
    Set<String> all = new LinkedHashSet<>(roles);
    all.addAll(careTeams);
    all.addAll(groups);
    if (user != null) {
      all.add(user);
    }
    if (device != null) {
      all.add(device);
    }
    for (String organization : organizations) {
      addWithWholes(organization, world, all);
    }
    for (String reference : Set.copyOf(all)) {
      Party party = world.parties().get(reference);
      if (party != null && party.practitioner() != null) {
        all.add(party.practitioner());
      }
    }
    return all;
  }

  /** An organization is named by naming what it is part of. */
  private static void addWithWholes(String organization, World world, Set<String> all) {
    String next = organization;
    while (next != null && all.add(next)) {
      Party party = world.parties().get(next);
      next = party == null ? null : party.partOf();
    }
  }
}
