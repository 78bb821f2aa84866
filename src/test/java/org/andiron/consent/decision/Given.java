package org.andiron.consent.decision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.consent.policy.ConsentPolicyFiles;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataMeaning;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSubsumption;
import org.andiron.consent.term.CodeSystems;
import org.andiron.consent.term.Confidentiality;
import org.jspecify.annotations.Nullable;

/** Short words for consents, callers and resources of invented people. */
final class Given {

  static final ResourceRef PATIENT = new ResourceRef("Patient", "p");
  static final ResourceRef OTHER_PATIENT = new ResourceRef("Patient", "other");
  static final ResourceRef DOCTOR = new ResourceRef("Practitioner", "doctor");
  static final ResourceRef HOSPITAL = new ResourceRef("Organization", "hospital");
  static final ResourceRef EMERGENCY = new ResourceRef("Group", "emergency");
  static final ResourceRef OBSERVATION = new ResourceRef("Observation", "o");
  static final ResourceRef ENCOUNTER = new ResourceRef("Encounter", "e");
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  /** {@code 15777000} includes {@code 44054006}, of which SNOMED CT knows better. */
  static final CodeSubsumption CLINICAL =
      (general, special) ->
          general.value().equals("15777000") && special.value().equals("44054006");

  private Given() {}

  static ConsentDecision decide(
      ConsentRequest request, ResourceFacts resource, ConsentDirective... consents) {
    return decide(request, resource, policy("deny"), consents);
  }

  static ConsentDecision decide(
      ConsentRequest request,
      ResourceFacts resource,
      ConsentPolicies policies,
      ConsentDirective... consents) {
    return new ConsentEvaluator(CLINICAL).decide(request, resource, List.of(consents), policies);
  }

  /** One of the four that are brought along. */
  static ImplicitPolicy implicit(String name) {
    ImplicitPolicy policy =
        ConsentPolicyFiles.broughtAlong().get("https://profiles.ihe.net/ITI/PCF/Policy-" + name);
    if (policy == null) {
      throw new IllegalArgumentException(name);
    }
    return policy;
  }

  static ConsentPolicies policy(String name) {
    return ConsentPolicies.of(implicit(name));
  }

  static ConsentPolicies withGlass(String name) {
    return new ConsentPolicies(
        List.of(), implicit(name), BreakGlassPolicy.of(Set.of(EMERGENCY)), false);
  }

  static Provision permit(Object... parts) {
    return provision(ProvisionType.PERMIT, parts);
  }

  static Provision deny(Object... parts) {
    return provision(ProvisionType.DENY, parts);
  }

  /** Criteria and inner provisions. */
  static Provision provision(ProvisionType type, Object... parts) {
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

  static ConsentDirective consent(Provision root) {
    return consent("c", root);
  }

  static ConsentDirective consent(String id, Provision root) {
    return new ConsentDirective(
        new ResourceRef("Consent", id),
        "1",
        true,
        ConsentScope.PATIENT_PRIVACY,
        PATIENT,
        Set.of(),
        Set.of(),
        null,
        false,
        numbered(root, "Consent.provision"));
  }

  /** With the paths that the places of provisions give them. */
  static Provision numbered(Provision provision, String path) {
    List<Provision> inner = new ArrayList<>();
    for (int i = 0; i < provision.provisions().size(); i++) {
      inner.add(numbered(provision.provisions().get(i), path + ".provision[" + i + "]"));
    }
    return new Provision(path, provision.type(), provision.criteria(), inner);
  }

  static ConsentDirective of(ResourceRef patient, ConsentDirective it) {
    return new ConsentDirective(
        it.id(),
        it.version(),
        it.active(),
        it.scope(),
        patient,
        it.organizations(),
        it.policyUris(),
        it.dateTime(),
        it.verified(),
        it.root());
  }

  static ConsentDirective scoped(ConsentScope scope, ConsentDirective it) {
    return new ConsentDirective(
        it.id(),
        it.version(),
        it.active(),
        scope,
        it.patient(),
        it.organizations(),
        it.policyUris(),
        it.dateTime(),
        it.verified(),
        it.root());
  }

  static ConsentDirective inactive(ConsentDirective it) {
    return new ConsentDirective(
        it.id(),
        it.version(),
        false,
        it.scope(),
        it.patient(),
        it.organizations(),
        it.policyUris(),
        it.dateTime(),
        it.verified(),
        it.root());
  }

  static ConsentDirective verified(ConsentDirective it) {
    return new ConsentDirective(
        it.id(),
        it.version(),
        it.active(),
        it.scope(),
        it.patient(),
        it.organizations(),
        it.policyUris(),
        it.dateTime(),
        true,
        it.root());
  }

  /** Given on a day, to the hospital, under a policy. */
  static ConsentDirective given(String day, String policy, ConsentDirective it) {
    return new ConsentDirective(
        it.id(),
        it.version(),
        it.active(),
        it.scope(),
        it.patient(),
        Set.of(local(HOSPITAL)),
        Set.of(policy),
        day(day),
        it.verified(),
        it.root());
  }

  static TimeRange day(String day) {
    Instant from = Instant.parse(day + "T00:00:00Z");
    return new TimeRange(from, from.plusSeconds(86400));
  }

  static TimeRange from(String day) {
    return new TimeRange(Instant.parse(day + "T00:00:00Z"), null);
  }

  static TimeRange until(String day) {
    return new TimeRange(null, Instant.parse(day + "T00:00:00Z"));
  }

  static TimeRange year(int year) {
    return new TimeRange(
        Instant.parse(year + "-01-01T00:00:00Z"), Instant.parse(year + 1 + "-01-01T00:00:00Z"));
  }

  static Criterion period(TimeRange range) {
    return new Criterion.Period(range);
  }

  static Criterion dataPeriod(TimeRange range) {
    return new Criterion.DataPeriod(range);
  }

  static Criterion purpose(String... codes) {
    return new Criterion.Purposes(
        Arrays.stream(codes).map(Code::purpose).collect(Collectors.toSet()));
  }

  static ConsentReference local(ResourceRef resource) {
    return new ConsentReference.Local(resource);
  }

  static Criterion actor(ResourceRef... resources) {
    return new Criterion.Actors(
        Arrays.stream(resources).map(it -> new Actor(null, local(it))).toList());
  }

  static Criterion actor(ConsentReference reference) {
    return new Criterion.Actors(List.of(new Actor(null, reference)));
  }

  static Criterion action(ConsentAction... actions) {
    return new Criterion.Actions(Set.of(actions));
  }

  static Criterion label(Confidentiality... levels) {
    return new Criterion.Labels(Set.of(levels), Set.of());
  }

  static Criterion label(String... sensitivities) {
    return new Criterion.Labels(
        Set.of(), Arrays.stream(sensitivities).map(Code::sensitivity).collect(Collectors.toSet()));
  }

  static Criterion data(DataMeaning meaning, ResourceRef resource) {
    return new Criterion.Data(List.of(new DataReference(meaning, local(resource))));
  }

  /** A doctor of the hospital reads. */
  static ConsentRequest doctor(@Nullable String purpose) {
    return reading(caller(DOCTOR), purpose);
  }

  static ConsentRequest reading(Requester requester, @Nullable String purpose) {
    return request(requester, purpose, Channel.INTERACTIVE, null);
  }

  static ConsentRequest request(
      Requester requester,
      @Nullable String purpose,
      Channel channel,
      @Nullable BreakGlass breakGlass) {
    return new ConsentRequest(
        requester,
        purpose == null ? null : Code.purpose(purpose),
        Set.of(ConsentAction.ACCESS, ConsentAction.DISCLOSE),
        channel,
        NOW,
        breakGlass);
  }

  static Requester caller(ResourceRef self, ResourceRef... memberships) {
    return new Requester(
        ReferenceSet.of(self),
        ReferenceSet.of(HOSPITAL),
        ReferenceSet.of(memberships),
        Set.of("physician"));
  }

  /** An observation of the patient, in which the labelling rules found nothing. */
  static ResourceFactsBuilder observation() {
    return ResourceFacts.of(OBSERVATION)
        .patients(PATIENT)
        .labels(SecurityLabels.of(Set.of(), true));
  }

  /** The same, labelled. */
  static ResourceFacts labelled(Confidentiality level, String... sensitivities) {
    return observation().labels(labels(level, sensitivities)).build();
  }

  static SecurityLabels labels(Confidentiality level, String... sensitivities) {
    List<Code> labels =
        new ArrayList<>(Arrays.stream(sensitivities).map(Code::sensitivity).toList());
    labels.add(new Code(CodeSystems.CONFIDENTIALITY, level.name()));
    return SecurityLabels.of(labels, true);
  }
}
