package org.andiron.consent.proof;

import ca.uhn.fhir.context.FhirContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CarePlan;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.CompositionStatus;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Immunization.ImmunizationStatus;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Procedure.ProcedureStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.jspecify.annotations.Nullable;

/** The records of some patients, and who treats them. The same seed gives the same. */
final class WorldDraft {

  static final String CODES = "http://example.org/proof/codes";
  static final String IDENTIFIERS = "http://example.org/proof/identifiers";
  static final String NOTES = "http://example.org/proof/note";

  /** Codes of observations; few, so that searches find several. */
  static final List<String> OBSERVED = List.of("glucose", "weight", "pulse", "mood");

  /** Of a hundred resources that nothing else needs. */
  private static final int KEPT = 55;

  private static final List<String> YEARS = List.of("2020", "2021", "2022");
  private static final String ICD = "http://hl7.org/fhir/sid/icd-10";
  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  private final Random random;
  private final Marks marks;
  private final DeviceDraft devices = new DeviceDraft(this);

  /** By reference, in an order in which each comes after what it refers to. */
  private final Map<String, Resource> resources = new LinkedHashMap<>();

  /** Ids of the patients whose record each is part of, by reference; of those a Bundle tells of. */
  private final Map<String, Set<String>> patients = new LinkedHashMap<>();

  WorldDraft(long seed) {
    random = new Random(seed);
    marks = Marks.of("world", seed);
  }

  Map<String, Resource> resources() {
    return resources;
  }

  Set<String> patientsOf(String reference) {
    return patients.getOrDefault(reference, Set.of());
  }

  Marks marks() {
    return marks;
  }

  Random random() {
    return random;
  }

  void remove(String reference) {
    resources.remove(reference);
    patients.remove(reference);
  }

  /** Staff whom {@link ProofCaller} names. */
  void addStaff() {
    add("proof-hospital", new Organization().setName("Hospital"));
    add(
        "proof-ward",
        new Organization().setName("Ward").setPartOf(new Reference("Organization/proof-hospital")));
    for (String name : List.of("nurse", "physician")) {
      add("test-" + name, new Practitioner().setActive(true));
      add(
          "proof-" + name,
          new PractitionerRole()
              .setPractitioner(new Reference("Practitioner/test-" + name))
              .setOrganization(
                  new Reference(
                      "Organization/proof-" + (name.equals("nurse") ? "ward" : "hospital"))));
    }
    Group colleagues = new Group().setType(Group.GroupType.PRACTITIONER).setActual(true);
    colleagues.addMember().setEntity(new Reference("Practitioner/test-nurse"));
    colleagues.addMember().setEntity(new Reference("Practitioner/test-physician"));
    add("proof-colleagues", colleagues);
  }

  /** Devices with which many are observed, and a Bundle of them: nobody's. */
  void addShared() {
    devices.addShared();
    TellingDraft.addBundleOfNobody(this, devices.shared());
  }

  DeviceDraft devices() {
    return devices;
  }

  /**
   * A patient with a record.
   *
   * @param id of the Patient
   */
  void addPatientWithRecord(String id) {
    addPatient(id);
    addRecord(id);
  }

  /** A patient of whom there is nothing else. */
  void addPatient(String id) {
    Patient patient = new Patient();
    patient.addName().setFamily("Proof " + marks.word()).addGiven(marks.word());
    patient.addTelecom().setValue(marks.word());
    patient.addAddress().setCity(marks.word()).setPostalCode(String.valueOf(random.nextInt(99999)));
    patient
        .setGender(random.nextBoolean() ? AdministrativeGender.FEMALE : AdministrativeGender.MALE)
        .setBirthDateElement(new DateType(marks.day()));
    put(id, patient, Set.of(id));
  }

  private void addRecord(String id) {
    Reference patient = new Reference("Patient/" + id);
    Set<String> own = Set.of(id);
    List<Reference> encounters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Encounter encounter = new Encounter().setStatus(EncounterStatus.FINISHED).setSubject(patient);
      encounter.setClass_(
          new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", null));
      encounter.getPeriod().setStartElement(moment()).setEndElement(new DateTimeType("2023-01-01"));
      if (i > 0) {
        encounter.setPartOf(encounters.get(0).copy());
      }
      encounters.add(put(marks.word(), encounter, own));
    }
    List<Reference> used = devices.addOf(id);
    List<Reference> observations = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Observation observation = observation(patient, any(encounters)).setDevice(any(used));
      if (i % 2 == 0) {
        observation.addNote(LabelledParts.labelled(new Annotation().setText(marks.word())));
        LabelledParts.labelled(observation.addComponent())
            .setCode(concept(CODES, marks.word()))
            .setValue(quantity());
      } else {
        // Of the directory, where everybody sees it; nothing else leads there.
        observation.addPerformer(put(marks.word(), new Practitioner().setActive(true), Set.of()));
      }
      observations.add(put(marks.word(), observation, own));
    }
    List<Reference> conditions = new ArrayList<>();
    for (String code : List.of("J45", random.nextInt(3) == 0 ? "F32.1" : "I10")) {
      Condition condition = new Condition().setSubject(patient).setEncounter(any(encounters));
      condition.setCode(concept(ICD, code)).setOnset(moment());
      condition.addNote(LabelledParts.labelled(new Annotation().setText(marks.word())));
      conditions.add(put(marks.word(), condition, own));
    }
    MedicationRequest medication =
        new MedicationRequest()
            .setStatus(MedicationRequest.MedicationRequestStatus.ACTIVE)
            .setIntent(MedicationRequest.MedicationRequestIntent.ORDER)
            .setSubject(patient)
            .setMedication(concept(CODES, "drug-" + random.nextInt(3)))
            .setAuthoredOnElement(moment());
    medication.addReasonReference(any(conditions));
    maybe(medication, own);
    AllergyIntolerance allergy = new AllergyIntolerance().setPatient(patient);
    maybe(allergy.setCode(concept(CODES, "peanut")).setRecordedDateElement(moment()), own);
    maybe(
        new Procedure()
            .setStatus(ProcedureStatus.COMPLETED)
            .setSubject(patient)
            .setCode(concept(CODES, "suture"))
            .addReasonReference(any(conditions))
            .setPerformed(moment()),
        own);
    put(
        marks.word(),
        new Immunization()
            .setStatus(ImmunizationStatus.COMPLETED)
            .setPatient(patient)
            .setVaccineCode(concept(CODES, "flu"))
            .setOccurrence(moment()),
        own);
    ServiceRequest order = new ServiceRequest().setSubject(patient);
    order
        .setStatus(ServiceRequest.ServiceRequestStatus.ACTIVE)
        .setIntent(ServiceRequest.ServiceRequestIntent.ORDER)
        .setCode(concept(CODES, "panel"))
        .setAuthoredOnElement(moment());
    Reference ordered = put(marks.word(), order, own);
    maybe(
        new DiagnosticReport()
            .setStatus(DiagnosticReportStatus.FINAL)
            .setSubject(patient)
            .setCode(concept(CODES, "panel"))
            .addBasedOn(ordered)
            .addResult(observations.get(0))
            .addResult(observations.get(1))
            .setConclusion(marks.word())
            .setEffective(moment()),
        own);
    Reference letter = addDocuments(patient, own, any(encounters), observations, conditions);
    TellingDraft telling = new TellingDraft(this, id);
    telling.addScore(observations);
    telling.addBundles(letter, observations, conditions);
    addPlans(patient, own, conditions);
  }

  private Reference addDocuments(
      Reference patient,
      Set<String> own,
      Reference encounter,
      List<Reference> observations,
      List<Reference> conditions) {
    Binary binary = new Binary().setContentType("text/plain");
    Reference scan = put(marks.word(), binary.setData(marks.word().getBytes()), Set.of());
    DocumentReference document =
        new DocumentReference()
            .setStatus(DocumentReferenceStatus.CURRENT)
            .setSubject(patient)
            .setType(concept(CODES, "letter"))
            .setDescription(marks.word());
    document.setDateElement(new InstantType(moment().getValueAsString()));
    document
        .addContent()
        .getAttachment()
        .setContentType("text/plain")
        .setTitle(marks.word())
        .setUrl(scan.getReference());
    put(marks.word(), document, own);
    Composition letter =
        new Composition()
            .setStatus(CompositionStatus.FINAL)
            .setSubject(patient)
            .setEncounter(encounter)
            .setType(concept(CODES, "letter"))
            .setTitle(marks.word())
            .setDateElement(moment());
    letter.addAuthor(new Reference("Practitioner/test-physician"));
    letter.addSection().setTitle(marks.word()).addEntry(any(observations));
    letter.addSection().setTitle(marks.word()).addEntry(any(conditions));
    Reference written = put(marks.word(), letter, own);
    QuestionnaireResponse answers =
        new QuestionnaireResponse()
            .setStatus(QuestionnaireResponseStatus.COMPLETED)
            .setSubject(patient)
            .setAuthoredElement(moment());
    answers.addItem().setLinkId("1").addAnswer().setValue(new StringType(marks.word()));
    maybe(answers, own);
    return written;
  }

  private void addPlans(Reference patient, Set<String> own, List<Reference> conditions) {
    maybe(
        new CarePlan()
            .setStatus(CarePlan.CarePlanStatus.ACTIVE)
            .setIntent(CarePlan.CarePlanIntent.PLAN)
            .setSubject(patient)
            .addAddresses(any(conditions))
            .setTitle(marks.word()),
        own);
    Appointment appointment = new Appointment().setStatus(AppointmentStatus.BOOKED);
    appointment.addParticipant().setActor(patient).setStatus(ParticipationStatus.ACCEPTED);
    appointment.setStartElement(new InstantType(moment().getValueAsString()));
    appointment.setEndElement(new InstantType("2024-01-01T00:00:00Z"));
    maybe(appointment, own);
    for (Reference condition : conditions) {
      put(
          marks.word(),
          new Task()
              .setStatus(TaskStatus.REQUESTED)
              .setIntent(TaskIntent.ORDER)
              .setFor(patient)
              .setDescription(marks.word())
              .setFocus(condition.copy()),
          own);
    }
    RelatedPerson relative = new RelatedPerson().setPatient(patient);
    relative.addName().setFamily(marks.word());
    maybe(relative, own);
    ListResource problems =
        new ListResource()
            .setStatus(ListResource.ListStatus.CURRENT)
            .setMode(ListResource.ListMode.WORKING)
            .setSubject(patient)
            .setTitle(marks.word());
    conditions.forEach(it -> problems.addEntry().setItem(it.copy()));
    maybe(problems, own);
  }

  /** An observation of two patients: of one by the other. */
  void addOfTwo(String one, String other) {
    Observation observation = observation(new Reference("Patient/" + one), null);
    observation.addPerformer(new Reference("Patient/" + other));
    put(marks.word(), observation, Set.of(one, other));
    TellingDraft.addBundleOfTwo(this, one, other);
  }

  private Observation observation(Reference patient, @Nullable Reference encounter) {
    String code = any(OBSERVED);
    Observation observation =
        new Observation()
            .setStatus(ObservationStatus.FINAL)
            .setSubject(patient)
            .setCode(concept(CODES, code))
            .setEffective(moment());
    observation.addCategory(
        concept(
            "http://terminology.hl7.org/CodeSystem/observation-category",
            random.nextBoolean() ? "laboratory" : "vital-signs"));
    if (encounter != null) {
      observation.setEncounter(encounter);
    }
    if (code.equals("mood")) {
      observation.setValue(new StringType(marks.word()));
    } else {
      observation.setValue(quantity());
    }
    observation.addComponent().setCode(concept(CODES, "part")).setValue(quantity());
    return observation;
  }

  private Quantity quantity() {
    return new Quantity()
        .setValue(new BigDecimal(marks.number()))
        .setUnit("g")
        .setSystem("http://unitsofmeasure.org")
        .setCode("g");
  }

  DateTimeType moment() {
    String day =
        "%s-%02d-%02d".formatted(any(YEARS), 1 + random.nextInt(12), 1 + random.nextInt(28));
    return new DateTimeType(marks.moment(day));
  }

  <T> T any(List<T> some) {
    T one = some.get(random.nextInt(some.size()));
    @SuppressWarnings("unchecked")
    T copy = one instanceof Reference reference ? (T) reference.copy() : one;
    return copy;
  }

  static CodeableConcept concept(String system, String code) {
    return new CodeableConcept().addCoding(new Coding(system, code, null));
  }

  private void add(String id, Resource resource) {
    resource.setId(resource.fhirType() + '/' + id);
    resources.put(resource.fhirType() + '/' + id, resource);
  }

  /** Keeps some, so that records differ. */
  void maybe(Resource resource, Set<String> ofPatients) {
    if (random.nextInt(100) < KEPT) {
      put(marks.word(), resource, ofPatients);
    }
  }

  /** Marks it all over and keeps it. */
  Reference put(String id, Resource resource, Set<String> ofPatients) {
    String reference = resource.fhirType() + '/' + id;
    resource.setId(reference);
    resource.getMeta().setSource("urn:proof:" + marks.word());
    if (random.nextInt(3) == 0) {
      resource.getMeta().addTag("http://example.org/proof/tags", marks.word(), null);
      // One code for many, each time called otherwise.
      resource.getMeta().addTag("http://example.org/proof/tags", "shared", marks.word());
    }
    if (resource instanceof DomainResource whole) {
      mark(whole);
    }
    if (resource instanceof Bundle bundle) {
      bundle.setIdentifier(new Identifier().setSystem(IDENTIFIERS).setValue(marks.word()));
    }
    resources.put(reference, resource);
    patients.put(reference, new LinkedHashSet<>(ofPatients));
    return new Reference(reference);
  }

  void mark(DomainResource resource) {
    Narrative text = new Narrative().setStatus(NarrativeStatus.GENERATED);
    text.setDivAsString("<div>" + marks.word() + "</div>");
    resource.setText(text);
    resource.addExtension(NOTES, new StringType(marks.word()));
    resource.addExtension(NOTES, new DecimalType(marks.number()));
    resource.addExtension(NOTES, new DateType(marks.day()));
    if (resource.getNamedProperty("identifier") != null) {
      Base identifier = resource.addChild("identifier");
      ((Identifier) identifier).setSystem(IDENTIFIERS).setValue(marks.word());
    }
    for (CodeableConcept concept :
        CONTEXT.newTerser().getAllPopulatedChildElementsOfType(resource, CodeableConcept.class)) {
      concept.setText(marks.word());
      concept.getCoding().forEach(it -> it.setDisplay(marks.word()));
    }
  }
}
