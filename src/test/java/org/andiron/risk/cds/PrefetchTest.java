package org.andiron.risk.cds;

import static org.andiron.risk.feature.Given.ID;
import static org.andiron.risk.feature.Given.SNOMED;
import static org.andiron.risk.feature.Given.condition;
import static org.andiron.risk.feature.Given.woman;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.andiron.risk.feature.Given;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.server.CdsRefusedException;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PrefetchTest {

  private static final FhirContext FHIR = FhirContext.forR4Cached();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<PrefetchTemplate> TEMPLATES =
      List.of(
          new PrefetchTemplate("patient", ResourceKind.PATIENT, ""),
          new PrefetchTemplate("conditions", ResourceKind.CONDITION, ""),
          new PrefetchTemplate("medicationRequests", ResourceKind.MEDICATION_REQUEST, ""));

  private final ObjectNode sent = JSON.createObjectNode();

  PrefetchTest() {
    send("patient", woman());
    send("conditions", bundle(condition(SNOMED, "38341003", "2020-01-01")));
    send("medicationRequests", bundle());
  }

  private void send(String key, Resource resource) {
    try {
      sent.set(key, JSON.readTree(FHIR.newJsonParser().encodeResourceToString(resource)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Bundle bundle(Resource... resources) {
    Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
    for (Resource resource : resources) {
      bundle.addEntry().setFullUrl("https://ehr.example.org/x").setResource(resource);
    }
    return bundle;
  }

  private Optional<PatientRecord> read() {
    JsonNode prefetch = sent;
    return new Prefetch(new ResourceReading(FHIR))
        .read(new HookCall(ID, Optional.empty(), prefetch, 0), TEMPLATES);
  }

  private void refused(String word) {
    assertThatExceptionOfType(CdsRefusedException.class)
        .isThrownBy(this::read)
        .satisfies(it -> assertThat(it.status()).isEqualTo(400))
        .withMessageContaining(word);
  }

  private static MedicationRequest order() {
    MedicationRequest order = Given.order("314076", "2026-01-02");
    order.setMedication(new Reference("Medication/m1"));
    return order;
  }

  private static OperationOutcome outcome(IssueSeverity severity) {
    OperationOutcome outcome = new OperationOutcome();
    outcome.addIssue().setSeverity(severity).setCode(IssueType.PROCESSING);
    return outcome;
  }

  @Test
  void theWholeRecordIsRead() {
    assertThat(read()).isPresent();
    assertThat(read().orElseThrow().subject().id()).isEqualTo(ID);
  }

  @Nested
  class OfAPartNothingIsRead {

    @Test
    void aKeyIsMissing() {
      sent.remove("conditions");
      assertThat(read()).isEmpty();
      sent.putNull("conditions");
      assertThat(read()).isEmpty();
    }

    @Test
    void aSearchFailed() {
      send("conditions", outcome(IssueSeverity.ERROR));
      assertThat(read()).isEmpty();
      send("conditions", bundle(outcome(IssueSeverity.ERROR)));
      assertThat(read()).isEmpty();
      send("conditions", bundle(outcome(IssueSeverity.INFORMATION)));
      assertThat(read()).isPresent();
    }

    @Test
    void thereAreMorePages() {
      Bundle page = bundle();
      page.addLink().setRelation("next").setUrl("https://ehr.example.org/next");
      send("conditions", page);
      assertThat(read()).isEmpty();
    }

    @Test
    void whatAnOrderIsForIsNotThere() {
      send("medicationRequests", bundle(order()));
      assertThat(read()).isEmpty();
      Medication medication = new Medication();
      medication.setId("m1");
      send("medicationRequests", bundle(order(), medication));
      assertThat(read()).isPresent();
    }
  }

  @Nested
  class WhatIsNoRecordIsRefused {

    @Test
    void ofAnotherPatient() {
      Condition other = condition(SNOMED, "38341003", "2020-01-01");
      other.setSubject(new Reference("Patient/other"));
      send("conditions", bundle(other));
      refused("does not refer to the patient");
      other.setSubject(new Reference("https://ehr.example.org/r4/Patient/" + ID));
      send("conditions", bundle(other));
      refused("does not refer to the patient");
      other.setSubject(null);
      send("conditions", bundle(other));
      refused("does not refer to the patient");
    }

    @Test
    void anotherPatientAlone() {
      Patient other = woman();
      other.setId("other");
      send("patient", other);
      refused("does not refer to the patient");
    }

    @Test
    void ofAnotherType() {
      send("patient", bundle());
      refused("prefetch.patient has a Bundle");
      send("patient", woman());
      send("conditions", bundle(woman()));
      refused("prefetch.conditions has a Patient where a Condition belongs");
      send("conditions", woman());
      refused("prefetch.conditions must be a Bundle");
    }

    @Test
    void withoutIds() {
      Condition nameless = condition(SNOMED, "38341003", "2020-01-01");
      nameless.setId((String) null);
      send("conditions", bundle(nameless));
      refused("without id");
    }

    @Test
    void noFhir() {
      sent.putObject("conditions").put("resourceType", "Bundle").put("colour", "red");
      refused("prefetch.conditions is no resource of FHIR R4");
      sent.put("conditions", 7);
      refused("prefetch.conditions must be a resource");
      sent.putObject("conditions");
      refused("prefetch.conditions is no resource of FHIR R4");
    }

    @Test
    void tooMuch() {
      ObjectNode large = sent.putObject("conditions").put("resourceType", "Bundle");
      var entries = large.putArray("entry");
      for (int i = 0; i <= ResourceReading.MOST; i++) {
        entries.addObject();
      }
      assertThatExceptionOfType(CdsRefusedException.class)
          .isThrownBy(PrefetchTest.this::read)
          .satisfies(it -> assertThat(it.status()).isEqualTo(413));
    }
  }
}
