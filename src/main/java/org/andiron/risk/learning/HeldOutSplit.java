package org.andiron.risk.learning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Divides examples into those to learn of and those to evaluate on, with each patient in one part
 * only. Where it is divided by time, earlier examples of patients who are held out are in neither.
 *
 * @param training places of examples to learn of
 * @param heldOut places of examples to evaluate on
 * @param neither how many are in no part
 * @param from first index of those held out
 */
record HeldOutSplit(List<Integer> training, List<Integer> heldOut, int neither, Instant from) {

  /**
   * @param seed with which patients are drawn
   * @throws IllegalArgumentException if one part would be empty
   */
  static HeldOutSplit of(List<TrainingExample> examples, HeldOut which, long seed) {
    if (examples.size() < 2) {
      throw new IllegalArgumentException("too few examples to learn of: " + examples.size());
    }
    Predicate<TrainingExample> held = held(examples, which, seed);
    Set<String> patients = new HashSet<>();
    examples.stream().filter(held).forEach(example -> patients.add(example.patient()));
    List<Integer> training = new ArrayList<>();
    List<Integer> heldOut = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      if (held.test(examples.get(i))) {
        heldOut.add(i);
      } else if (!patients.contains(examples.get(i).patient())) {
        training.add(i);
      }
    }
    Instant from =
        heldOut.stream()
            .map(place -> examples.get(place).index())
            .min(Instant::compareTo)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "nothing is left to evaluate on, which would be " + which.described()));
    if (training.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing is left to learn of: no patient is without any of "
              + which.described()
              + ", which are held out");
    }
    return new HeldOutSplit(
        List.copyOf(training),
        List.copyOf(heldOut),
        examples.size() - training.size() - heldOut.size(),
        from);
  }

  private static Predicate<TrainingExample> held(
      List<TrainingExample> examples, HeldOut which, long seed) {
    if (which instanceof HeldOut.OfPatients drawn) {
      Set<String> patients = drawn(examples, drawn.share(), seed);
      return example -> patients.contains(example.patient());
    }
    Instant from =
        which instanceof HeldOut.From time
            ? time.index()
            : latest(examples, ((HeldOut.Latest) which).share());
    return example -> !example.index().isBefore(from);
  }

  private static Instant latest(List<TrainingExample> examples, double share) {
    List<Instant> times = examples.stream().map(TrainingExample::index).sorted().toList();
    return times.get((int) Math.floor((1 - share) * times.size()));
  }

  private static Set<String> drawn(List<TrainingExample> examples, double share, long seed) {
    List<String> patients =
        new ArrayList<>(
            examples.stream().map(TrainingExample::patient).distinct().sorted().toList());
    Collections.shuffle(patients, new Random(seed));
    return new HashSet<>(patients.subList(0, (int) Math.ceil(share * patients.size())));
  }
}
