package org.andiron.consent.proof;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.andiron.consent.proof.Attack.Secret;
import org.andiron.consent.proof.World.Store;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Makes Observations that are withheld from the staff, each of whom hides a bit. */
final class Secrets {

  private final List<Store> stores = new ArrayList<>();
  private final List<Secret> secrets = new ArrayList<>();
  private final Marks marks;

  Secrets(int count, long seed) {
    marks = Marks.of("secrets", seed);
    Random random = new Random(seed);
    String others = add(new Patient());
    String between = add(observation(others, 500, "known"));
    String greatest = add(observation(others, 9000, "known"));
    for (int i = 0; i < count; i++) {
      boolean bit = random.nextBoolean();
      String patient = add(new Patient());
      String twin = add(new Patient());
      String code = marks.word();
      String identifier = marks.word();
      Observation hidden = observation(patient, bit ? 700 : 300, bit ? code : "other");
      hidden
          .addIdentifier()
          .setSystem(Attack.IDENTIFIERS)
          .setValue(bit ? identifier : marks.word());
      String id = add(hidden);
      withhold(patient, id);
      if (bit) {
        withhold(twin, add(observation(twin, 100, "other")));
      }
      secrets.add(new Secret(bit, id, patient, twin, identifier, code, between, greatest));
    }
  }

  List<Store> stores() {
    return stores;
  }

  List<Secret> secrets() {
    return secrets;
  }

  /** Ids of those whose bit is set, which were stored later. */
  List<String> later() {
    return secrets.stream().filter(Secret::bit).map(Secret::id).toList();
  }

  /** The Consent names what it is about, and withholds itself too. */
  private void withhold(String patient, String observation) {
    String id = marks.word();
    Consent consent = new Consent().setStatus(ConsentState.ACTIVE);
    consent.setPatient(new Reference("Patient/" + patient));
    consent.setScope(
        new CodeableConcept(
            new Coding(
                "http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", null)));
    consent.addCategory(new CodeableConcept(new Coding("http://loinc.org", "59284-0", null)));
    consent.addPolicy().setUri("http://example.org/proof/policy");
    ProvisionComponent root = consent.getProvision().setType(ConsentProvisionType.DENY);
    for (String who : Set.of("nurse", "physician")) {
      root.addActor()
          .setRole(new CodeableConcept().setText("recipient"))
          .setReference(new Reference("Practitioner/test-" + who));
    }
    for (String what : List.of("Observation/" + observation, "Consent/" + id)) {
      root.addData().setMeaning(ConsentDataMeaning.INSTANCE).setReference(new Reference(what));
    }
    consent.setId("Consent/" + id);
    stores.add(new Store(consent.getId(), consent));
  }

  private static Observation observation(String patient, int value, String code) {
    return new Observation()
        .setStatus(ObservationStatus.FINAL)
        .setSubject(new Reference("Patient/" + patient))
        .setCode(new CodeableConcept(new Coding(WorldDraft.CODES, code, null)))
        .setValue(new Quantity().setValue(new BigDecimal(value)));
  }

  private String add(Resource resource) {
    String id = marks.word();
    resource.setId(resource.fhirType() + "/" + id);
    stores.add(new Store(resource.getId(), resource));
    return id;
  }
}
