package org.andiron.consent.proof;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Reference;

/** Asks what is decided of whom and why, and what a draft would change. */
final class DecisionGrammar {

  /** The record of {@link ProofCaller#PATIENT}. */
  private static final String OWN_PATIENT = "Patient/test-patient";

  private final Vocabulary words;
  private final int owner;

  /**
   * @param owner the caller who is a patient, or keeps Consents, if there is one
   */
  DecisionGrammar(Vocabulary words, int owner) {
    this.words = words;
    this.owner = owner;
  }

  /** For others than the patient and officers there is no such patient, so mostly for these. */
  Step explainAccess(int caller) {
    List<String> parameters = new ArrayList<>(List.of("actor=" + actor()));
    if (words.chance(15)) {
      parameters.add("actor=Device/" + words.id("Device"));
    }
    String type = words.chance(50) ? words.type() : "Observation";
    parameters.add(
        words.chance(50)
            ? "type=" + type
            : "resource=" + type + "/" + (words.chance(70) ? ownId(type) : words.id(type)));
    if (words.chance(60)) {
      parameters.add("purpose=" + words.one("TREAT", "HRESCH", "HPAYMT", "PATRQT"));
    }
    if (words.chance(20)) {
      parameters.add("role=" + words.one("nurse", "physician", "researcher"));
    }
    if (words.chance(20)) {
      parameters.add("time=2024-06-01T12:00:00Z");
    }
    if (words.chance(20)) {
      parameters.add("channel=" + words.one("interactive", "system", "export", "graphql"));
    }
    return Step.of(asker(caller), "GET", patient() + "/$explain-access", parameters);
  }

  private String actor() {
    String type =
        words.one(
            "Practitioner",
            "Practitioner",
            "PractitionerRole",
            "Organization",
            "Patient",
            "RelatedPerson",
            "Device");
    return words.chance(40)
        ? words.one("Practitioner/test-nurse", "Practitioner/test-physician", OWN_PATIENT)
        : type + "/" + words.id(type);
  }

  /** A draft that is stored, or one that is sent and may name what is hidden. */
  Step evaluate(int caller) {
    List<String> purposes =
        words.chance(50) ? List.of() : List.of("purpose=" + words.one("TREAT", "HRESCH"));
    if (words.chance(40)) {
      String id = words.chance(70) ? ownId("Consent") : words.id("Consent");
      return Step.of(asker(caller), "GET", "Consent/" + id + "/$evaluate", purposes);
    }
    Consent draft = ConsentDraft.unprovided(ConsentState.DRAFT, Vocabulary.idPart(patient()));
    ProvisionComponent root = draft.getProvision();
    root.setType(words.one(ConsentProvisionType.DENY, ConsentProvisionType.PERMIT));
    if (words.chance(50)) {
      root.addActor()
          .setRole(new CodeableConcept().setText("recipient"))
          .setReference(new Reference(actor()));
    }
    if (words.chance(40)) {
      String type = words.one("Observation", "Condition", "Encounter");
      root.addData()
          .setMeaning(words.one(ConsentDataMeaning.INSTANCE, ConsentDataMeaning.RELATED))
          .setReference(new Reference(type + "/" + words.id(type)));
    } else if (words.chance(60)) {
      root.addCode(WorldDraft.concept(WorldDraft.CODES, words.any(WorldDraft.OBSERVED)));
    }
    return Step.of(asker(caller), "POST", "Consent/$evaluate", purposes)
        .withBody(Marks.text(draft));
  }

  private int asker(int caller) {
    return words.chance(80) ? owner : caller;
  }

  private String patient() {
    return words.chance(75) ? OWN_PATIENT : "Patient/" + words.id("Patient");
  }

  /** Of what is of the record of the patient who calls, or of another if there is nothing. */
  private String ownId(String type) {
    List<String> own = words.naming(type, OWN_PATIENT);
    return own.isEmpty() ? words.id(type) : words.any(own);
  }
}
