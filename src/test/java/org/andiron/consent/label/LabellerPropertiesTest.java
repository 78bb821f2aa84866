package org.andiron.consent.label;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.andiron.consent.decision.SecurityLabels;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.andiron.consent.term.Confidentiality;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;

/** What holds of any rules, codes and labels set by hand. */
class LabellerPropertiesTest {

  private static final int TRIES = 2_000;
  private static final List<String> SENSITIVITIES =
      List.of("HIV", "PSY", "SDV", "ETH", "ETHUD", "SUD", "STD", "SEX");

  @Provide
  Arbitrary<Set<Code>> codes() {
    Arbitrary<Code> code =
        Combinators.combine(
                Arbitraries.of("urn:a", "urn:b"), Arbitraries.of("A10", "A1.0", "A11", "B2", "B20"))
            .as(Code::new);
    return code.set().ofMaxSize(5);
  }

  @Provide
  Arbitrary<Set<Code>> byHand() {
    Arbitrary<Code> sensitivity = Arbitraries.of(SENSITIVITIES).map(Code::sensitivity);
    Arbitrary<Code> level =
        Arbitraries.of(Confidentiality.class)
            .map(it -> new Code(CodeSystems.CONFIDENTIALITY, it.name()));
    return Arbitraries.oneOf(sensitivity, level).set().ofMaxSize(4);
  }

  @Provide
  Arbitrary<LabelRules> rules() {
    Arbitrary<CodeGroup> group =
        Combinators.combine(
                Arbitraries.of("urn:a", "urn:b").set().ofMinSize(1),
                Arbitraries.of("A10", "B2", "B20").set(),
                Arbitraries.of("A1", "B2").set())
            .as(CodeGroup::new);
    Arbitrary<LabelRule> rule =
        Combinators.combine(
                Arbitraries.of(SENSITIVITIES)
                    .map(Code::sensitivity)
                    .set()
                    .ofMinSize(1)
                    .ofMaxSize(2),
                Arbitraries.of(Confidentiality.N, Confidentiality.R, Confidentiality.V),
                Arbitraries.of("Observation", "Condition").set(),
                group.list().ofMinSize(1).ofMaxSize(2))
            .as(
                (labels, level, types, groups) ->
                    new LabelRule("rule", "Rule", labels, level, types, groups, List.of("test")));
    return rule.list().ofMaxSize(4).map(LabelRules::new);
  }

  private static Observation observation(Collection<Code> codes) {
    Observation observation = new Observation();
    for (Code code : codes) {
      observation.getCode().addCoding(new Coding().setSystem(code.system()).setCode(code.value()));
    }
    return observation;
  }

  private static Set<Code> added(LabelRules rules, Collection<Code> codes, Set<Code> byHand) {
    return new Labeller(FhirContext.forR4Cached(), rules).labels(observation(codes), byHand);
  }

  private static Set<Code> all(LabelRules rules, Collection<Code> codes, Set<Code> byHand) {
    Set<Code> labels = new LinkedHashSet<>(byHand);
    labels.addAll(added(rules, codes, byHand));
    return labels;
  }

  private static SecurityLabels meaning(Set<Code> labels) {
    return SecurityLabels.of(labels, true);
  }

  @Property(tries = TRIES)
  void moreCodesNeverMeanLess(
      @ForAll("rules") LabelRules rules,
      @ForAll("codes") Set<Code> some,
      @ForAll("codes") Set<Code> more,
      @ForAll("byHand") Set<Code> byHand) {
    List<Code> both = new ArrayList<>(some);
    both.addAll(more);
    SecurityLabels fewer = meaning(all(rules, some, byHand));
    SecurityLabels whole = meaning(all(rules, both, byHand));
    assertThat(whole.sensitivities()).containsAll(fewer.sensitivities());
    assertThat(fewer.confidentiality().atMost(whole.confidentiality())).isTrue();
  }

  @Property(tries = TRIES)
  void whatItMeansIsNeverLessThanWhatWasSetByHand(
      @ForAll("rules") LabelRules rules,
      @ForAll("codes") Set<Code> codes,
      @ForAll("byHand") Set<Code> byHand) {
    SecurityLabels before = meaning(byHand);
    SecurityLabels after = meaning(all(rules, codes, byHand));
    assertThat(after.sensitivities()).containsAll(before.sensitivities());
    assertThat(before.confidentiality().atMost(after.confidentiality())).isTrue();
  }

  @Property(tries = TRIES)
  void toLabelAgainAddsNothing(
      @ForAll("rules") LabelRules rules,
      @ForAll("codes") Set<Code> codes,
      @ForAll("byHand") Set<Code> byHand) {
    assertThat(added(rules, codes, all(rules, codes, byHand))).isEmpty();
  }

  @Property(tries = TRIES)
  void onlyWhatIsMissingIsAdded(
      @ForAll("rules") LabelRules rules,
      @ForAll("codes") Set<Code> codes,
      @ForAll("byHand") Set<Code> byHand) {
    Set<Code> added = added(rules, codes, byHand);
    assertThat(added).noneMatch(byHand::contains);
    for (Code label : byHand) {
      Confidentiality level = Confidentiality.of(label);
      if (level != null) {
        assertThat(added)
            .allSatisfy(
                it -> {
                  Confidentiality other = Confidentiality.of(it);
                  assertThat(other == null || !other.atMost(level)).isTrue();
                });
      }
    }
  }

  @Property(tries = TRIES)
  void theOrderOfCodesDoesNotMatter(
      @ForAll("rules") LabelRules rules,
      @ForAll("codes") Set<Code> codes,
      @ForAll("byHand") Set<Code> byHand) {
    List<Code> reversed = new ArrayList<>(codes);
    Collections.reverse(reversed);
    assertThat(added(rules, reversed, byHand)).isEqualTo(added(rules, codes, byHand));
  }
}
