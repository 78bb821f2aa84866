package org.andiron.risk.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.andiron.risk.model.Exclusion;
import org.andiron.risk.model.FeatureValue.Quantity;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Range;
import org.andiron.risk.model.RefusalReason;

/**
 * Examples of people for whom the model would answer, with what it assumes of them: those for whom
 * it would refuse must not teach it.
 *
 * @param leftOut how many are not in it, by reason
 */
record LearningRows(List<TrainingExample> examples, SortedMap<String, Integer> leftOut) {

  /**
   * @throws IllegalArgumentException if a value is of another kind than its input, or an outcome is
   *     none
   */
  static LearningRows of(ModelDescription description, TrainingSet set) {
    List<TrainingExample> examples = new ArrayList<>();
    SortedMap<String, Integer> leftOut = new TreeMap<>();
    for (int i = 0; i < set.examples().size(); i++) {
      TrainingExample example = set.examples().get(i);
      if (description.outcome().output() == OutcomeOutput.PROBABILITY
          && example.outcome() != 0
          && example.outcome() != 1) {
        throw new IllegalArgumentException("outcome of example %d is neither 0 nor 1".formatted(i));
      }
      FeatureVector inputs = assumed(set.inputs(), example.inputs());
      Optional<String> reason = refusal(description, set.inputs(), inputs, i);
      if (reason.isPresent()) {
        leftOut.merge(reason.get(), 1, Integer::sum);
      } else {
        examples.add(
            new TrainingExample(
                example.patient(),
                example.index(),
                inputs,
                example.outcome(),
                example.subgroups()));
      }
    }
    return new LearningRows(List.copyOf(examples), leftOut);
  }

  private static FeatureVector assumed(List<ModelInput> inputs, FeatureVector given) {
    FeatureVector complete = given;
    for (ModelInput input : inputs) {
      if (given.get(input.name()).isEmpty() && input.assumption().isPresent()) {
        complete = complete.with(input.name(), input.assumption().get().value());
      }
    }
    return complete;
  }

  private static Optional<String> refusal(
      ModelDescription description, List<ModelInput> inputs, FeatureVector person, int example) {
    for (ModelInput input : inputs) {
      Optional<RefusalReason> objection = person.get(input.name()).flatMap(input::objection);
      if (objection.isPresent()) {
        if (!(objection.get() instanceof RefusalReason.OutOfRange)) {
          throw new IllegalArgumentException(
              "example %d has a value of input %s that is none of %s"
                  .formatted(example, input.name(), input.kind().code()));
        }
        return Optional.of(input.name() + " out of range");
      }
    }
    for (Map.Entry<String, Range> limit : description.outcome().limits().entrySet()) {
      if (person.get(limit.getKey()).orElse(null) instanceof Quantity quantity
          && !limit.getValue().contains(quantity.value())) {
        return Optional.of(limit.getKey() + " out of range");
      }
    }
    for (Exclusion exclusion : description.exclusions()) {
      if (person.get(exclusion.input()).filter(exclusion.when()::equals).isPresent()) {
        return Optional.of("excluded by " + exclusion.input());
      }
    }
    return Optional.empty();
  }
}
