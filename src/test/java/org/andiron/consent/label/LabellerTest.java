package org.andiron.consent.label;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.andiron.storage.config.ConfigurationFolder;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.DocumentConfidentiality;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules that come with the server. */
class LabellerTest {

  private static final String ICD = "http://hl7.org/fhir/sid/icd-10";
  private static final String SNOMED = "http://snomed.info/sct";
  private static final String ATC = "http://www.whocc.no/atc";

  private static final Labeller LABELLER =
      new Labeller(
          FhirContext.forR4Cached(),
          LabelRuleFiles.read(ConfigurationFolder.open(null).files("consent-policies/labels")));

  private static Code label(String text) {
    return "ULMNRV".contains(text)
        ? new Code(CodeSystems.CONFIDENTIALITY, text)
        : Code.sensitivity(text);
  }

  private static Set<String> labels(Resource resource, String... byHand) {
    return LABELLER
        .labels(resource, Arrays.stream(byHand).map(LabellerTest::label).toList())
        .stream()
        .map(Code::value)
        .collect(Collectors.toSet());
  }

  private static Condition condition(String system, String code) {
    return new Condition().setCode(concept(system, code));
  }

  private static CodeableConcept concept(String system, String code) {
    return new CodeableConcept().addCoding(new Coding().setSystem(system).setCode(code));
  }

  @ParameterizedTest
  @CsvSource({
    "http://hl7.org/fhir/sid/icd-10, B20, HIV",
    "http://hl7.org/fhir/sid/icd-10-cm, Z21, HIV",
    "http://hl7.org/fhir/sid/icd-9-cm, 042, HIV",
    "http://snomed.info/sct, 86406008, HIV",
    "http://loinc.org, 56888-1, HIV",
    "http://www.whocc.no/atc, J05AR10, HIV",
    "http://www.nlm.nih.gov/research/umls/rxnorm, 11413, HIV",
    "http://hl7.org/fhir/sid/icd-10-cm, F10.20, ETHUD",
    "http://hl7.org/fhir/sid/icd-10-cm, F1020, ETHUD",
    "http://fhir.de/CodeSystem/bfarm/icd-10-gm, f10.2, ETHUD",
    "http://loinc.org, 74013-4, ETHUD",
    "http://snomed.info/sct, 7200002, ETHUD",
    "http://hl7.org/fhir/sid/icd-10-cm, F11.23, OPIOIDUD",
    "http://snomed.info/sct, 5602001, OPIOIDUD",
    "http://www.whocc.no/atc, N07BC02, OPIOIDUD",
    "http://snomed.info/sct, 58214004, PSY",
    "http://hl7.org/fhir/sid/icd-10, F32.1, PSY",
    "http://www.whocc.no/atc, N05AH04, PSY",
    "http://loinc.org, 44261-6, MH",
    "http://hl7.org/fhir/sid/icd-10, F90.0, BH",
    "http://hl7.org/fhir/sid/icd-10, F84.0, DVD",
    "http://snomed.info/sct, 706893006, SDV",
    "http://hl7.org/fhir/sid/icd-10-cm, T74.21XA, SDV",
    "http://hl7.org/fhir/sid/icd-10, X99, VIO",
    "http://hl7.org/fhir/sid/icd-10, Z30.0, SEX",
    "http://snomed.info/sct, 57797005, SEX",
    "http://hl7.org/fhir/sid/icd-10, F64.0, GENDER",
    "http://hl7.org/fhir/sid/icd-10, A51.0, STD",
    "http://loinc.org, 20507-0, STD",
    "http://hl7.org/fhir/sid/icd-10, E84.0, GDIS"
  })
  void oneCodeCallsForOneSensitivityAndRestricts(String system, String code, String sensitivity) {
    assertThat(labels(condition(system, code))).containsExactlyInAnyOrder(sensitivity, "R");
  }

  @ParameterizedTest
  @CsvSource({
    "http://hl7.org/fhir/sid/icd-10, F14.2, SUD ETH R",
    "http://hl7.org/fhir/sid/icd-10, D57.1, SCA GDIS R",
    "http://snomed.info/sct, 361055000, SUD ETH R"
  })
  void someCallForTwo(String system, String code, String expected) {
    assertThat(labels(condition(system, code))).containsExactlyInAnyOrder(expected.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "http://hl7.org/fhir/sid/icd-10, E11.9",
    "http://hl7.org/fhir/sid/icd-10, I10",
    "http://hl7.org/fhir/sid/icd-10, F17.2",
    "http://hl7.org/fhir/sid/icd-10-cm, J45.909",
    "http://snomed.info/sct, 44054006",
    "http://snomed.info/sct, 38341003",
    "http://loinc.org, 8480-6",
    "http://loinc.org, 2339-0",
    "http://www.whocc.no/atc, C09AA02",
    "urn:own, B20",
    "http://snomed.info/sct, B20"
  })
  void othersCallForNothing(String system, String code) {
    assertThat(labels(condition(system, code))).isEmpty();
  }

  @Nested
  class WhereverTheCodeIs {

    @Test
    void inAComponent() {
      Observation observation = new Observation();
      observation.addComponent().setCode(concept("http://loinc.org", "75626-2"));
      assertThat(labels(observation)).containsExactlyInAnyOrder("ETHUD", "R");
    }

    @Test
    void inAContainedResource() {
      MedicationRequest request = new MedicationRequest();
      Medication drug = new Medication();
      drug.setId("#drug");
      drug.setCode(concept(ATC, "J05AR10"));
      request.addContained(drug);
      request.setMedication(new Reference("#drug"));
      assertThat(labels(request)).containsExactlyInAnyOrder("HIV", "R");
    }

    @Test
    void inAnExtension() {
      Patient patient = new Patient();
      patient.addExtension("urn:own", new Coding().setSystem(SNOMED).setCode("86406008"));
      assertThat(labels(patient)).containsExactlyInAnyOrder("HIV", "R");
    }

    @Test
    void inAnEntryOfADocument() {
      Bundle document = new Bundle();
      document.addEntry().setResource(condition(ICD, "B20"));
      document.addEntry().setResource(condition(ICD, "F20.0"));
      assertThat(labels(document)).containsExactlyInAnyOrder("HIV", "PSY", "R");
    }

    @Test
    void butNotAmongItsOwnTagsAndLabels() {
      Patient patient = new Patient();
      patient.getMeta().addTag().setSystem(SNOMED).setCode("86406008");
      patient.getMeta().addSecurity().setSystem(ICD).setCode("B20");
      assertThat(labels(patient)).isEmpty();
    }
  }

  @Nested
  class WhatItSaysOfItself {

    @Test
    void labelsOfEntriesAreThoseOfTheBundle() {
      Patient patient = new Patient();
      patient.getMeta().addSecurity().setSystem(CodeSystems.ACT_CODE).setCode("SDV");
      patient.getMeta().addSecurity().setSystem(CodeSystems.CONFIDENTIALITY).setCode("V");
      patient.getMeta().addSecurity().setSystem(CodeSystems.ACT_REASON).setCode("HTEST");
      Bundle document = new Bundle();
      document.addEntry().setResource(patient);
      assertThat(labels(document)).containsExactlyInAnyOrder("SDV", "V");
    }

    @Test
    void labelsOfADocumentAreThoseOfItsReference() {
      DocumentReference document =
          new DocumentReference().addSecurityLabel(concept(CodeSystems.CONFIDENTIALITY, "V"));
      assertThat(labels(document)).containsExactly("V");
    }

    @Test
    void aCompositionHasALevel() {
      assertThat(labels(new Composition().setConfidentiality(DocumentConfidentiality.R)))
          .containsExactly("R");
    }
  }

  @Nested
  class BesideLabelsSetByHand {

    private final Condition hiv = condition(ICD, "B20");

    @Test
    void theSameIsNotAddedAgain() {
      assertThat(labels(hiv, "HIV", "R")).isEmpty();
      assertThat(labels(hiv, "HIV")).containsExactly("R");
    }

    @Test
    void aHigherLevelStays() {
      assertThat(labels(hiv, "V")).containsExactly("HIV");
    }

    @Test
    void aSensitivityWithoutALevelIsRestricted() {
      assertThat(labels(condition(ICD, "I10"), "PSY")).containsExactly("R");
      assertThat(labels(condition(ICD, "I10"), "PSY", "N")).isEmpty();
    }

    @Test
    void aLowerLevelIsRaised() {
      assertThat(labels(hiv, "N")).containsExactlyInAnyOrder("HIV", "R");
    }
  }

  @Test
  void whatIsAboutNoPatientIsNotLookedAt() {
    ValueSet codes = new ValueSet();
    codes.addUseContext().setCode(new Coding().setSystem(ICD).setCode("B20"));
    assertThat(LABELLER.looksAt("ValueSet")).isFalse();
    assertThat(LABELLER.looksAt("Medication")).isFalse();
    assertThat(LABELLER.looksAt("Condition")).isTrue();
    assertThat(labels(codes)).isEmpty();
  }

  @Test
  void withoutRulesNothingIsLookedAt() {
    Labeller none = new Labeller(FhirContext.forR4Cached(), LabelRules.NONE);
    assertThat(none.looksAt("Condition")).isFalse();
    assertThat(none.labels(condition(ICD, "B20"), List.of())).isEmpty();
  }
}
