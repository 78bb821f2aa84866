package org.andiron.risk.trainingjob;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.WrongPatientException;
import org.andiron.risk.population.Population;
import org.andiron.risk.population.PopulationReader;
import org.andiron.risk.record.RecordReader;
import org.andiron.risk.record.ScoringRefusals;
import org.andiron.risk.training.CohortSource;
import org.andiron.risk.training.TrainingProgress;

/**
 * The patients of a population, as far as they exist for a request. Who does not is not told of; of
 * who refuses, it is told that somebody does.
 */
final class RecordCohort implements CohortSource {

  /** Patients whose whole records are in memory at once. */
  private static final int AT_ONCE = 20;

  private final PopulationReader populations;
  private final RecordReader records;
  private final ScoringRefusals refusals;
  private final RequestDetails request;
  private final Population population;
  private final RecordNeeds needs;
  private final Consumer<Set<String>> used;
  private final TrainingProgress progress;

  /**
   * @param used is told of whose records are about to be used, before they are
   */
  RecordCohort(
      PopulationReader populations,
      RecordReader records,
      ScoringRefusals refusals,
      RequestDetails request,
      Population population,
      RecordNeeds needs,
      Consumer<Set<String>> used,
      TrainingProgress progress) {
    this.populations = populations;
    this.records = records;
    this.refusals = refusals;
    this.request = request;
    this.population = population;
    this.needs = needs;
    this.used = used;
    this.progress = progress;
  }

  @Override
  public void read(Predicate<String> wanted, Sink sink) throws InterruptedException {
    List<String> all = new ArrayList<>();
    populations.list(request, population, AT_ONCE, all::addAll);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      progress.at("Reading records", from, all.size());
      List<String> some =
          all.subList(from, Math.min(all.size(), from + AT_ONCE)).stream().filter(wanted).toList();
      if (!some.isEmpty()) {
        give(some, sink);
      }
    }
  }

  private void give(List<String> patients, Sink sink) {
    Map<String, PatientRecord> read;
    try {
      read = records.read(request, patients, needs);
    } catch (WrongPatientException | IllegalArgumentException | DataFormatException e) {
      if (patients.size() == 1) {
        sink.unreadable(patients.get(0));
      } else {
        patients.forEach(one -> give(List.of(one), sink));
      }
      return;
    }
    Set<String> refusing = refusals.refusing(request, read.keySet()).keySet();
    used.accept(read.keySet());
    read.forEach(
        (patient, record) -> {
          if (refusing.contains(patient)) {
            sink.refused(patient);
          } else {
            sink.record(patient, record);
          }
        });
  }
}
