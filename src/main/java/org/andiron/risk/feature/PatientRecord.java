package org.andiron.risk.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one patient, checked to be his and read once, for any features and any time.
 * Immutable as long as the resources are left alone; they must not be changed.
 *
 * <p>Of several versions of a resource the newest counts. Types that no feature is taken from are
 * left out.
 */
public final class PatientRecord {

  /** Of which kinds the signs are that a patient was seen. */
  public static final Set<ResourceKind> CONTACTS = Contacts.KINDS;

  private final Patient patient;
  private final Map<ResourceVersion, ResourceVersion> medications = new HashMap<>();
  private final Map<ResourceKind, List<RecordItem>> items = new EnumMap<>(ResourceKind.class);

  private PatientRecord(Patient patient) {
    this.patient = patient;
  }

  /**
   * Reads a record.
   *
   * @param patientId the id of the patient, without type
   * @param resources the Patient and all else, in any order; Medications to which others refer may
   *     be among them
   * @throws WrongPatientException if one is of somebody else, or does not say whose it is
   * @throws IllegalArgumentException if the Patient is not there, or a resource has no id
   */
  public static PatientRecord of(String patientId, Collection<? extends Resource> resources) {
    Ownership ownership = new Ownership(patientId);
    List<Resource> relevant = new ArrayList<>(resources.size());
    for (Resource resource : resources) {
      if (resource instanceof Medication || ResourceKind.of(resource.fhirType()).isPresent()) {
        ownership.check(resource);
        relevant.add(resource);
      }
    }
    List<Resource> newest = LatestVersions.of(relevant);
    Map<String, Medication> medications = new HashMap<>();
    Patient patient = null;
    for (Resource resource : newest) {
      if (resource instanceof Medication medication) {
        medications.put(medication.getIdElement().getIdPart(), medication);
      } else if (resource instanceof Patient found) {
        patient = found;
      }
    }
    if (patient == null) {
      throw new IllegalArgumentException("The Patient is not among the resources");
    }
    PatientRecord record = new PatientRecord(patient);
    for (Resource resource : newest) {
      ResourceKind.of(resource.fhirType())
          .ifPresent(kind -> record.add(record.item(kind, resource, medications)));
    }
    return record;
  }

  /** The Patient, in the version that was read. */
  public ResourceVersion subject() {
    return RecordItem.versionOf(patient);
  }

  /** Those resources, and of medications those that say what they are. */
  List<ResourceVersion> withMedications(List<ResourceVersion> used) {
    List<ResourceVersion> all = new ArrayList<>(used);
    for (ResourceVersion version : used) {
      ResourceVersion medication = medications.get(version);
      if (medication != null && !all.contains(medication)) {
        all.add(medication);
      }
    }
    return all;
  }

  /**
   * Whether a resource is of a patient, as {@link #of} demands of all of a record; Medications and
   * types of which no feature is taken are of everybody.
   */
  public static boolean isOf(String patientId, Resource resource) {
    return new Ownership(patientId).isOwned(resource);
  }

  /** The Patient; it must not be changed. */
  public Patient patient() {
    return patient;
  }

  /**
   * The record as it could be known at a time: without what was dated, issued or recorded later,
   * and without what changed later in what was there, as a death or the end of a stay. For training
   * alone; a score is computed of the record as it is.
   */
  public PatientRecord knownAt(Instant time, Recording recording) {
    KnownAt known = new KnownAt(time, recording);
    PatientRecord past = new PatientRecord(known.of(patient));
    past.medications.putAll(medications);
    items.values().forEach(all -> all.forEach(item -> known.of(item).ifPresent(past::add)));
    return past;
  }

  /**
   * What happened after a time and until another, with a Patient who is alive: for what is measured
   * then. A date without time that may be before is left out.
   */
  public PatientRecord between(Instant after, Instant until) {
    PatientRecord later = new PatientRecord(new KnownAt(until, Recording.DATES).of(patient));
    later.medications.putAll(medications);
    for (List<RecordItem> all : items.values()) {
      for (RecordItem item : all) {
        EventTime.start(item.resource())
            .filter(start -> start.isAfter(after) && !start.isAfter(until))
            .ifPresent(start -> later.add(item));
      }
    }
    return later;
  }

  /**
   * From the first to the last sign that the patient was seen: stays, visits, measurements and
   * procedures. Of dates without time the first instant counts. Empty if there is none.
   */
  public Optional<TimeSpan> contacts() {
    return Contacts.of(this);
  }

  List<RecordItem> items(ResourceKind kind) {
    return items.getOrDefault(kind, List.of());
  }

  private void add(RecordItem item) {
    items.computeIfAbsent(item.kind(), unused -> new ArrayList<>()).add(item);
  }

  private RecordItem item(ResourceKind kind, Resource resource, Map<String, Medication> known) {
    if (resource instanceof MedicationRequest request) {
      return medication(kind, resource, request.getMedication(), known);
    }
    if (resource instanceof MedicationStatement statement) {
      return medication(kind, resource, statement.getMedication(), known);
    }
    return RecordItem.of(kind, resource);
  }

  private RecordItem medication(
      ResourceKind kind,
      Resource resource,
      @Nullable Type medication,
      Map<String, Medication> known) {
    List<Coding> codings = new ArrayList<>(2);
    if (medication instanceof CodeableConcept concept) {
      RecordItem.add(concept, codings);
    } else if (medication instanceof Reference reference) {
      Medication referred = referred(resource, reference, known);
      if (referred != null) {
        if (referred.getIdElement().hasIdPart()
            && !String.valueOf(reference.getReference()).startsWith("#")) {
          medications.put(RecordItem.versionOf(resource), RecordItem.versionOf(referred));
        }
        RecordItem.add(referred.getCode(), codings);
        referred.getIngredient().stream()
            .filter(part -> part.getItem() instanceof CodeableConcept)
            .forEach(part -> RecordItem.add(part.getItemCodeableConcept(), codings));
      }
    }
    codings.removeIf(coding -> !RecordItem.isCoded(coding));
    return new RecordItem(kind, RecordItem.versionOf(resource), resource, List.copyOf(codings));
  }

  private static @Nullable Medication referred(
      Resource resource, Reference reference, Map<String, Medication> medications) {
    if (reference.getResource() instanceof Medication medication) {
      return medication;
    }
    String text = reference.getReference();
    if (text == null) {
      return null;
    }
    if (text.startsWith("#")) {
      return ((DomainResource) resource)
          .getContained().stream()
              .filter(contained -> text.substring(1).equals(localId(contained)))
              .filter(Medication.class::isInstance)
              .map(Medication.class::cast)
              .findFirst()
              .orElse(null);
    }
    return medications.get(
        text.startsWith("urn:") ? text : reference.getReferenceElement().getIdPart());
  }

  private static String localId(Resource contained) {
    String id = String.valueOf(contained.getId());
    return id.startsWith("#") ? id.substring(1) : id;
  }
}
