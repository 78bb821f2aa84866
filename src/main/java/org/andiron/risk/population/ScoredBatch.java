package org.andiron.risk.population;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a piece of a job has written.
 *
 * @param number of its batch; a piece that is done again has the same
 * @param files ids of its files by the type of the resources in them
 */
record ScoredBatch(
    @JsonProperty("number") int number, @JsonProperty("files") Map<String, String> files)
    implements IModelJson {

  @JsonCreator
  ScoredBatch {
    files = new TreeMap<>(files);
  }
}
