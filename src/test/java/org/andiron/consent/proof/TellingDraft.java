package org.andiron.consent.proof;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentStatus;

/**
 * What tells of something else in the record of a patient: it is withheld with that. Scores and
 * Provenances; and Bundles, which are under the consents of each patient of whom they tell.
 */
final class TellingDraft {

  private final WorldDraft world;
  private final String id;
  private final Reference patient;
  private final Set<String> own;

  /**
   * @param id of the Patient
   */
  TellingDraft(WorldDraft world, String id) {
    this.world = world;
    this.id = id;
    this.patient = new Reference("Patient/" + id);
    this.own = Set.of(id);
  }

  /** A score, and who wrote that and what it is made of. */
  void addScore(List<Reference> observations) {
    RiskAssessment score =
        new RiskAssessment()
            .setStatus(RiskAssessmentStatus.FINAL)
            .setSubject(patient)
            .addBasis(world.any(observations))
            .addBasis(world.any(observations));
    score
        .addPrediction()
        .setRationale(world.marks().word())
        .setProbability(new DecimalType("12.5"));
    Reference scored = world.put(world.marks().word(), score, own);
    addProvenance(new Reference().setDisplay(world.marks().word()), world.any(observations));
    addProvenance(world.any(world.devices().shared()), scored);
  }

  private void addProvenance(Reference who, Reference target) {
    Provenance provenance = new Provenance().addTarget(target.copy());
    provenance.setRecordedElement(moment(world));
    provenance.addReason().setText(world.marks().word());
    provenance.addAgent().setWho(who);
    world.put(world.marks().word(), provenance, Set.of());
  }

  /** A document and who wrote it; a message and a collection without a copy of the Patient. */
  void addBundles(Reference letter, List<Reference> observations, List<Reference> conditions) {
    Bundle document = bundle(world, BundleType.DOCUMENT);
    addCopy(world, document, letter);
    addPatient(world, document, id);
    for (String target : Judge.targets(world.resources().get(letter.getReference()))) {
      if (target.matches("(Observation|Condition)/.*")) {
        addCopy(world, document, new Reference(target));
      }
    }
    Reference stored = world.put(world.marks().word(), document, own);
    addProvenance(world.any(world.devices().shared()), stored);

    Bundle message = bundle(world, BundleType.MESSAGE);
    Reference focus = world.any(observations);
    MessageHeader header =
        new MessageHeader()
            .setEvent(new Coding(WorldDraft.CODES, "message", world.marks().word()))
            .addFocus(focus.copy());
    header.getSource().setEndpoint("urn:proof:" + world.marks().word());
    addEntry(world, message, header);
    addCopy(world, message, focus);
    world.maybe(message, own);

    Bundle collection = bundle(world, BundleType.COLLECTION);
    addCopy(world, collection, world.any(conditions));
    addCopy(world, collection, world.any(observations));
    world.maybe(collection, own);
  }

  /** Copies of two Patients. */
  static void addBundleOfTwo(WorldDraft world, String one, String other) {
    Bundle bundle = bundle(world, BundleType.COLLECTION);
    addPatient(world, bundle, one);
    addPatient(world, bundle, other);
    world.put(world.marks().word(), bundle, new LinkedHashSet<>(List.of(one, other)));
  }

  /** Of what is nobody's. */
  static void addBundleOfNobody(WorldDraft world, List<Reference> some) {
    Bundle bundle = bundle(world, BundleType.COLLECTION);
    for (Reference one : some) {
      addCopy(world, bundle, one);
    }
    world.put(world.marks().word(), bundle, Set.of());
  }

  private static Bundle bundle(WorldDraft world, BundleType type) {
    return new Bundle().setType(type).setTimestampElement(moment(world));
  }

  private static InstantType moment(WorldDraft world) {
    return new InstantType(world.moment().getValueAsString());
  }

  private static void addPatient(WorldDraft world, Bundle bundle, String id) {
    Patient patient = new Patient();
    patient.addName().setFamily(world.marks().word());
    patient.setId("Patient/" + id);
    addEntry(world, bundle, patient);
  }

  /** As it is stored, in other words. */
  private static void addCopy(WorldDraft world, Bundle bundle, Reference original) {
    Resource stored = world.resources().get(original.getReference());
    Resource copy = WorldGenerator.next(world.marks(), stored);
    bundle.addEntry().setResource(copy.setMeta(null));
  }

  private static void addEntry(WorldDraft world, Bundle bundle, DomainResource resource) {
    world.mark(resource);
    bundle.addEntry().setResource(resource);
  }
}
