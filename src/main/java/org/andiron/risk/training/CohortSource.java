package org.andiron.risk.training;

import java.util.function.Predicate;
import org.andiron.risk.feature.PatientRecord;

/** Where the records of a cohort come from. */
public interface CohortSource {

  /** Takes records, in whatever order they come; each patient once. */
  interface Sink {

    /** A record. */
    void record(String patientId, PatientRecord record);

    /** That there is a patient whose record cannot be read as one. */
    void unreadable(String patientId);

    /** That there is a patient of whom nothing may be learned. */
    void refused(String patientId);
  }

  /**
   * Gives the records.
   *
   * @param wanted by the id of the patient; of others nothing has to be read
   * @throws TrainingException if they cannot be read
   */
  void read(Predicate<String> wanted, Sink sink) throws InterruptedException;
}
