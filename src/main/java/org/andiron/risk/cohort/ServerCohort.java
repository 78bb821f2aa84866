package org.andiron.risk.cohort;

import ca.uhn.fhir.context.FhirContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.feature.WrongPatientException;
import org.andiron.risk.training.CohortSource;
import org.andiron.risk.training.TrainingException;
import org.andiron.risk.training.TrainingProgress;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/**
 * The patients of a Group, or those that a search finds, on a running server. Their records are
 * read by {@code Patient/[id]/$everything} with the rights of the token, so that consents hold and
 * the audit log tells of it: what is withheld from the caller is not trained with.
 *
 * @see <a href="https://hl7.org/fhir/R4/patient-operation-everything.html">Patient/$everything</a>
 */
public final class ServerCohort implements CohortSource {

  private static final String TYPES =
      Stream.concat(
              Arrays.stream(ResourceKind.values()).map(ResourceKind::typeName),
              Stream.of("Medication"))
          .collect(Collectors.joining(","));

  private final String cohort;
  private final boolean ofGroup;
  private final FhirReads reads;
  private final TrainingProgress progress;

  /**
   * @param base the FHIR base URL, without a slash at the end
   * @param cohort {@code Group/[id]}, or a search as {@code Patient?birthdate=lt1980}
   * @param context of R4
   * @throws TrainingException if the cohort is neither
   */
  public ServerCohort(
      URI base,
      String cohort,
      CohortTokens tokens,
      FhirContext context,
      TrainingProgress progress) {
    this.cohort = cohort;
    this.ofGroup =
        NamedCohort.of(cohort)
            .orElseThrow(
                () ->
                    new TrainingException(
                        "--cohort must be a Group, as Group/123, or a search, as"
                            + " Patient?birthdate=lt1980"))
            .group()
            .isPresent();
    this.reads = new FhirReads(base, tokens, context);
    this.progress = progress;
  }

  @Override
  public void read(Predicate<String> wanted, Sink sink) throws InterruptedException {
    List<String> patients = List.copyOf(patients());
    for (int i = 0; i < patients.size(); i++) {
      progress.at("Reading records", i, patients.size());
      if (wanted.test(patients.get(i))) {
        give(patients.get(i), sink);
      }
    }
  }

  private Set<String> patients() throws InterruptedException {
    Set<String> ids = new TreeSet<>();
    if (ofGroup) {
      addMembers(cohort, ids, new HashSet<>());
      return ids;
    }
    String query = cohort.equals("Patient") ? "Patient?" : cohort + "&";
    boolean found =
        reads.pages(
            query + "_elements=id&_count=500",
            "the search for the cohort",
            resource -> {
              if (resource instanceof Patient) {
                ids.add(resource.getIdElement().getIdPart());
              }
            });
    if (!found) {
      throw new TrainingException("the server does not know the search for the cohort");
    }
    return ids;
  }

  private void addMembers(String group, Set<String> ids, Set<String> seen)
      throws InterruptedException {
    if (!seen.add(group)) {
      return;
    }
    Resource read =
        reads
            .read(group, "the Group of the cohort")
            .orElseThrow(() -> new TrainingException("there is no " + group));
    for (Group.GroupMemberComponent member : group(read).getMember()) {
      IdType id = new IdType(member.getEntity().getReference());
      if (member.getInactive() || id.isAbsolute() || !id.hasIdPart()) {
        continue;
      }
      if ("Patient".equals(id.getResourceType())) {
        ids.add(id.getIdPart());
      } else if ("Group".equals(id.getResourceType())) {
        addMembers("Group/" + id.getIdPart(), ids, seen);
      }
    }
  }

  private static Group group(Resource read) {
    if (read instanceof Group group) {
      return group;
    }
    throw new TrainingException("the server answers the Group of the cohort with another type");
  }

  private void give(String patientId, Sink sink) throws InterruptedException {
    List<Resource> resources = new ArrayList<>();
    boolean found =
        reads.pages(
            "Patient/" + patientId + "/$everything?_count=500&_type=" + TYPES,
            "Patient/[id]/$everything",
            resources::add);
    if (!found) { // deleted meanwhile, or hidden from the caller
      sink.unreadable(patientId);
      return;
    }
    PatientRecord record;
    try {
      record = PatientRecord.of(patientId, resources);
    } catch (WrongPatientException | IllegalArgumentException e) {
      sink.unreadable(patientId);
      return;
    }
    sink.record(patientId, record);
  }
}
