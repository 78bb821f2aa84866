package org.andiron.risk.population;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which population is to be scored, and how. Kept with the job, so that each of its pieces does the
 * same, whenever it is done.
 *
 * @param url of the request, for the manifest
 * @param models ids of the models, in the order asked for
 * @param applicable whether of each patient only models that apply answer, as nobody named any
 * @param asOf {@link #time} in milliseconds since 1970
 * @param persist whether results are stored as resources as well
 * @param explain whether results say what contributed how much
 * @param language of texts in results, as BCP 47 has it; null for English
 */
public record ScoringOrder(
    @JsonProperty("url") String url,
    @JsonProperty("population") Population population,
    @JsonProperty("models") List<String> models,
    @JsonProperty("applicable") boolean applicable,
    @JsonProperty("asOf") long asOf,
    @JsonProperty("persist") boolean persist,
    @JsonProperty("explain") boolean explain,
    @JsonProperty("language") @Nullable String language)
    implements IModelJson {

  @JsonCreator
  public ScoringOrder {
    models = List.copyOf(models);
  }

  /** The time as of which all are scored. */
  public Instant time() {
    return Instant.ofEpochMilli(asOf);
  }
}
