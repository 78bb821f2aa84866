package org.andiron.consent.evaluation;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * Some resources that come under another rule, the same for all of them.
 *
 * @param before text of the rule until now
 * @param after text of the rule with the draft
 * @param others texts of the rules of other patients whose records they are part of
 * @param counts how many they are, by type
 * @param samples one or some of each type, by type
 */
record PlannedChange(
    @JsonProperty("before") String before,
    @JsonProperty("after") String after,
    @JsonProperty("others") List<String> others,
    @JsonProperty("counts") Map<String, Integer> counts,
    @JsonProperty("samples") Map<String, String> samples)
    implements IModelJson {

  @JsonCreator
  PlannedChange {
    others = List.copyOf(others);
    counts = Map.copyOf(counts);
    samples = Map.copyOf(samples);
  }
}
