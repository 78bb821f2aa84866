package org.andiron.risk.population;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Patients whom one piece of a job scores.
 *
 * @param number of the batch in its population
 */
record PatientBatch(
    @JsonProperty("number") int number, @JsonProperty("patients") List<String> patients)
    implements IModelJson {

  @JsonCreator
  PatientBatch {
    patients = List.copyOf(patients);
  }
}
