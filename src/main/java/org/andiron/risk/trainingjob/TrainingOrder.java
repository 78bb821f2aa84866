package org.andiron.risk.trainingjob;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.andiron.risk.cohort.NamedCohort;
import org.andiron.risk.pipeline.DefinitionFiles;
import org.andiron.risk.population.Population;
import org.andiron.risk.registry.ModelState;

/**
 * What is to be trained, of whom, and what becomes of it. Kept with the job, so that each of its
 * attempts does the same.
 *
 * @param url of the request, for the audit log
 * @param file how to name the definition in errors
 * @param definition content of its file
 * @param cohort as it was named
 * @param state of the new version, as {@link ModelState#code}
 * @param reason for the history of the model
 */
public record TrainingOrder(
    @JsonProperty("url") String url,
    @JsonProperty("file") String file,
    @JsonProperty("definition") String definition,
    @JsonProperty("cohort") String cohort,
    @JsonProperty("state") String state,
    @JsonProperty("reason") String reason)
    implements IModelJson {

  @JsonCreator
  public TrainingOrder {}

  /** The patients. */
  Population population() {
    NamedCohort named = NamedCohort.of(cohort).orElseThrow();
    return named
        .group()
        .map(Population::ofGroup)
        .orElseGet(() -> Population.ofSearch(named.criteria()));
  }

  DefinitionFiles files(Map<String, byte[]> shared) {
    return new DefinitionFiles(file, definition.getBytes(StandardCharsets.UTF_8), shared);
  }

  ModelState initial() {
    return ModelState.of(state).orElseThrow();
  }
}
