package org.andiron.risk.learning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Divides examples by patient and time: the latest are held out, and of patients who are among
 * those, earlier examples are in neither part.
 *
 * @param training places of examples to learn of
 * @param heldOut places of examples to evaluate on
 * @param neither how many are in no part
 * @param from index of the first that is held out
 */
record TemporalSplit(List<Integer> training, List<Integer> heldOut, int neither, Instant from) {

  /**
   * @throws IllegalArgumentException if one part would be empty
   */
  static TemporalSplit of(List<TrainingExample> examples, double heldOutShare) {
    List<Instant> times = examples.stream().map(TrainingExample::index).sorted().toList();
    if (times.size() < 2) {
      throw new IllegalArgumentException("too few examples to learn of: " + times.size());
    }
    Instant from = times.get((int) Math.floor((1 - heldOutShare) * times.size()));
    Set<String> late = new HashSet<>();
    for (TrainingExample example : examples) {
      if (!example.index().isBefore(from)) {
        late.add(example.patient());
      }
    }
    List<Integer> training = new ArrayList<>();
    List<Integer> heldOut = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      if (!examples.get(i).index().isBefore(from)) {
        heldOut.add(i);
      } else if (!late.contains(examples.get(i).patient())) {
        training.add(i);
      }
    }
    if (training.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing is left to learn of: no patient has all index dates before " + from);
    }
    return new TemporalSplit(
        List.copyOf(training),
        List.copyOf(heldOut),
        examples.size() - training.size() - heldOut.size(),
        from);
  }
}
