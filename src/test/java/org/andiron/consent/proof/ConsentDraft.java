package org.andiron.consent.proof;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** What patients of the worlds ask for. */
final class ConsentDraft {

  private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
  private static final String CONFIDENTIALITY =
      "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
  private static final String TYPES = "http://hl7.org/fhir/resource-types";

  /** Ways to say who; all of them mean the nurse and the physician. */
  private enum Whom {
    EVERYBODY,
    BY_NAME,
    BY_ORGANIZATION,
    BY_GROUP
  }

  /** What is asked for. */
  enum Kind {
    NOTHING_AT_ALL,
    NO_PSYCHIATRY_BY_LABEL,
    NOT_ONE_CODE,
    NOT_ONE_TYPE,
    NOT_ONE_YEAR,
    NOT_SOME_RESOURCES,
    NOT_ONE_ENCOUNTER,
    NOTHING_BUT_NORMAL,
    NOTHING_BUT_SOME,
    NOT_FOR_TREATMENT,
    NOT_TO_RESEARCHERS,
    NOT_TO_BE_CORRECTED,
    TREATMENT,
    NOTHING_TO_ANYBODY
  }

  private final WorldDraft world;

  ConsentDraft(WorldDraft world) {
    this.world = world;
  }

  /**
   * Adds a Consent.
   *
   * @param kind what the patient asks for
   */
  void add(Kind kind, String patient) {
    add(ConsentState.ACTIVE, kind, patient);
  }

  /** Adds one that is not in force. */
  void addNotInForce(Kind kind, String patient) {
    add(any(ConsentState.DRAFT, ConsentState.PROPOSED), kind, patient);
  }

  /** A Consent that says nothing yet. */
  static Consent unprovided(ConsentState status, String patient) {
    Consent consent = new Consent().setStatus(status);
    consent.setPatient(new Reference("Patient/" + patient));
    consent.setScope(
        concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"));
    consent.addCategory(concept("http://loinc.org", "59284-0"));
    consent.addPolicy().setUri("http://example.org/proof/policy");
    consent.setDateTimeElement(new DateTimeType("2019-05-06"));
    return consent;
  }

  private void add(ConsentState status, Kind kind, String patient) {
    String id = world.marks().word();
    Consent consent = unprovided(status, patient);
    ProvisionComponent root = consent.getProvision().setType(ConsentProvisionType.DENY);
    switch (kind) {
      case NOTHING_AT_ALL -> whom(root, any(Whom.values()));
      case NOTHING_TO_ANYBODY -> whom(root, Whom.EVERYBODY);
      case NO_PSYCHIATRY_BY_LABEL ->
          whom(root, any(Whom.values())).addSecurityLabel(new Coding(ACT_CODE, "PSY", null));
      case NOT_ONE_CODE ->
          whom(root, any(Whom.values()))
              .addCode(concept(WorldDraft.CODES, world.any(WorldDraft.OBSERVED)));
      case NOT_ONE_TYPE ->
          whom(root, any(Whom.values()))
              .addClass_(
                  new Coding(TYPES, any("Observation", "DocumentReference", "Condition"), null));
      case NOT_ONE_YEAR ->
          whom(root, any(Whom.values()))
              .getDataPeriod()
              .setStartElement(new DateTimeType("2021-01-01"))
              .setEndElement(new DateTimeType("2021-12-31"));
      case NOT_SOME_RESOURCES -> {
        whom(root, any(Whom.values()));
        for (String type :
            List.of("Observation", "Condition", "ServiceRequest", "DocumentReference")) {
          data(root, ConsentDataMeaning.INSTANCE, anyOf(patient, type));
        }
        // A search for what is above it must not lead through it.
        data(root, ConsentDataMeaning.INSTANCE, encounterOfAnother(patient));
        data(root, ConsentDataMeaning.INSTANCE, "Consent/" + id);
      }
      case NOT_ONE_ENCOUNTER ->
          data(
              whom(root, any(Whom.values())),
              ConsentDataMeaning.RELATED,
              anyOf(patient, "Encounter"));
      case NOTHING_BUT_NORMAL ->
          root.setType(ConsentProvisionType.PERMIT)
              .addSecurityLabel(new Coding(CONFIDENTIALITY, "N", null));
      case NOTHING_BUT_SOME -> {
        root.addProvision()
            .setType(ConsentProvisionType.PERMIT)
            .addClass_(new Coding(TYPES, "Patient", null))
            .addClass_(new Coding(TYPES, "Encounter", null));
        root.addProvision()
            .setType(ConsentProvisionType.PERMIT)
            .addCode(concept(WorldDraft.CODES, "weight"))
            .addCode(concept(WorldDraft.CODES, "flu"));
      }
      case NOT_FOR_TREATMENT -> root.addPurpose(purpose("TREAT"));
      case NOT_TO_RESEARCHERS -> root.addPurpose(purpose("HRESCH"));
      case NOT_TO_BE_CORRECTED ->
          root.addAction(concept("http://terminology.hl7.org/CodeSystem/consentaction", "correct"));
      case TREATMENT -> root.setType(ConsentProvisionType.PERMIT).addPurpose(purpose("TREAT"));
    }
    world.put(id, consent, Set.of(patient));
  }

  private ProvisionComponent whom(ProvisionComponent provision, Whom whom) {
    List<String> actors =
        switch (whom) {
          case EVERYBODY -> List.of();
          case BY_NAME -> List.of("Practitioner/test-nurse", "Practitioner/test-physician");
          case BY_ORGANIZATION -> List.of("Organization/proof-hospital");
          case BY_GROUP -> List.of("Group/proof-colleagues");
        };
    for (String actor : actors) {
      provision
          .addActor()
          .setRole(new CodeableConcept().setText("recipient"))
          .setReference(new Reference(actor));
    }
    return provision;
  }

  private static void data(
      ProvisionComponent provision, ConsentDataMeaning meaning, String reference) {
    provision.addData().setMeaning(meaning).setReference(new Reference(reference));
  }

  private String anyOf(String patient, String type) {
    return world.any(of(patient, type).map(Resource::getId).toList());
  }

  private String encounterOfAnother(String patient) {
    return of(patient, "Encounter")
        .filter(it -> ((Encounter) it).hasPartOf())
        .findFirst()
        .orElseThrow()
        .getId();
  }

  private Stream<Resource> of(String patient, String type) {
    return world.resources().values().stream()
        .filter(it -> it.fhirType().equals(type))
        .filter(it -> world.patientsOf(it.getId()).contains(patient));
  }

  @SafeVarargs
  private <T> T any(T... some) {
    return world.any(List.of(some));
  }

  private static Coding purpose(String code) {
    return new Coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", code, null);
  }

  private static CodeableConcept concept(String system, String code) {
    return new CodeableConcept().addCoding(new Coding(system, code, null));
  }
}
