package org.andiron.risk.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.andiron.consent.enforcement.ConsentIT;
import org.andiron.risk.Installed;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.feature.Extraction;
import org.andiron.risk.feature.FeatureExtractor;
import org.andiron.risk.feature.FeatureSet;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.feature.ResourceVersion;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.andiron.testsupport.WorkInRequest;
import org.andiron.visibility.Reader;
import org.andiron.visibility.Visibility;
import org.andiron.visibility.VisibilityOfRequest;
import org.andiron.visibility.VisibleResources;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Records for risk models are those that the caller finds by searches, and no more. */
class RecordReaderIT extends ConsentIT {

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private static final String LABEL =
      "'extension': [{'url': 'http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/"
          + "extension-inline-sec-label', 'valueCoding':"
          + " {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'PSY'}}]";

  private static final String NOT_THE_NURSE =
      "'actor': [{'role': {'text': 'x'}, 'reference': {'reference': 'Practitioner/test-nurse'}}]";

  /** Systolic pressure, total cholesterol. */
  private static final String SYSTOLIC = "8480-6";

  private static final String CHOLESTEROL = "2093-3";

  @Autowired private RecordReader reader;
  @Autowired private RestfulServer server;
  @Autowired private PlatformTransactionManager transactionManager;

  private WorkInRequest requests;
  private List<FeatureSet> features = List.of();
  private RecordNeeds needs;
  private final Map<FeatureSet, FeatureExtractor> extractors = new LinkedHashMap<>();

  @BeforeAll
  void register() {
    requests = new WorkInRequest(server);
    features = Installed.all().all().stream().map(InstalledModel::features).toList();
    needs = RecordNeeds.of(features);
    features.forEach(it -> extractors.put(it, new FeatureExtractor(it, new UnitConverter())));
  }

  @AfterAll
  void unregister() {
    requests.close();
  }

  private static String id(String reference) {
    return reference.substring(reference.indexOf('/') + 1);
  }

  /** As an operation on the first of the patients reads. */
  private Map<String, List<Resource>> resources(String token, String... patients) {
    return requests.during(
        as(token),
        "Patient/" + patients[0] + "/$everything?_count=1",
        request -> reader.resources(request, List.of(patients), needs));
  }

  private List<String> ids(String token) {
    return resources(token, id(patient)).getOrDefault(id(patient), List.of()).stream()
        .map(it -> it.fhirType() + "/" + it.getIdElement().getIdPart())
        .sorted()
        .toList();
  }

  private List<Extraction> extractions(PatientRecord record) {
    return extractors.values().stream().map(it -> it.extract(record, NOW)).toList();
  }

  private List<Extraction> extractions(String token) {
    return requests.during(
        as(token),
        patient + "/$everything?_count=1",
        request -> extractions(reader.read(request, List.of(id(patient)), needs).get(id(patient))));
  }

  private String observation(String code, String more) {
    return stored(
        "Observation",
        ("{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': 'PATIENT'},"
                + " 'effectiveDateTime': '2026-05-01', 'code': {'coding': [{'system':"
                + " 'http://loinc.org', 'code': 'CODE'}]}, MORE}")
            .replace("CODE", code)
            .replace("MORE", more));
  }

  private static String value(int value, String unit) {
    return "'valueQuantity': {'value': %d, 'system': 'http://unitsofmeasure.org', 'code': '%s'}"
        .formatted(value, unit);
  }

  private void consentAgainst(String code) {
    consent(
        "{'type': 'deny', "
            + NOT_THE_NURSE
            + ", 'code': [{'coding': [{'system': 'http://loinc.org', 'code': '"
            + code
            + "'}]}]}");
  }

  private void store(Collection<String> entries) {
    Answer answer =
        as(backend)
            .post(
                "",
                json(
                    "{'resourceType': 'Bundle', 'type': 'transaction', 'entry': ["
                        + String.join(",", entries)
                        + "]}"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void recordsAreWhatSearchesFind() {
    Random random = new Random(7);
    List<String> patients = IntStream.range(0, 6).mapToObj(it -> mark + "-" + it).toList();
    List<String> entries = new ArrayList<>();
    patients.forEach(it -> entries.addAll(new RandomTransaction(random, features, it).entries()));
    store(entries);

    Map<String, PatientRecord> records =
        requests.during(
            as(backend),
            "Patient/" + patients.get(0) + "/$everything?_count=1",
            request -> reader.read(request, patients, needs));
    Map<String, List<Resource>> resources = resources(backend, patients.toArray(String[]::new));

    assertThat(records.keySet()).containsExactlyElementsOf(patients);
    assertThat(resources.keySet()).containsExactlyElementsOf(patients);
    int left = 0;
    for (String it : patients) {
      Map<String, String> searched = new TreeMap<>();
      List<Resource> all = searched(it);
      all.forEach(one -> searched.put(key(one), text(one)));
      resources.get(it).forEach(one -> assertThat(text(one)).isEqualTo(searched.get(key(one))));
      assertThat(resources.get(it)).extracting(RecordReaderIT::key).doesNotHaveDuplicates();
      left += all.size() - resources.get(it).size();
      assertThat(extractions(records.get(it))).isEqualTo(extractions(PatientRecord.of(it, all)));
    }
    assertThat(left).as("not needed").isPositive();
  }

  /** Whoever is read beside them, patients have what they have alone. */
  @Test
  void manyAtOnceAreEachAsAlone() {
    Random random = new Random(11);
    List<String> patients = IntStream.range(0, 80).mapToObj(it -> mark + "-m" + it).toList();
    for (int from = 0; from < patients.size(); from += 20) {
      List<String> entries = new ArrayList<>();
      patients
          .subList(from, from + 20)
          .forEach(it -> entries.addAll(new RandomTransaction(random, features, it).entries()));
      store(entries);
    }
    Map<String, PatientRecord> together = read(patients);
    assertThat(together.keySet()).containsExactlyElementsOf(patients);
    int used = 0;
    for (String one : patients) {
      List<Extraction> alone = extractions(read(List.of(one)).get(one));
      assertThat(extractions(together.get(one))).isEqualTo(alone);
      for (Extraction extraction : alone) {
        // Ids of all that is a patient's begin with the patient's own.
        assertThat(extraction.basis())
            .allMatch(it -> it.id().equals(one) || it.id().startsWith(one + "-"));
        used += extraction.basis().size();
      }
    }
    assertThat(used).isGreaterThan(patients.size());
  }

  private Map<String, PatientRecord> read(List<String> patients) {
    return requests.during(
        as(backend),
        "Patient/" + patients.get(0) + "/$everything?_count=1",
        request -> reader.read(request, patients, needs));
  }

  /** All of a record by searches of each type, as the administrator's client finds it. */
  private List<Resource> searched(String patientId) {
    List<Resource> all = new ArrayList<>();
    for (ResourceKind kind : ResourceKind.values()) {
      String search =
          switch (kind) {
            case PATIENT -> "Patient?_id=" + patientId;
            case MEDICATION_REQUEST ->
                "MedicationRequest?patient=" + patientId + "&_include=MedicationRequest:medication";
            default -> kind.typeName() + "?patient=" + patientId;
          };
      Answer answer = as(backend).get(search + "&_count=500");
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      fhirContext()
          .newJsonParser()
          .parseResource(Bundle.class, answer.body())
          .getEntry()
          .forEach(it -> all.add(it.getResource()));
    }
    return all;
  }

  private static String key(Resource resource) {
    return resource.fhirType()
        + "/"
        + resource.getIdElement().getIdPart()
        + "/"
        + resource.getMeta().getVersionId();
  }

  private String text(Resource resource) {
    // HAPI reads them in no order, and with the display of whoever used the label first.
    List<Coding> labels = resource.getMeta().getSecurity();
    labels.sort(Comparator.comparing(Coding::getSystem).thenComparing(Coding::getCode));
    labels.forEach(it -> it.setDisplay(null));
    return fhirContext().newJsonParser().encodeResourceToString(resource);
  }

  @Test
  void theNeighbourIsNotThere() {
    String other = stored("Patient", "{'resourceType': 'Patient', 'name': [{'family': 'MARK'}]}");
    observation(SYSTOLIC, value(120, "mm[Hg]"));
    UserTokens users = new UserTokens(this);
    String token = users.of(TestUsers.NURSE, "patient/*.rs", id(patient));

    assertThat(resources(token, id(patient), id(other), "nobody").keySet())
        .containsExactly(id(patient));
    assertThat(resources(token, id(other), id(patient)).keySet()).containsExactly(id(patient));
    assertThat(resources(token, id(patient)).get(id(patient))).hasSize(2);
    assertThat(resources(backend, id(other), id(patient)).keySet())
        .containsExactly(id(other), id(patient));
  }

  @Test
  void scopesLeaveOutWhatTheyDoNotCover() {
    String laboratory =
        "'category': [{'coding': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/observation-category', 'code':"
            + " 'laboratory'}]}], ";
    String pressure = observation(SYSTOLIC, value(120, "mm[Hg]"));
    String cholesterol = observation(CHOLESTEROL, laboratory + value(200, "mg/dL"));
    String condition =
        stored(
            "Condition",
            "{'resourceType': 'Condition', 'subject': {'reference': 'PATIENT'}, 'code': {'text':"
                + " 'x'}}");
    UserTokens users = new UserTokens(this);

    assertThat(ids(nurse)).containsExactlyInAnyOrder(patient, pressure, cholesterol, condition);
    assertThat(ids(users.of(TestUsers.NURSE, "user/Patient.rs user/Condition.rs")))
        .containsExactlyInAnyOrder(patient, condition);
    String some =
        users.of(
            TestUsers.NURSE,
            "user/Patient.rs user/Observation.rs?category=http://terminology.hl7.org/CodeSystem/"
                + "observation-category|laboratory");
    assertThat(ids(some)).containsExactlyInAnyOrder(patient, cholesterol);
    // What may be read by its id is not found.
    assertThat(ids(users.of(TestUsers.NURSE, "user/Patient.rs user/Observation.r")))
        .containsExactly(patient);
  }

  @Test
  void ofAMedicationThatTheCallerMayNotSeeNothingIsKnown() {
    String medication =
        stored(
            "Medication",
            "{'resourceType': 'Medication', 'code': {'coding': [{'system':"
                + " 'http://www.nlm.nih.gov/research/umls/rxnorm', 'code': '314076'}]}}");
    String request =
        stored(
            "MedicationRequest",
            "{'resourceType': 'MedicationRequest', 'status': 'active', 'intent': 'order',"
                + " 'subject': {'reference': 'PATIENT'}, 'medicationReference': {'reference': '"
                + medication
                + "'}}");
    UserTokens users = new UserTokens(this);
    assertThat(ids(nurse)).containsExactlyInAnyOrder(patient, request, medication);
    assertThat(ids(users.of(TestUsers.NURSE, "user/Patient.rs user/MedicationRequest.rs")))
        .containsExactlyInAnyOrder(patient, request);
  }

  @Test
  void nothingDiffersByWhatAConsentHides() {
    consentAgainst(SYSTOLIC);
    String cholesterol = observation(CHOLESTEROL, value(200, "mg/dL"));
    List<Extraction> without = extractions(nurse);
    List<Extraction> seenWithout = extractions(physician);

    String pressure = observation(SYSTOLIC, value(180, "mm[Hg]"));

    assertThat(extractions(nurse)).isEqualTo(without);
    assertThat(ids(nurse)).containsExactlyInAnyOrder(patient, cholesterol);
    assertThat(ids(physician)).containsExactlyInAnyOrder(patient, cholesterol, pressure);
    assertThat(extractions(physician)).isNotEqualTo(seenWithout);
  }

  @Test
  void whoseRecordIsHiddenIsNotThere() {
    observation(SYSTOLIC, value(120, "mm[Hg]"));
    consent("{'type': 'deny', " + NOT_THE_NURSE + "}");
    assertThat(resources(nurse, id(patient))).isEmpty();
    assertThat(resources(physician, id(patient)).get(id(patient))).hasSize(2);
  }

  @Test
  void partsThatAreWithheldAreMasked() {
    consent(
        "{'type': 'deny', "
            + NOT_THE_NURSE
            + ", 'securityLabel': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode',"
            + " 'code': 'PSY'}]}");
    List<Extraction> without = extractions(nurse);
    String value =
        observation(SYSTOLIC, value(180, "mm[Hg]").replace("{'value", "{" + LABEL + ", 'value"));
    String subject =
        stored(
            "Observation",
            ("{'resourceType': 'Observation', 'status': 'final', 'subject': {LABEL, 'reference':"
                    + " 'PATIENT'}, 'effectiveDateTime': '2026-05-01', 'code': {'coding':"
                    + " [{'system': 'http://loinc.org', 'code': '2093-3'}]}, VALUE}")
                .replace("LABEL", LABEL)
                .replace("VALUE", value(200, "mg/dL")));

    assertThat(ids(nurse)).containsExactlyInAnyOrder(patient, value);
    Resource masked =
        resources(nurse, id(patient)).get(id(patient)).stream()
            .filter(it -> it.fhirType().equals("Observation"))
            .findFirst()
            .orElseThrow();
    assertThat(text(masked)).contains("masked", "REDACTED").doesNotContain("180");
    assertThat(extractions(nurse))
        .allSatisfy(
            it -> assertThat(it.vector()).isIn(without.stream().map(Extraction::vector).toList()));
    assertThat(ids(physician)).contains(value).doesNotContain(subject);
    assertThat(text(resources(physician, id(patient)).get(id(patient)).get(1))).contains("180");
  }

  @Test
  void whatIsOfSomebodyElseIsLeftOut() {
    String other = stored("Patient", "{'resourceType': 'Patient', 'name': [{'family': 'MARK'}]}");
    String performed =
        stored(
            "Observation",
            ("{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': 'OTHER'},"
                    + " 'performer': [{'reference': 'PATIENT'}], 'code': {'coding': [{'system':"
                    + " 'http://loinc.org', 'code': '8480-6'}]}}")
                .replace("OTHER", other));
    assertThat(ids(backend)).containsExactly(patient);
    assertThat(resources(backend, id(other)).get(id(other)))
        .extracting(it -> "Observation/" + it.getIdElement().getIdPart())
        .contains(performed);
    assertThat(as(backend).delete(performed).status()).isBetween(200, 204);
    assertThat(resources(backend, id(other)).get(id(other))).hasSize(1);
  }

  @Test
  void versionsAreThoseThatWereAskedFor() {
    consentAgainst(CHOLESTEROL);
    String pressure = observation(SYSTOLIC, value(120, "mm[Hg]"));
    change(pressure, SYSTOLIC, value(130, "mm[Hg]"));
    String hidden = observation(CHOLESTEROL, value(200, "mg/dL"));
    String deleted = observation(SYSTOLIC, value(140, "mm[Hg]"));
    assertThat(as(backend).delete(deleted).status()).isBetween(200, 204);
    List<ResourceVersion> wanted =
        List.of(
            version(pressure, "2"),
            version(pressure, "1"),
            version(hidden, "1"),
            version(deleted, "1"),
            version(pressure, "3"),
            version("Observation/" + mark, "1"),
            version(pressure, "x"),
            new ResourceVersion("Observation", id(pressure), null));

    VersionsFound found = versions(nurse, wanted);
    assertThat(found.found())
        .extracting(Resource::getIdElement)
        .extracting(it -> it.toString())
        .containsExactly(pressure + "/_history/2", pressure + "/_history/1");
    assertThat(found.found()).extracting(this::text).element(1).asString().contains("120");
    assertThat(found.gone()).containsExactlyElementsOf(wanted.subList(2, wanted.size()));
    assertThat(versions(physician, wanted).gone())
        .containsExactlyElementsOf(wanted.subList(3, wanted.size()));

    UserTokens users = new UserTokens(this);
    String other = stored("Patient", "{'resourceType': 'Patient', 'name': [{'family': 'MARK'}]}");
    assertThat(versions(users.of(TestUsers.NURSE, "patient/*.rs", id(other)), wanted).found())
        .isEmpty();
  }

  private static ResourceVersion version(String reference, String version) {
    return new ResourceVersion("Observation", id(reference), version);
  }

  private VersionsFound versions(String token, List<ResourceVersion> wanted) {
    return requests.during(
        as(token),
        patient + "/$everything?_count=1",
        request -> reader.readVersions(request, wanted));
  }

  private void change(String observation, String code, String value) {
    Answer answer =
        as(backend)
            .put(
                observation,
                json(
                    ("{'resourceType': 'Observation', 'id': 'ID', 'status': 'amended', 'subject':"
                            + " {'reference': 'PATIENT'}, 'effectiveDateTime': '2026-05-01',"
                            + " 'code': {'coding': [{'system': 'http://loinc.org', 'code':"
                            + " 'CODE'}]}, MORE}")
                        .replace("ID", id(observation))
                        .replace("CODE", code)
                        .replace("MORE", value)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private record Caller(Visibility visibility, Reader reader) {}

  @Test
  void aPieceOfAJobReadsWhatItsStarterMaySee() {
    consentAgainst(SYSTOLIC);
    observation(SYSTOLIC, value(180, "mm[Hg]"));
    String cholesterol = observation(CHOLESTEROL, value(200, "mg/dL"));
    Caller starter =
        requests.during(
            as(nurse),
            patient + "/$everything?_count=1",
            request ->
                new Caller(
                    VisibilityOfRequest.of(request),
                    VisibilityOfRequest.reader(request).orElseThrow()));
    List<Resource> read = new ArrayList<>();
    VisibleResources.during(
        starter.visibility(),
        starter.reader(),
        () ->
            reader
                .resources(new SystemRequestDetails(), List.of(id(patient)), needs)
                .values()
                .forEach(read::addAll));
    assertThat(read)
        .extracting(it -> it.getIdElement().getIdPart())
        .containsExactlyInAnyOrder(id(patient), id(cholesterol));
  }

  @Test
  void oneAndAHundredPatientsTakeAsManyStatements() {
    List<String> patients = IntStream.range(0, 100).mapToObj(it -> mark + "-" + it).toList();
    store(
        patients.stream()
            .flatMap(
                it ->
                    Stream.of(
                        entry("Patient/" + it, "'gender': 'female'"),
                        entry("Medication/" + it, "'code': {'text': 'x'}"),
                        entry(
                            "MedicationRequest/" + it,
                            "'status': 'active', 'intent': 'order', 'subject': {'reference':"
                                + " 'Patient/ID'}, 'medicationReference': {'reference':"
                                + " 'Medication/ID'}"),
                        entry(
                            "Observation/" + it,
                            "'status': 'final', 'subject': {'reference': 'Patient/ID'}, 'code':"
                                + " {'coding': [{'system': 'http://loinc.org', 'code':"
                                + " '8480-6'}]}")))
            .toList());
    observation(SYSTOLIC, value(180, "mm[Hg]"));
    consentAgainst(SYSTOLIC);
    for (String token : List.of(backend, nurse)) {
      int ofOne = statements(token, patients.subList(0, 1));
      int ofAll = statements(token, patients);
      assertThat(ofAll).isEqualTo(ofOne).isBetween(2, 10);
    }
  }

  private static String entry(String reference, String members) {
    String[] parts = reference.split("/");
    return "{'resource': {'resourceType': '%s', 'id': '%s', %s}, 'request': {'method': 'PUT', 'url': '%s'}}"
        .formatted(parts[0], parts[1], members.replace("ID", parts[1]), reference);
  }

  /** The fewest of some times: what is known of callers is asked anew now and then. */
  private int statements(String token, List<String> patients) {
    return IntStream.range(0, 4)
        .map(
            it ->
                requests.during(
                    as(token),
                    "Patient/" + patients.get(0) + "/$everything?_count=1",
                    request ->
                        SqlOfThread.count(
                            () ->
                                assertThat(reader.read(request, patients, needs))
                                    .hasSize(patients.size()))))
        .min()
        .orElseThrow();
  }

  @Test
  void nothingIsReadWhereItIsNotKnownForWhom() {
    RequestDetails nobody = new ServletRequestDetails();
    assertThatThrownBy(() -> reader.read(nobody, List.of(id(patient)), needs))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> reader.readVersions(nobody, List.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingIsReadAfterSomethingWasStored() {
    TransactionTemplate writing = new TransactionTemplate(transactionManager);
    assertThatThrownBy(
            () ->
                writing.executeWithoutResult(
                    status -> reader.read(new SystemRequestDetails(), List.of(id(patient)), needs)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void ofNobodyNothingIsRead() {
    Map<String, List<Resource>> nothing =
        requests.during(
            as(nurse),
            patient + "/$everything?_count=1",
            request -> reader.resources(request, List.of(), needs));
    assertThat(nothing).isEmpty();
  }
}
