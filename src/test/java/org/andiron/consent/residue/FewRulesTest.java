package org.andiron.consent.residue;

import static org.andiron.consent.residue.Draft.HOSPITAL;
import static org.andiron.consent.residue.Draft.actor;
import static org.andiron.consent.residue.Draft.clinicians;
import static org.andiron.consent.residue.Draft.consent;
import static org.andiron.consent.residue.Draft.deny;
import static org.andiron.consent.residue.Draft.label;
import static org.andiron.consent.residue.Draft.period;
import static org.andiron.consent.residue.Draft.permit;
import static org.andiron.consent.residue.Draft.policy;
import static org.andiron.consent.residue.Draft.purpose;
import static org.andiron.consent.residue.Draft.resource;
import static org.andiron.consent.residue.Draft.type;
import static org.andiron.consent.residue.Draft.year;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataMeaning;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.CodeSubsumption;
import org.junit.jupiter.api.Test;

/** Patients who fill in the same forms have the same rules. */
class FewRulesTest {

  private static final int PATIENTS = 1000;
  private static final ResourceRef NURSE = new ResourceRef("Practitioner", "nurse");

  @Test
  void ofAThousandPatientsAndFiveForms() {
    AccessRuleCompiler compiler =
        new AccessRuleCompiler(CodeSubsumption.EQUALITY, policy(clinicians()), Draft.NOW);
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < PATIENTS; i++) {
      ResourceRef patient = new ResourceRef("Patient", "invented-" + i);
      PatientRules rules = compiler.ofPatient(patient, form(i % 5, patient));
      for (ResourceFacts resource : record(patient)) {
        texts.add(rules.ofWhole(resource).text());
      }
    }
    assertThat(texts).hasSizeBetween(10, 20).noneMatch(text -> text.contains("invented"));
  }

  static List<ConsentDirective> form(int number, ResourceRef patient) {
    return switch (number) {
      case 0 -> List.of(consent(patient, deny(actor(NURSE))));
      case 1 -> List.of(consent(patient, permit(deny(label("PSY", "SEX")))));
      case 2 ->
          List.of(
              consent(
                  patient,
                  permit(
                      purpose("TREAT"),
                      actor(HOSPITAL),
                      deny(label("HIV"), permit(purpose("ETREAT"))),
                      deny(type("Condition"), actor(NURSE)))));
      case 3 ->
          List.of(
              consent(patient, deny(data(encounter(patient)))),
              consent(patient, deny(period(year(2026)), purpose("HMARKT"))));
      default ->
          List.of(
              consent(patient, deny(), "2024-01-01"),
              consent(patient, permit(purpose("TREAT"), permit(purpose("HRESCH"), label("HIV")))));
    };
  }

  /** Twelve resources. */
  static List<ResourceFacts> record(ResourceRef patient) {
    ReferenceSet inEncounter = ReferenceSet.of(encounter(patient));
    return List.of(
        resource(patient, "Observation").build(),
        resource(patient, "Observation", "PSY").build(),
        resource(patient, "Observation", "HIV").build(),
        resource(patient, "Observation", "HIV", "PSY").build(),
        resource(patient, "Observation").refersTo(inEncounter).build(),
        resource(patient, "Condition").build(),
        resource(patient, "Condition", "PSY").refersTo(inEncounter).build(),
        resource(patient, "Condition", "HIV").build(),
        resource(patient, "Condition", "SEX").build(),
        resource(patient, "Encounter").build(),
        resource(patient, "MedicationRequest").build(),
        resource(patient, "MedicationRequest", "ETH").build());
  }

  private static ResourceRef encounter(ResourceRef patient) {
    return new ResourceRef("Encounter", patient.id() + "-private");
  }

  private static Criterion data(ResourceRef named) {
    return new Criterion.Data(
        List.of(new DataReference(DataMeaning.RELATED, new ConsentReference.Local(named))));
  }
}
