package org.andiron.risk.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.ResourceVersion;
import org.andiron.server.ShownContent;
import org.andiron.storage.CountedPatients;
import org.andiron.storage.SearchIndex;
import org.andiron.visibility.Reader;
import org.andiron.visibility.VisibilityOfRequest;
import org.andiron.visibility.VisibleResources;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Reads patients' records for risk models as the caller may see them: what rights, compartments and
 * consents hide is not there, and parts that are withheld are masked. The number of SQL statements
 * does not grow with the number of patients. Thread-safe.
 */
public final class RecordReader {

  private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

  private final FhirContext context;
  private final IHapiTransactionService transactions;
  private final StoredRecords stored;
  private final SearchIndex index;
  private final ObjectProvider<ShownContent> shown;
  private final ObjectProvider<CountedPatients> counted;

  RecordReader(
      FhirContext context,
      IHapiTransactionService transactions,
      StoredRecords stored,
      SearchIndex index,
      ObjectProvider<ShownContent> shown,
      ObjectProvider<CountedPatients> counted) {
    this.context = context;
    this.transactions = transactions;
    this.stored = stored;
    this.index = index;
    this.shown = shown;
    this.counted = counted;
  }

  /**
   * Reads what models need of the records of patients, in one transaction. For some hundreds at a
   * time: all are in memory at once.
   *
   * @param request of the caller, after it was decided what exists for it; or of a piece of a job
   * @param patients logical ids
   * @param needs of the models that are to be given the records
   * @return by id in the order of the patients; who does not exist for the caller is not there.
   *     Only what features are extracted from is in them
   * @throws IllegalStateException if it is not known for whom the request is, or this thread has a
   *     transaction that writes, whose changes the index does not have yet
   * @throws org.andiron.risk.feature.WrongPatientException if the database says that something is
   *     of a patient and its content says otherwise
   */
  public Map<String, PatientRecord> read(
      RequestDetails request, Collection<String> patients, RecordNeeds needs) {
    Map<String, PatientRecord> records = new LinkedHashMap<>();
    resources(request, patients, needs, (texts, text) -> texts.readFor(text, needs))
        .forEach((patient, own) -> records.put(patient, PatientRecord.of(patient, own)));
    return records;
  }

  /** What the records are made of, with all elements. */
  Map<String, List<Resource>> resources(
      RequestDetails request, Collection<String> patients, RecordNeeds needs) {
    return resources(request, patients, needs, ResourceTexts::read);
  }

  private Map<String, List<Resource>> resources(
      RequestDetails request,
      Collection<String> patients,
      RecordNeeds needs,
      BiFunction<ResourceTexts, StoredText, Resource> reading) {
    requireReadable(request);
    Set<String> wanted = new LinkedHashSet<>(patients);
    if (wanted.isEmpty()) {
      return Map.of();
    }
    ResourceTexts texts = new ResourceTexts(context);
    List<String> owners = new ArrayList<>();
    List<Resource> resources = new ArrayList<>();
    inTransaction(
        request,
        () -> {
          counted.ifAvailable(it -> it.counting(request, most -> stored.numbers(wanted, most)));
          stored.read(
              wanted,
              needs,
              index.isWhole(),
              text -> {
                owners.add(text.patient());
                resources.add(reading.apply(texts, text));
              });
          Set<String> medications = medications(resources);
          if (!medications.isEmpty()) {
            stored.readMedications(
                medications,
                text -> {
                  owners.add(text.patient());
                  resources.add(texts.read(text));
                });
          }
        });
    return byPatient(wanted, owners, resources, shown(request, resources));
  }

  /**
   * Reads certain versions, as far as they exist for the caller.
   *
   * @param request as above
   */
  public VersionsFound readVersions(RequestDetails request, Collection<ResourceVersion> versions) {
    requireReadable(request);
    List<ResourceVersion> wanted = versions.stream().distinct().toList();
    List<ResourceVersion> numbered = wanted.stream().filter(RecordReader::hasNumber).toList();
    ResourceTexts texts = new ResourceTexts(context);
    List<Resource> found = new ArrayList<>();
    if (!numbered.isEmpty()) {
      inTransaction(
          request, () -> stored.readVersions(numbered, text -> found.add(texts.read(text))));
    }
    Set<ResourceVersion> present = new HashSet<>();
    for (Resource resource : found) {
      present.add(
          new ResourceVersion(
              resource.fhirType(),
              resource.getIdElement().getIdPart(),
              resource.getMeta().getVersionId()));
    }
    return new VersionsFound(
        shown(request, found), wanted.stream().filter(it -> !present.contains(it)).toList());
  }

  private static boolean hasNumber(ResourceVersion version) {
    return version.version() != null && VERSION.matcher(version.version()).matches();
  }

  /** Deny when in doubt: without a reader nothing would be masked. */
  private static void requireReadable(RequestDetails request) {
    if (!(request instanceof SystemRequestDetails)
        && VisibilityOfRequest.reader(request).isEmpty()) {
      throw new IllegalStateException("It is not known for whom this request is");
    }
    if (TransactionSynchronizationManager.isActualTransactionActive()
        && !TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
      throw new IllegalStateException("Records are read before anything is stored");
    }
  }

  private void inTransaction(RequestDetails request, Runnable reading) {
    transactions.withRequest(request).readOnly().execute(reading);
  }

  /** The resources as they may be shown, as many and in the same order. */
  private List<Resource> shown(RequestDetails request, List<Resource> resources) {
    Optional<Reader> reader = VisibilityOfRequest.reader(request);
    if (reader.isEmpty() || resources.isEmpty()) {
      return resources;
    }
    List<Resource> content = new ArrayList<>(resources.size());
    VisibleResources.during(
        VisibilityOfRequest.of(request),
        reader.get(),
        () -> {
          for (IBaseResource resource : shown.getObject().of(resources)) {
            content.add((Resource) resource);
          }
        });
    return content;
  }

  /** Of each patient who is there the Patient, what is theirs, and the Medications of that. */
  private static Map<String, List<Resource>> byPatient(
      Set<String> patients, List<String> owners, List<Resource> stored, List<Resource> shown) {
    Map<String, List<Resource>> byPatient = new LinkedHashMap<>();
    patients.forEach(it -> byPatient.put(it, new ArrayList<>()));
    Map<String, Medication> medications = new HashMap<>();
    for (int i = 0; i < shown.size(); i++) {
      Resource resource = shown.get(i);
      String owner = owners.get(i);
      if (resource instanceof Medication medication) {
        medications.put(medication.getIdElement().getIdPart(), medication);
      } else if (resource == stored.get(i) || PatientRecord.isOf(owner, resource)) {
        // Of whom it is may be masked; it is of nobody then.
        Objects.requireNonNull(byPatient.get(owner)).add(resource);
      }
    }
    byPatient.values().removeIf(own -> own.stream().noneMatch(Patient.class::isInstance));
    for (List<Resource> own : byPatient.values()) {
      medications(own).stream().map(medications::get).filter(Objects::nonNull).forEach(own::add);
    }
    return byPatient;
  }

  /** Ids of the Medications of this server to which resources refer. */
  private static Set<String> medications(List<Resource> resources) {
    Set<String> ids = new LinkedHashSet<>();
    for (Resource resource : resources) {
      @Nullable Type medication = null;
      if (resource instanceof MedicationRequest request) {
        medication = request.getMedication();
      } else if (resource instanceof MedicationStatement statement) {
        medication = statement.getMedication();
      }
      if (medication instanceof Reference reference
          && reference.getReferenceElement().hasIdPart()
          && !reference.getReferenceElement().isAbsolute()
          && "Medication".equals(reference.getReferenceElement().getResourceType())) {
        ids.add(reference.getReferenceElement().getIdPart());
      }
    }
    return ids;
  }
}
