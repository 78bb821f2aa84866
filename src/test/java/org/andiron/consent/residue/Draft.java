package org.andiron.consent.residue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.Requester;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.decision.ResourceFactsBuilder;
import org.andiron.consent.decision.SecurityLabels;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSubsumption;

/** Short words for consents, policies and resources of invented people. */
final class Draft {

  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final ResourceRef PATIENT = new ResourceRef("Patient", "p");
  static final ResourceRef HOSPITAL = new ResourceRef("Organization", "hospital");

  private Draft() {}

  static Provision permit(Object... parts) {
    return provision(ProvisionType.PERMIT, parts);
  }

  static Provision deny(Object... parts) {
    return provision(ProvisionType.DENY, parts);
  }

  /** Criteria and inner provisions. */
  private static Provision provision(ProvisionType type, Object... parts) {
    List<Criterion> criteria = new ArrayList<>();
    List<Provision> inner = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof Criterion criterion) {
        criteria.add(criterion);
      } else {
        inner.add((Provision) part);
      }
    }
    return new Provision("", type, criteria, inner);
  }

  static ConsentDirective consent(ResourceRef patient, Provision root) {
    return consent(patient, root, "2026-01-01");
  }

  /** Given on a day, to the hospital, under one policy. */
  static ConsentDirective consent(ResourceRef patient, Provision root, String day) {
    Instant given = Instant.parse(day + "T00:00:00Z");
    return new ConsentDirective(
        new ResourceRef("Consent", patient.id() + "-" + day),
        "1",
        true,
        ConsentScope.PATIENT_PRIVACY,
        patient,
        Set.of(new ConsentReference.Local(HOSPITAL)),
        Set.of("http://example.org/policy"),
        new TimeRange(given, given.plusSeconds(86_400)),
        true,
        root);
  }

  static ConsentDirective consent(Provision root) {
    return consent(PATIENT, root);
  }

  static Criterion purpose(String... codes) {
    return new Criterion.Purposes(
        Arrays.stream(codes).map(Code::purpose).collect(Collectors.toSet()));
  }

  static Criterion actor(ResourceRef... actors) {
    return new Criterion.Actors(
        Arrays.stream(actors)
            .map(it -> new Actor(new Code("", "IRCP"), new ConsentReference.Local(it)))
            .toList());
  }

  static Criterion label(String... sensitivities) {
    return new Criterion.Labels(
        Set.of(), Arrays.stream(sensitivities).map(Code::sensitivity).collect(Collectors.toSet()));
  }

  static Criterion type(String type) {
    return new Criterion.Classes(Set.of(new ContentClass.OfType(type)));
  }

  static Criterion period(TimeRange range) {
    return new Criterion.Period(range);
  }

  static TimeRange year(int year) {
    return new TimeRange(
        Instant.parse(year + "-01-01T00:00:00Z"), Instant.parse(year + 1 + "-01-01T00:00:00Z"));
  }

  static ImplicitPolicy.Permit clinicians() {
    return new ImplicitPolicy.Permit(Set.of(Code.purpose("TREAT")), Set.of("clinician"), null);
  }

  /** An organisation's policy alone. */
  static ConsentPolicies policy(ImplicitPolicy.Permit... permits) {
    return ConsentPolicies.of(
        new ImplicitPolicy("http://example.org/implicit", "Implicit", List.of(permits), true));
  }

  static ResourceFactsBuilder resource(ResourceRef patient, String type, String... sensitivities) {
    return ResourceFacts.of(new ResourceRef(type, patient.id() + "-1"))
        .patients(patient)
        .labels(labels(sensitivities));
  }

  static SecurityLabels labels(String... sensitivities) {
    return SecurityLabels.of(Arrays.stream(sensitivities).map(Code::sensitivity).toList(), true);
  }

  static AccessRule rule(
      ConsentPolicies policies, ResourceFacts resource, ConsentDirective... consents) {
    return new AccessRuleCompiler(CodeSubsumption.EQUALITY, policies, NOW)
        .ofPatient(PATIENT, List.of(consents))
        .ofWhole(resource);
  }

  /** A clinician of the hospital reads. */
  static ConsentRequest reading(String purpose, Instant time) {
    return new ConsentRequest(
        new Requester(
            ReferenceSet.of(new ResourceRef("Practitioner", "doctor")),
            ReferenceSet.of(HOSPITAL),
            ReferenceSet.EMPTY,
            Set.of("clinician")),
        Code.purpose(purpose),
        Set.of(ConsentAction.ACCESS, ConsentAction.DISCLOSE),
        Channel.INTERACTIVE,
        time,
        null);
  }
}
