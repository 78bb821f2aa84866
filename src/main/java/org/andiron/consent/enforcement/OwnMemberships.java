package org.andiron.consent.enforcement;

import java.util.List;
import java.util.Optional;
import org.andiron.consent.decision.Requester;
import org.andiron.consent.directive.TimeReader;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.CareTeam.CareTeamStatus;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** What teams and groups say of whoever stores them. */
final class OwnMemberships {

  private final TimeReader times;

  OwnMemberships(TimeReader times) {
    this.times = times;
  }

  /**
   * One member.
   *
   * @param counts whether the team or group is in force, and the member not inactive
   * @param periods of the team and of the member; both must include a time at which it counts
   */
  private record Membership(ConsentReference member, boolean counts, List<Period> periods) {}

  /**
   * Whether somebody becomes a member by it, or one for longer: themself, an organization of
   * theirs, or what they are a member of.
   *
   * @param before what was stored, null if nothing was
   */
  boolean grow(Requester who, @Nullable IBaseResource before, IBaseResource after) {
    List<Membership> known = before == null ? List.of() : memberships(before);
    return memberships(after).stream()
        .filter(it -> isOf(who, it.member()))
        .anyMatch(it -> known.stream().noneMatch(old -> includes(old, it)));
  }

  private boolean includes(Membership old, Membership now) {
    if (!old.member().equals(now.member())) {
      return false;
    }
    return !now.counts()
        || (old.counts()
            && includes(old.periods().get(0), now.periods().get(0))
            && includes(old.periods().get(1), now.periods().get(1)));
  }

  /** What cannot be read includes no time. */
  private boolean includes(Period old, Period now) {
    TimeRange later = times.read(now);
    TimeRange earlier = times.read(old);
    return later == null || (earlier != null && earlier.contains(later));
  }

  /**
   * By identifiers whoever asks and their organizations alone: a team of theirs may be withheld
   * from them, and they would learn of it. One that they refer to by its id exists for them.
   */
  private static boolean isOf(Requester who, ConsentReference member) {
    return who.self().contains(member)
        || who.organizations().contains(member)
        || (member instanceof ConsentReference.Local && who.memberships().contains(member));
  }

  private static List<Membership> memberships(IBaseResource resource) {
    if (resource instanceof CareTeam team) {
      boolean counts = team.getStatus() == CareTeamStatus.ACTIVE;
      return team.getParticipant().stream()
          .map(
              it ->
                  new Membership(
                      named(it.getMember()), counts, List.of(team.getPeriod(), it.getPeriod())))
          .toList();
    }
    if (resource instanceof Group group) {
      boolean counts = group.getActual() && (!group.hasActive() || group.getActive());
      return group.getMember().stream()
          .map(
              it ->
                  new Membership(
                      named(it.getEntity()),
                      counts && !it.getInactive(),
                      List.of(new Period(), it.getPeriod())))
          .toList();
    }
    return List.of();
  }

  /** As memberships are looked up: by the literal reference or, if there is none, by identifier. */
  private static ConsentReference named(Reference reference) {
    Optional<ConsentReference> named =
        reference.hasReference()
            ? ResourceRef.ofRelative(reference.getReference()).map(ConsentReference.Local::new)
            : identifier(reference.getIdentifier()).map(ConsentReference.Logical::new);
    return named.orElseGet(() -> new ConsentReference.Unresolvable(""));
  }

  private static Optional<BusinessIdentifier> identifier(Identifier identifier) {
    return identifier.hasValue()
        ? Optional.of(
            new BusinessIdentifier(
                identifier.hasSystem() ? identifier.getSystem() : "", identifier.getValue()))
        : Optional.empty();
  }
}
