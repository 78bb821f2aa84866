package org.andiron.consent.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.Requester;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.enforcement.PatientRecords.Entry;
import org.andiron.consent.enforcement.PatientRecords.Found;
import org.andiron.consent.enforcement.PatientRecords.Telling;
import org.andiron.consent.evaluation.PlannedRules.Outcome;
import org.andiron.consent.residue.AccessRuleCompiler;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSubsumption;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Of invented records: what a draft changes of each resource, and of what tells of it. */
class RecordComparisonTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final ConsentPolicies ANYTHING =
      ConsentPolicies.of(
          new ImplicitPolicy(
              "http://example.org/implicit",
              "Implicit",
              List.of(new ImplicitPolicy.Permit(Set.of(), Set.of(), null)),
              true));

  private static final ResourceRef PATIENT = new ResourceRef("Patient", "p");
  private static final ResourceRef OTHER = new ResourceRef("Patient", "other");
  private static final ResourceRef GLUCOSE = new ResourceRef("Observation", "glucose");
  private static final ResourceRef WEIGHT = new ResourceRef("Observation", "weight");
  private static final ResourceRef SCORE = new ResourceRef("RiskAssessment", "score");
  private static final ResourceRef PROVENANCE = new ResourceRef("Provenance", "provenance");

  private static ConsentDirective deny(
      ResourceRef patient, String id, String purpose, String... codes) {
    return new ConsentDirective(
        new ResourceRef("Consent", id),
        "1",
        true,
        ConsentScope.PATIENT_PRIVACY,
        patient,
        Set.of(),
        Set.of(),
        null,
        true,
        new Provision(
            "",
            ProvisionType.DENY,
            List.of(
                new Criterion.Codes(
                    Set.copyOf(Arrays.stream(codes).map(RecordComparisonTest::code).toList())),
                new Criterion.Purposes(Set.of(Code.purpose(purpose)))),
            List.of()));
  }

  private static ConsentDirective deny(String id, String... codes) {
    return deny(PATIENT, id, "TREAT", codes);
  }

  private static Code code(String value) {
    return new Code("http://loinc.org", value);
  }

  /** Its code is its id. */
  private static Entry entry(
      ResourceRef resource, ResourceRef patient, ConsentDirective... consents) {
    return new Entry(
        resource,
        1,
        ResourceFacts.of(resource).patients(patient).codes(List.of(code(resource.id()))).build(),
        List.of(consents));
  }

  private static Telling telling(ResourceRef telling, ResourceRef told) {
    return new Telling(telling, new Found(1, told));
  }

  private static RecordComparison comparison(ConsentDirective draft) {
    return new RecordComparison(
        draft, new AccessRuleCompiler(CodeSubsumption.EQUALITY, ANYTHING, NOW));
  }

  /** Such as {@code -RiskAssessment 2}, of somebody who reads for a purpose. */
  private static List<String> changes(Plan plan, String purpose) {
    ConsentRequest request =
        new ConsentRequest(
            new Requester(
                ReferenceSet.of(new ResourceRef("Practitioner", "doctor")),
                ReferenceSet.EMPTY,
                ReferenceSet.EMPTY,
                Set.of()),
            Code.purpose(purpose),
            Set.of(ConsentAction.ACCESS),
            Channel.INTERACTIVE,
            NOW,
            null);
    return new PlannedRules(plan)
        .outcomes(request).stream().flatMap(RecordComparisonTest::texts).sorted().toList();
  }

  private static Stream<String> texts(Outcome outcome) {
    return outcome.change().counts().entrySet().stream()
        .map(it -> (outcome.gained() ? "+" : "-") + it.getKey() + " " + it.getValue());
  }

  private static List<String> changes(RecordComparison comparison, ResourceRef... resources) {
    return changes(comparison.plan(List.of(resources), List.of("TREAT")), "TREAT");
  }

  @Nested
  class OfOneRecord {

    @Test
    void whatTellsOfWhatIsLostIsLost() {
      RecordComparison comparison = comparison(deny("draft", "glucose"));
      for (ResourceRef one : List.of(GLUCOSE, WEIGHT, SCORE)) {
        comparison.add(entry(one, PATIENT));
      }
      comparison.add(telling(SCORE, GLUCOSE));
      comparison.add(telling(SCORE, WEIGHT));

      Plan plan = comparison.plan(List.of(GLUCOSE, WEIGHT, SCORE), List.of("TREAT"));

      assertThat(plan.resources()).isEqualTo(3);
      // Both are under the same rules, so that these are asked together.
      assertThat(plan.changes()).hasSize(1);
      assertThat(plan.changes().get(0).samples())
          .isEqualTo(Map.of("Observation", GLUCOSE.toString(), "RiskAssessment", SCORE.toString()));
      assertThat(changes(plan, "TREAT")).containsExactly("-Observation 1", "-RiskAssessment 1");
      assertThat(changes(plan, "HRESCH")).isEmpty();
    }

    @Test
    void whatTellsOfSomethingElseThatIsWithheldIsNotGained() {
      ConsentDirective old = deny("replaced", "glucose");
      ConsentDirective stays = deny("stays", "weight");
      RecordComparison comparison = comparison(deny("replaced", "nothing"));
      for (ResourceRef one : List.of(GLUCOSE, WEIGHT, SCORE, PROVENANCE)) {
        comparison.add(entry(one, PATIENT, old, stays));
      }
      comparison.add(telling(SCORE, GLUCOSE));
      comparison.add(telling(SCORE, WEIGHT));
      comparison.add(telling(PROVENANCE, GLUCOSE));
      assertThat(changes(comparison, GLUCOSE, WEIGHT, SCORE, PROVENANCE))
          .containsExactly("+Observation 1", "+Provenance 1");
    }

    @Test
    void whatIsWithheldForOneThingAndThenForAnotherDoesNotChange() {
      ConsentDirective old = deny("replaced", "glucose");
      RecordComparison comparison = comparison(deny("replaced", "weight"));
      for (ResourceRef one : List.of(GLUCOSE, WEIGHT, SCORE)) {
        comparison.add(entry(one, PATIENT, old));
      }
      comparison.add(telling(SCORE, GLUCOSE));
      comparison.add(telling(SCORE, WEIGHT));
      assertThat(changes(comparison, GLUCOSE, WEIGHT, SCORE))
          .containsExactly("+Observation 1", "-Observation 1");
    }

    @Test
    void whatIsWithheldItselfIsNotLostAgain() {
      RecordComparison comparison = comparison(deny("draft", "glucose"));
      ConsentDirective stays = deny("stays", "score");
      comparison.add(entry(GLUCOSE, PATIENT, stays));
      comparison.add(entry(SCORE, PATIENT, stays));
      comparison.add(telling(SCORE, GLUCOSE));
      assertThat(changes(comparison, GLUCOSE, SCORE)).containsExactly("-Observation 1");
    }
  }

  @Nested
  class OfSeveralRecords {

    @Test
    void whatTellsOfItIsLostWhosesoeverRecordThatIs() {
      RecordComparison comparison = comparison(deny("draft", "glucose"));
      comparison.add(entry(GLUCOSE, PATIENT));
      comparison.add(entry(SCORE, OTHER));
      comparison.add(telling(SCORE, GLUCOSE));
      // Of nobody's record, so that it has no rules itself.
      comparison.add(telling(PROVENANCE, GLUCOSE));

      Plan plan = comparison.plan(List.of(GLUCOSE, SCORE, PROVENANCE), List.of("TREAT"));

      assertThat(plan.resources()).isEqualTo(3);
      assertThat(changes(plan, "TREAT"))
          .containsExactly("-Observation 1", "-Provenance 1", "-RiskAssessment 1");
    }

    @Test
    void theConsentsOfOthersStayAsTheyAre() {
      ConsentDirective ofOther = deny(OTHER, "other", "TREAT", "score", "weight");
      RecordComparison comparison = comparison(deny("draft", "glucose", "weight"));
      comparison.add(entry(GLUCOSE, PATIENT));
      comparison.add(entry(SCORE, OTHER, ofOther));
      comparison.add(telling(SCORE, GLUCOSE));
      comparison.add(entry(WEIGHT, OTHER, ofOther));
      comparison.add(telling(PROVENANCE, GLUCOSE));
      comparison.add(telling(PROVENANCE, WEIGHT));
      assertThat(changes(comparison, GLUCOSE, SCORE, PROVENANCE)).containsExactly("-Observation 1");
    }

    @Test
    void whatIsOnlyToldOfIsNotCounted() {
      RecordComparison comparison = comparison(deny("draft", "glucose"));
      comparison.add(entry(GLUCOSE, PATIENT));
      comparison.add(entry(SCORE, PATIENT));
      comparison.add(telling(SCORE, GLUCOSE));

      Plan plan = comparison.plan(List.of(SCORE, WEIGHT), List.of("TREAT"));

      // The weight was deleted before it was read.
      assertThat(plan.resources()).isEqualTo(1);
      assertThat(changes(plan, "TREAT")).containsExactly("-RiskAssessment 1");
    }
  }
}
