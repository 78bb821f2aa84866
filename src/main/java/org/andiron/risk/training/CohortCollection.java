package org.andiron.risk.training;

import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.UnitConverter;

/**
 * Collects the training set of a cohort. A run that is stopped goes on in the same folder, and ends
 * with the same set.
 */
public final class CohortCollection {

  private static final int PORTION = 200;

  private final TrainingDefinition definition;
  private final Pseudonyms pseudonyms;
  private final Collector collector;
  private final CollectionFolder folder;

  private CohortCollection(
      TrainingDefinition definition,
      Pseudonyms pseudonyms,
      UnitConverter converter,
      CollectionFolder folder) {
    this.definition = definition;
    this.pseudonyms = pseudonyms;
    this.collector = new Collector(definition, pseudonyms, converter);
    this.folder = folder;
  }

  /**
   * Prepares a collection, or opens one that was stopped.
   *
   * @param folder where what is collected is kept; made if it is not there
   * @param digest of all files that the definition is made of, those of features and code sets
   *     included
   * @throws TrainingException if the folder is of another definition or key, or damaged
   */
  public static CohortCollection open(
      TrainingDefinition definition,
      String digest,
      Pseudonyms pseudonyms,
      UnitConverter converter,
      Path folder) {
    // Tells keys apart and says nothing of them.
    String origin = digest + ' ' + pseudonyms.of("the key of this collection");
    return new CohortCollection(
        definition, pseudonyms, converter, CollectionFolder.open(folder, origin, PORTION));
  }

  /** Patients that are collected by now. */
  public int size() {
    return folder.size();
  }

  /**
   * Collects those patients of a source that are not there yet.
   *
   * @param progress is told after each how many are there
   * @throws TrainingException if records cannot be read
   */
  public CollectedSet collect(CohortSource source, LongConsumer progress)
      throws InterruptedException {
    CohortSource.Sink sink =
        new CohortSource.Sink() {
          @Override
          public void record(String patientId, PatientRecord record) {
            keep(collector.collect(patientId, record), progress);
          }

          @Override
          public void unreadable(String patientId) {
            keep(collector.unreadable(patientId), progress);
          }

          @Override
          public void refused(String patientId) {
            keep(collector.refused(patientId), progress);
          }
        };
    try {
      source.read(patientId -> !folder.has(pseudonyms.of(patientId)), sink);
    } finally {
      folder.flush(); // also when it is stopped, as it need not be done again
    }
    return CollectedSet.of(definition.inputs(), folder.patients());
  }

  private void keep(CollectedPatient patient, LongConsumer progress) {
    folder.add(patient);
    progress.accept(folder.size());
  }
}
