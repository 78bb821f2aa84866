package org.andiron.risk.operation;

import java.util.Optional;
import org.andiron.risk.feature.PatientRecord;

/**
 * A record that came with a question, in the place of what is stored.
 *
 * @param known whether the patient exists here for the caller
 * @param elsewhere URL of the Patient, if that is one of another server and not known here: then
 *     nothing is noted of a patient of this server
 */
public record SentRecord(PatientRecord content, boolean known, Optional<String> elsewhere) {

  String patient() {
    return content.subject().id();
  }
}
