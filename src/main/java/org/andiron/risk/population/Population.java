package org.andiron.risk.population;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Some patients, of whom those count who exist for whoever asks.
 *
 * @param group logical id of a Group whose members they are; null if it is not by a group
 * @param criteria of a search for Patients, as in a URL after the question mark; empty for all
 */
public record Population(
    @JsonProperty("group") @Nullable String group, @JsonProperty("criteria") String criteria)
    implements IModelJson {

  @JsonCreator
  public Population {}

  /** The patients who are active members of a Group, also of groups in it. */
  public static Population ofGroup(String id) {
    return new Population(id, "");
  }

  /** The patients whom a search finds; without criteria all. */
  public static Population ofSearch(String criteria) {
    return new Population(null, criteria);
  }
}
