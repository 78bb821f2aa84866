package org.andiron.consent.evaluation;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a draft would change of a record, before anybody's access is looked at. It names neither the
 * draft nor what it says.
 *
 * @param patient id of the Patient
 * @param resources how many were looked at
 * @param purposes codes of v3-ActReason for which access is compared
 */
record Plan(
    @JsonProperty("patient") String patient,
    @JsonProperty("resources") int resources,
    @JsonProperty("changes") List<PlannedChange> changes,
    @JsonProperty("purposes") List<String> purposes)
    implements IModelJson {

  @JsonCreator
  Plan {
    changes = List.copyOf(changes);
    purposes = List.copyOf(purposes);
  }
}
