package org.andiron.consent.evaluation;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * Some resources that come under other rules, the same for all of them. Whoever is to have one must
 * be permitted it by each rule.
 *
 * @param before texts of the rules that hold until now only
 * @param after texts of the rules that hold with the draft only
 * @param always texts of the rules that hold either way
 * @param counts how many they are, by type
 * @param samples one or some of each type, by type
 */
record PlannedChange(
    @JsonProperty("before") List<String> before,
    @JsonProperty("after") List<String> after,
    @JsonProperty("always") List<String> always,
    @JsonProperty("counts") Map<String, Integer> counts,
    @JsonProperty("samples") Map<String, String> samples)
    implements IModelJson {

  @JsonCreator
  PlannedChange {
    before = List.copyOf(before);
    after = List.copyOf(after);
    always = List.copyOf(always);
    counts = Map.copyOf(counts);
    samples = Map.copyOf(samples);
  }
}
