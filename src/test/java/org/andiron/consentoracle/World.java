package org.andiron.consentoracle;

import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Reference;

/**
 * What is known beside the consents: who exists, the zone of days, which clinical codes are kinds
 * of others.
 *
 * @param parties by reference
 * @param broader of a clinical code: the codes that it is directly a kind of
 * @param privilegedGroup whose members may break the glass
 * @param requireVerified whether what a consent permits counts only if it was verified
 */
record World(
    ZoneId zone,
    Map<String, Party> parties,
    Map<Code, Set<Code>> broader,
    String privilegedGroup,
    boolean requireVerified) {

  private static final Set<String> ACTOR_TYPES =
      Set.of(
          "CareTeam",
          "Device",
          "Group",
          "Organization",
          "Patient",
          "Practitioner",
          "PractitionerRole",
          "RelatedPerson");

  static World of(
      ZoneId zone,
      Collection<Party> parties,
      Map<Code, Set<Code>> broader,
      String privilegedGroup,
      boolean requireVerified) {
    return new World(
        zone,
        parties.stream().collect(Collectors.toMap(Party::reference, Function.identity())),
        broader,
        privilegedGroup,
        requireVerified);
  }

  /** Of those who can be actors, only the parties exist; of anything else, all. */
  boolean exists(String reference) {
    String type = reference.substring(0, reference.indexOf('/'));
    return parties.containsKey(reference) || !ACTOR_TYPES.contains(type);
  }

  /** In the namespaces of the parties, only theirs exist; in others, all. */
  boolean exists(Ident identifier) {
    return parties.values().stream().anyMatch(party -> party.identifiers().contains(identifier))
        || parties.values().stream()
            .flatMap(party -> party.identifiers().stream())
            .noneMatch(other -> other.system().equals(identifier.system()));
  }

  /** Whom a reference means; nobody if it cannot be resolved. */
  Set<String> resolve(Reference reference) {
    Set<String> found = new LinkedHashSet<>();
    if (reference.hasReference()) {
      String literal = Link.unversioned(reference.getReference());
      if (parties.containsKey(literal)) {
        found.add(literal);
      }
    }
    if (reference.hasIdentifier()) {
      Ident identifier = Ident.of(reference.getIdentifier());
      for (Party party : parties.values()) {
        if (party.identifiers().contains(identifier)) {
          found.add(party.reference());
        }
      }
    }
    return found;
  }

  /** Whether a clinical code is another one or a kind of it. */
  boolean isKindOf(Code code, Code other) {
    if (code.equals(other)) {
      return true;
    }
    for (Code parent : broader.getOrDefault(code, Set.of())) {
      if (isKindOf(parent, other)) {
        return true;
      }
    }
    return false;
  }
}
