package org.andiron.consent.decision;

import static org.andiron.consent.decision.Given.CLINICAL;
import static org.andiron.consent.decision.Given.DOCTOR;
import static org.andiron.consent.decision.Given.EMERGENCY;
import static org.andiron.consent.decision.Given.ENCOUNTER;
import static org.andiron.consent.decision.Given.HOSPITAL;
import static org.andiron.consent.decision.Given.OBSERVATION;
import static org.andiron.consent.decision.Given.OTHER_PATIENT;
import static org.andiron.consent.decision.Given.PATIENT;
import static org.andiron.consent.decision.Given.actor;
import static org.andiron.consent.decision.Given.consent;
import static org.andiron.consent.decision.Given.data;
import static org.andiron.consent.decision.Given.dataPeriod;
import static org.andiron.consent.decision.Given.label;
import static org.andiron.consent.decision.Given.labels;
import static org.andiron.consent.decision.Given.numbered;
import static org.andiron.consent.decision.Given.observation;
import static org.andiron.consent.decision.Given.period;
import static org.andiron.consent.decision.Given.purpose;
import static org.andiron.consent.decision.Given.year;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.andiron.consent.decision.ProvisionExplanation.Outcome;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataMeaning;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Confidentiality;

/** What holds of any consents, requests and resources. */
class ConsentPropertiesTest {

  private static final int TRIES = 2_000;

  private static final Set<DecidingRule> GENERATED =
      EnumSet.complementOf(
          EnumSet.of(DecidingRule.LEGAL_POLICY, DecidingRule.GOVERNANCE, DecidingRule.NO_PATIENT));

  /** A question with all that decides it. */
  record Question(
      ConsentRequest request,
      ResourceFacts resource,
      List<ConsentDirective> consents,
      ConsentPolicies policies) {

    ConsentDecision decide() {
      return new ConsentEvaluator(CLINICAL).decide(request, resource, consents, policies);
    }

    Question with(List<ConsentDirective> others) {
      return new Question(request, resource, others, policies);
    }
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  void theOrderOfConsentsAndProvisionsDoesNotMatter(
      @ForAll("questions") Question it, @ForAll Random random) {
    List<ConsentDirective> shuffled = new ArrayList<>();
    for (ConsentDirective consent : it.consents()) {
      shuffled.add(with(consent, shuffled(consent.root(), random)));
    }
    Collections.shuffle(shuffled, random);
    assertThat(it.with(shuffled).decide()).isEqualTo(it.decide());
  }

  /** Otherwise the other properties would say little. */
  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, seed = "20261128")
  void everyRuleDecidesSometimes(@ForAll("questions") Question it) {
    Statistics.collect(it.decide().grounds().rule());
    Statistics.coverage(
        coverage -> {
          for (DecidingRule rule : GENERATED) {
            coverage.check(rule).count(times -> times > 10);
          }
        });
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void theSameConsentTwiceChangesNothing(@ForAll("questions") Question it) {
    List<ConsentDirective> twice = new ArrayList<>(it.consents());
    twice.addAll(it.consents());
    assertThat(it.with(twice).decide()).isEqualTo(it.decide());
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void aFurtherConsentThatOnlyDeniesNeverWidens(
      @ForAll("questions") Question it, @ForAll("criteria") List<Criterion> criteria) {
    Provision denying = new Provision("", ProvisionType.DENY, criteria, List.of());
    List<ConsentDirective> more = new ArrayList<>(it.consents());
    more.add(consent("more", denying));
    if (!it.decide().permits()) {
      assertThat(it.with(more).decide().permits()).isFalse();
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void aFurtherProvisionThatDeniesNeverWidens(
      @ForAll("questions") Question it,
      @ForAll("criteria") List<Criterion> criteria,
      @ForAll Random random) {
    Provision denying = new Provision("more", ProvisionType.DENY, criteria, List.of());
    List<ConsentDirective> more =
        it.consents().stream()
            .map(consent -> with(consent, added(consent.root(), denying, random)))
            .toList();
    if (!it.decide().permits()) {
      assertThat(it.with(more).decide().permits()).isFalse();
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void aPermissionAtTheRootNeverNarrowsASoleConsent(
      @ForAll("questions") Question it, @ForAll("criteria") List<Criterion> criteria) {
    Provision permitting = new Provision("more", ProvisionType.PERMIT, criteria, List.of());
    Question sole = it.with(it.consents().subList(0, 1));
    ConsentDirective consent = it.consents().get(0);
    List<Provision> inner = new ArrayList<>(consent.root().provisions());
    inner.add(permitting);
    Provision root = consent.root();
    Question more =
        it.with(
            List.of(
                with(consent, new Provision(root.path(), root.type(), root.criteria(), inner))));
    if (sole.decide().permits()) {
      assertThat(more.decide().permits()).isTrue();
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void theExplanationIsThatOfTheDecision(@ForAll("questions") Question it) {
    ConsentExplanation explanation =
        new ConsentEvaluator(CLINICAL)
            .explain(it.request(), it.resource(), it.consents(), it.policies());
    assertThat(explanation.decision()).isEqualTo(it.decide());
    Set<String> decided = new HashSet<>();
    for (SourceExplanation source : explanation.sources()) {
      for (ProvisionExplanation provision : source.provisions()) {
        if (provision.outcome() == Outcome.DECIDED) {
          decided.add(source.patient() + source.source() + provision.path());
        }
        if (source.effect() != Effect.NOTHING_BUT) {
          assertThat(provision.outcome() == Outcome.DOES_NOT_APPLY)
              .isEqualTo(!provision.mismatches().isEmpty());
        }
      }
    }
    Set<String> grounds =
        explanation.decision().grounds().provisions().stream()
            .filter(ground -> !ground.path().isEmpty())
            .map(ground -> ground.patient() + ground.source() + ground.path())
            .collect(Collectors.toSet());
    assertThat(decided).isEqualTo(grounds);
  }

  private static ConsentDirective with(ConsentDirective it, Provision root) {
    return new ConsentDirective(
        it.id(),
        it.version(),
        it.active(),
        it.scope(),
        it.patient(),
        it.organizations(),
        it.policyUris(),
        it.dateTime(),
        it.verified(),
        root);
  }

  private static Provision shuffled(Provision provision, Random random) {
    List<Provision> inner =
        new ArrayList<>(provision.provisions().stream().map(it -> shuffled(it, random)).toList());
    Collections.shuffle(inner, random);
    return new Provision(provision.path(), provision.type(), provision.criteria(), inner);
  }

  /** With one more provision somewhere. */
  private static Provision added(Provision provision, Provision more, Random random) {
    List<Provision> inner = new ArrayList<>(provision.provisions());
    int place = random.nextInt(inner.size() + 1);
    if (place == inner.size()) {
      inner.add(more);
    } else {
      inner.set(place, added(inner.get(place), more, random));
    }
    return new Provision(provision.path(), provision.type(), provision.criteria(), inner);
  }

  @Provide
  Arbitrary<Question> questions() {
    return Combinators.combine(requests(), resources(), consents(), policies()).as(Question::new);
  }

  private Arbitrary<ConsentPolicies> policies() {
    return Arbitraries.of("all-normal", "basic-normal", "break-glass-only", "deny")
        .map(Given::withGlass);
  }

  private Arbitrary<ConsentRequest> requests() {
    Arbitrary<Requester> callers =
        Arbitraries.of(
            Given.caller(DOCTOR),
            Given.caller(DOCTOR, EMERGENCY),
            Given.caller(PATIENT),
            Given.caller(new ResourceRef("Practitioner", "nurse")));
    Arbitrary<String> purposes = Arbitraries.of("TREAT", "ETREAT", "BTG", "HRESCH").injectNull(0.1);
    Arbitrary<BreakGlass> glass =
        Arbitraries.of(new BreakGlass(PATIENT, "unconscious", Given.NOW)).injectNull(0.4);
    return Combinators.combine(callers, purposes, glass)
        .as((who, what, how) -> Given.request(who, what, Channel.INTERACTIVE, how));
  }

  private Arbitrary<ResourceFacts> resources() {
    Arbitrary<SecurityLabels> labels =
        Arbitraries.of(
            labels(Confidentiality.N),
            labels(Confidentiality.R, "PSY"),
            labels(Confidentiality.R, "PSY", "HIV"),
            SecurityLabels.of(Set.of(), false));
    Arbitrary<Boolean> flags = Arbitraries.of(true, false);
    return Combinators.combine(labels, flags, flags, flags)
        .as(
            (label, dated, ofEncounter, shared) ->
                observation()
                    .labels(label)
                    .time(dated ? year(2022) : null)
                    .refersTo(ofEncounter ? ReferenceSet.of(ENCOUNTER) : ReferenceSet.EMPTY)
                    .patients(
                        shared
                            ? new ResourceRef[] {PATIENT, OTHER_PATIENT}
                            : new ResourceRef[] {PATIENT})
                    .build());
  }

  private Arbitrary<List<ConsentDirective>> consents() {
    return Combinators.combine(provisions(3), Arbitraries.of(true, true, false))
        .as(
            (root, mine) -> {
              String id = Integer.toHexString(numbered(root, "").hashCode()) + mine;
              return mine ? consent(id, root) : Given.of(OTHER_PATIENT, consent(id, root));
            })
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private Arbitrary<Provision> provisions(int depth) {
    Arbitrary<List<Provision>> inner =
        depth == 0
            ? Arbitraries.just(List.of())
            : Arbitraries.lazy(() -> provisions(depth - 1)).list().ofMaxSize(3);
    return Combinators.combine(Arbitraries.of(ProvisionType.class), criteria(), inner)
        .as((type, criteria, provisions) -> new Provision("", type, criteria, provisions));
  }

  @Provide
  Arbitrary<List<Criterion>> criteria() {
    List<Criterion> all =
        List.of(
            purpose("TREAT"),
            purpose("HRESCH"),
            purpose("BTG", "ETREAT"),
            actor(DOCTOR),
            actor(HOSPITAL),
            actor(EMERGENCY),
            actor(new ConsentReference.Unresolvable("urn:x")),
            new Criterion.Actions(Set.of(ConsentAction.ACCESS)),
            new Criterion.Actions(Set.of(ConsentAction.CORRECT)),
            label(Confidentiality.N),
            label(Confidentiality.R),
            label("PSY"),
            dataPeriod(year(2022)),
            dataPeriod(year(2023)),
            period(year(2026)),
            period(year(2025)),
            data(DataMeaning.INSTANCE, OBSERVATION),
            data(DataMeaning.RELATED, ENCOUNTER));
    return Arbitraries.of(all).list().uniqueElements(Criterion::kind).ofMaxSize(2);
  }
}
