package org.andiron.consent.enforcement;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.andiron.consent.decision.BreakGlass;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.GlassCheck;
import org.andiron.consent.glass.GlassOpening;
import org.andiron.consent.glass.GlassOpenings;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.security.Caller;
import org.andiron.visibility.Visibility;
import org.andiron.visibility.VisibleResources;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who may break the glass, whose is broken, and what they would see. */
final class EmergencyAccess {

  private static final Code BREAK_GLASS = Code.purpose("BTG");

  private final BreakGlassPolicy policy;
  private final JdbcTemplate jdbc;
  private final Requests requests;
  private final WithheldRules rules;
  private final GlassOpenings openings;
  private final VisibleResources resources;
  private final Clock clock;

  EmergencyAccess(
      BreakGlassPolicy policy,
      JdbcTemplate jdbc,
      Requests requests,
      WithheldRules rules,
      GlassOpenings openings,
      VisibleResources resources,
      Clock clock) {
    this.policy = policy;
    this.jdbc = jdbc;
    this.requests = requests;
    this.rules = rules;
    this.openings = openings;
    this.resources = resources;
    this.clock = clock;
  }

  BreakGlassPolicy policy() {
    return policy;
  }

  /** Whether a party says that it is an emergency, on a way that allows it. Asks no database. */
  boolean isDeclaredBy(RequestingParty party) {
    Code purpose = party.purposeCode();
    return isOfStaff(party) && purpose != null && policy.purposes().contains(purpose);
  }

  /** Nobody breaks the glass without a group that may, nor a patient, whose own record is open. */
  private boolean isOfStaff(RequestingParty party) {
    return !policy.groups().isEmpty()
        && party.channel() == Channel.INTERACTIVE
        && party.ownPatients().isEmpty();
  }

  /** Whether a party belongs to those who may break the glass. */
  boolean mayBreak(RequestingParty party) {
    return isOfStaff(party) && new GlassCheck(policy, request(party)).mayBreak();
  }

  /**
   * What a party has opened and may still look at, which asks the database in an emergency only.
   */
  List<GlassOpening> open(Caller caller, RequestingParty party) {
    if (!isDeclaredBy(party)) {
      return List.of();
    }
    List<GlassOpening> running = openings.running(caller.party());
    if (running.isEmpty()) {
      return running;
    }
    ConsentRequest request = request(party);
    return running.stream().filter(it -> isBroken(it, request)).toList();
  }

  private boolean isBroken(GlassOpening opening, ConsentRequest request) {
    ResourceRef patient = new ResourceRef("Patient", opening.patient());
    ConsentRequest declared =
        new ConsentRequest(
            request.requester(),
            request.purpose(),
            request.actions(),
            request.channel(),
            opening.seen(),
            new BreakGlass(patient, opening.reason(), opening.since()));
    return new GlassCheck(policy, declared).isBrokenFor(patient);
  }

  /**
   * Whether a resource would exist for a party that had broken the glass of its patients.
   *
   * @param visibility what exists by its rights
   */
  boolean wouldExist(
      Visibility visibility,
      RequestingParty party,
      String resourceType,
      String id,
      Optional<Long> version) {
    RequestingParty inEmergency = isDeclaredBy(party) ? party : party.withPurpose(BREAK_GLASS);
    return resources.wouldExist(
        visibility, rules.fromWhoBrokeEveryGlass(inEmergency), resourceType, id, version);
  }

  private ConsentRequest request(RequestingParty party) {
    return requests.toRead(party, Epochs.read(jdbc, party), clock.instant());
  }
}
