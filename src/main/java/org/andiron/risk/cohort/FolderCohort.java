package org.andiron.risk.cohort;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.feature.WrongPatientException;
import org.andiron.risk.training.CohortSource;
import org.andiron.risk.training.TrainingException;
import org.andiron.risk.training.TrainingProgress;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The patients in a folder of files, without a server: Bundles as Synthea writes them, or NDJSON as
 * a bulk export gives it. Each resource of a patient must say whose it is, relative or as {@code
 * urn:uuid:}; a reference to another server is to nobody here.
 */
public final class FolderCohort implements CohortSource {

  private static final String MEDICATION = "Medication";

  private final Path folder;
  private final Path spool;
  private final FhirContext context;
  private final TrainingProgress progress;
  private final Map<String, String> medications = new HashMap<>();
  private long nobodys;

  /**
   * Of a folder and those below it.
   *
   * @param spool a folder for what is written on the way; it is made, and deleted at the end
   * @param context of R4
   */
  public FolderCohort(Path folder, Path spool, FhirContext context, TrainingProgress progress) {
    this.folder = folder;
    this.spool = spool;
    this.context = context;
    this.progress = progress;
  }

  /** How many resources, of types that a model may use, are of nobody that the folder can have. */
  public long nobodys() {
    return nobodys;
  }

  @Override
  public void read(Predicate<String> wanted, Sink sink) throws InterruptedException {
    nobodys = 0;
    try (Spool all = Spool.in(spool)) {
      spool(all, wanted);
      for (int part = 0; part < all.parts(); part++) {
        for (Map.Entry<String, List<String>> patient : all.read(part).entrySet()) {
          progress.at("Collecting", part, all.parts());
          give(patient.getKey(), patient.getValue(), sink);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new TrainingException("cannot write to " + spool + " (" + e.getMessage() + ")", e);
    }
  }

  private void spool(Spool all, Predicate<String> wanted) throws IOException, InterruptedException {
    List<Path> files = ResourceFiles.in(folder);
    for (int i = 0; i < files.size(); i++) {
      progress.at("Reading files", i, files.size());
      ResourceFiles.read(files.get(i), resource -> spool(all, wanted, resource));
    }
    all.finish();
  }

  private void spool(Spool all, Predicate<String> wanted, ObjectNode resource) {
    String type = resource.path("resourceType").asText();
    if (type.equals(MEDICATION)) {
      medications.put(resource.path("id").asText(), resource.toString());
    } else if (ResourceKind.of(type).isPresent()) {
      Subject.resolve(resource);
      Subject.of(resource)
          .ifPresentOrElse(
              patient -> {
                if (wanted.test(patient)) {
                  add(all, patient, resource);
                }
              },
              () -> nobodys++);
    }
  }

  private static void add(Spool all, String patient, ObjectNode resource) {
    try {
      all.add(patient, resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void give(String patientId, List<String> content, Sink sink) {
    PatientRecord record;
    try {
      record = PatientRecord.of(patientId, parse(content));
    } catch (WrongPatientException | IllegalArgumentException | DataFormatException e) {
      sink.unreadable(patientId);
      return;
    }
    sink.record(patientId, record);
  }

  private List<Resource> parse(List<String> content) {
    IParser parser = context.newJsonParser();
    List<Resource> resources = new ArrayList<>();
    Map<String, Resource> referred = new HashMap<>();
    for (String json : content) {
      Resource resource = (Resource) parser.parseResource(json);
      resources.add(resource);
      Reference medication = medicationOf(resource);
      if (medication != null && medication.getReference() != null) {
        String id = medication.getReferenceElement().getIdPart();
        String found = medications.get(id);
        if (found != null && !referred.containsKey(id)) {
          referred.put(id, (Resource) parser.parseResource(found));
        }
      }
    }
    resources.addAll(referred.values());
    return resources;
  }

  private static @Nullable Reference medicationOf(Resource resource) {
    if (resource instanceof MedicationRequest request) {
      return request.getMedication() instanceof Reference reference ? reference : null;
    }
    return resource instanceof MedicationStatement statement
            && statement.getMedication() instanceof Reference reference
        ? reference
        : null;
  }
}
