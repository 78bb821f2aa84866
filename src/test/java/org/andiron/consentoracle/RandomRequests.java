package org.andiron.consentoracle;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who asks for what, at random. */
final class RandomRequests {

  /** All that happens, happens within some years of this. */
  static final Instant MIDDLE = Instant.parse("2023-07-01T00:00:00.000Z");

  private static final List<String> AUTHORS =
      List.of("Practitioner/p1", "Practitioner/p2", "Organization/whole");

  private final Dice dice;

  RandomRequests(Dice dice) {
    this.dice = dice;
  }

  Caller caller() {
    return switch (dice.below(12)) {
      case 0 -> new Caller("Patient/a", app(), Set.of(), Set.of(), teams(), groups(), false, false);
      case 1 ->
          new Caller(
              "RelatedPerson/mother", app(), Set.of(), Set.of(), teams(), groups(), false, false);
      case 2 -> new Caller(null, "Device/app", Set.of(), sites(), Set.of(), groups(), false, false);
      case 3 -> practitioner("PractitionerRole/r1", Set.of("PractitionerRole/r1"));
      case 4 -> practitioner("Practitioner/p3", Set.of());
      case 5 -> practitioner("Practitioner/p2", Set.of("PractitionerRole/r2"));
      default -> practitioner("Practitioner/p1", dice.some(50, List.of("PractitionerRole/r1")));
    };
  }

  /** Somebody who may break the glass. */
  Caller rescuer() {
    return new Caller(
        "Practitioner/p2",
        app(),
        Set.of(),
        sites(),
        teams(),
        Set.of(RandomWorld.PRIVILEGED),
        true,
        false);
  }

  private Caller practitioner(String user, Set<String> roles) {
    return new Caller(
        user, app(), roles, sites(), teams(), groups(), dice.chance(75), dice.chance(10));
  }

  private @Nullable String app() {
    return dice.chance(30) ? dice.one("Device/app", "Device/other-app") : null;
  }

  private Set<String> sites() {
    return dice.some(
        35,
        List.of(
            "Organization/whole",
            "Organization/part",
            "Organization/part-of-part",
            "Organization/elsewhere"));
  }

  private Set<String> teams() {
    return dice.some(30, List.of("CareTeam/c1", "CareTeam/c2"));
  }

  private Set<String> groups() {
    return dice.some(40, List.of("Group/g1", RandomWorld.PRIVILEGED));
  }

  /** One purpose; now and then none that is known. */
  Set<Code> purposes() {
    return dice.chance(3) ? Set.of() : Set.of(dice.oneOf(RandomWorld.REASONS));
  }

  Interaction interaction() {
    return dice.chance(60) ? Interaction.READ : dice.one(Interaction.values());
  }

  Instant time() {
    return MIDDLE.plus(Duration.ofHours(dice.below(24 * 720) - 24 * 360));
  }

  Set<Code> emergencies() {
    return Set.of(dice.one(Code.reason("BTG"), Code.reason("ETREAT")));
  }

  BreakGlass breakGlass(Instant time) {
    return new BreakGlass(
        dice.chance(85) ? RandomWorld.PATIENT : RandomWorld.OTHER_PATIENT,
        dice.chance(85) ? "unconscious" : " ",
        time.minus(Duration.ofMinutes(dice.chance(80) ? dice.below(15) : dice.one(-1, 15, 16))));
  }

  Facts facts() {
    String resource = dice.oneOf(RandomWorld.RESOURCES);
    return new Facts(
        resource,
        Set.of(RandomWorld.identifier(resource)),
        patients(),
        dice.some(30, RandomWorld.PROFILES),
        dice.some(30, RandomWorld.CONTENTS),
        dice.some(30, RandomWorld.CLINICAL),
        labels(),
        dice.chance(80),
        dice.chance(70) ? clinicalTime() : null,
        dice.chance(60) ? time() : null,
        links(resource, RandomWorld.RESOURCES),
        links(resource, RandomWorld.RESOURCES),
        links(resource, AUTHORS),
        inside(resource));
  }

  /** One in five has something inside. */
  private Inside inside(String resource) {
    return dice.chance(20)
        ? new Inside(
            links(resource, RandomWorld.RESOURCES),
            links(resource, RandomWorld.RESOURCES),
            links(resource, AUTHORS))
        : Inside.NOTHING;
  }

  private Set<String> patients() {
    return switch (dice.below(10)) {
      case 0 -> Set.of(RandomWorld.OTHER_PATIENT);
      case 1, 2 -> Set.of(RandomWorld.PATIENT, RandomWorld.OTHER_PATIENT);
      default -> Set.of(RandomWorld.PATIENT);
    };
  }

  private Set<Code> labels() {
    Set<Code> labels = new LinkedHashSet<>();
    while (dice.chance(60) && labels.size() < 3) {
      labels.add(dice.oneOf(RandomWorld.LABELS));
    }
    return labels;
  }

  private Span clinicalTime() {
    Instant from = time();
    return switch (dice.below(4)) {
      case 0 -> new Span(from, from.plus(Duration.ofDays(1 + dice.below(300))));
      case 1 -> new Span(from, Instant.MAX);
      default -> Span.of(from);
    };
  }

  /** Some are logical, by an identifier alone. */
  private Set<Link> links(String from, Collection<String> targets) {
    Set<Link> links = new LinkedHashSet<>();
    for (String target : dice.some(20, targets)) {
      if (!target.equals(from)) {
        Set<Ident> identifiers = Set.of(RandomWorld.identifier(target));
        links.add(new Link(dice.chance(85) ? target : null, identifiers));
      }
    }
    return links;
  }
}
