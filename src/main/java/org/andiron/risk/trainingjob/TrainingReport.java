package org.andiron.risk.trainingjob;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.andiron.risk.pipeline.FlowLine;
import org.jspecify.annotations.Nullable;

/**
 * What came of a training.
 *
 * @param refusal why nothing was registered; null if a version was
 * @param model id of the model
 * @param version of the model
 * @param digest of its package; null as long as it is not registered
 * @param state in which it is
 * @param data SHA-256 of the examples; null if they were not all collected
 * @param evaluation how good it is, in a few sentences; null if it was not evaluated
 * @param flow what became of the cohort
 */
public record TrainingReport(
    @JsonProperty("refusal") @Nullable String refusal,
    @JsonProperty("model") String model,
    @JsonProperty("version") String version,
    @JsonProperty("digest") @Nullable String digest,
    @JsonProperty("state") String state,
    @JsonProperty("data") @Nullable String data,
    @JsonProperty("evaluation") @Nullable String evaluation,
    @JsonProperty("flow") List<Figure> flow)
    implements IModelJson {

  /** A line of the flow. */
  public record Figure(
      @JsonProperty("code") String code,
      @JsonProperty("text") String text,
      @JsonProperty("count") long count)
      implements IModelJson {

    @JsonCreator
    public Figure {}

    static List<Figure> of(List<FlowLine> flow) {
      return flow.stream().map(it -> new Figure(it.code(), it.text(), it.count())).toList();
    }
  }

  @JsonCreator
  public TrainingReport {
    flow = List.copyOf(flow);
  }

  /** Nothing is known of it but what was asked for. */
  static TrainingReport begun(String model, String version, String state) {
    return new TrainingReport(null, model, version, null, state, null, null, List.of());
  }

  TrainingReport collected(String sha256, List<FlowLine> lines) {
    return new TrainingReport(null, model, version, null, state, sha256, null, Figure.of(lines));
  }

  TrainingReport evaluated(@Nullable String summary) {
    return new TrainingReport(null, model, version, null, state, data, summary, flow);
  }

  TrainingReport registered(String byDigest) {
    return new TrainingReport(null, model, version, byDigest, state, data, evaluation, flow);
  }

  TrainingReport refused(String why) {
    return new TrainingReport(why, model, version, null, state, data, evaluation, flow);
  }
}
