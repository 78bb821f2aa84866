package org.andiron.risk.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.andiron.risk.learning.preprocessing.PreprocessingFit;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.OutcomeOutput;

/** Rows to learn of, with whose they are. */
record TrainingRows(
    List<ModelInput> inputs,
    List<FeatureVector> people,
    List<String> patients,
    double[] outcomes,
    OutcomeOutput output) {

  /** Some of the examples, with other outcomes if those are to be permuted. */
  static TrainingRows of(
      List<ModelInput> inputs,
      List<TrainingExample> examples,
      List<Integer> places,
      double[] outcomes,
      OutcomeOutput output) {
    List<FeatureVector> people = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    places.forEach(
        place -> {
          people.add(examples.get(place).inputs());
          patients.add(examples.get(place).patient());
        });
    return new TrainingRows(
        inputs,
        people,
        patients,
        places.stream().mapToDouble(place -> outcomes[place]).toArray(),
        output);
  }

  int size() {
    return people.size();
  }

  /** Inputs that some of the rows lack. */
  Set<String> lacking() {
    return PreprocessingFit.lacking(inputs, people);
  }

  boolean ofEvents() {
    return output == OutcomeOutput.PROBABILITY;
  }

  boolean[] events() {
    boolean[] events = new boolean[outcomes.length];
    for (int row = 0; row < events.length; row++) {
      events[row] = outcomes[row] == 1;
    }
    return events;
  }

  TrainingRows some(int... places) {
    return new TrainingRows(
        inputs,
        IntStream.of(places).mapToObj(people::get).toList(),
        IntStream.of(places).mapToObj(patients::get).toList(),
        CalibrationFit.some(outcomes, places),
        output);
  }
}
