package org.andiron.risk.learning;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.andiron.risk.model.Horizon;

/**
 * Divides examples into those to learn of and those to evaluate on, with each patient in one part
 * only. Where it is divided by time, nothing of later is learned: earlier examples of patients who
 * are held out are in neither part, nor are those whose horizon is not over when the time of those
 * held out begins, whatever came of them by then.
 *
 * @param training places of examples to learn of
 * @param heldOut places of examples to evaluate on
 * @param earlier how many are in no part because their patients are held out
 * @param overlapping how many are in no part because of their horizon
 * @param from first index of those held out
 */
record HeldOutSplit(
    List<Integer> training, List<Integer> heldOut, int earlier, int overlapping, Instant from) {

  /** What is held out, and from when on nothing may be known to what is learned of. */
  private record Held(Predicate<TrainingExample> examples, Optional<Instant> cutOff) {}

  /**
   * @param horizon within which the outcome of an example comes or not
   * @param seed with which patients are drawn
   * @throws IllegalArgumentException if one part would be empty
   */
  static HeldOutSplit of(
      List<TrainingExample> examples, HeldOut which, Optional<Horizon> horizon, long seed) {
    if (examples.size() < 2) {
      throw new IllegalArgumentException("too few examples to learn of: " + examples.size());
    }
    Held held = held(examples, which, seed);
    Set<String> patients = new HashSet<>();
    examples.stream()
        .filter(held.examples())
        .forEach(example -> patients.add(example.patient()));
    List<Integer> training = new ArrayList<>();
    List<Integer> heldOut = new ArrayList<>();
    int earlier = 0;
    int overlapping = 0;
    for (int i = 0; i < examples.size(); i++) {
      TrainingExample example = examples.get(i);
      if (held.examples().test(example)) {
        heldOut.add(i);
      } else if (patients.contains(example.patient())) {
        earlier++;
      } else if (overlaps(example, horizon, held.cutOff())) {
        overlapping++;
      } else {
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
              + ", which are held out"
              + (overlapping == 0
                  ? ""
                  : ", or the horizon of the outcome is not over before those (%d examples)"
                      .formatted(overlapping)));
    }
    return new HeldOutSplit(
        List.copyOf(training), List.copyOf(heldOut), earlier, overlapping, from);
  }

  private static boolean overlaps(
      TrainingExample example, Optional<Horizon> horizon, Optional<Instant> cutOff) {
    return horizon.isPresent()
        && cutOff.isPresent()
        && !horizon.get().end(example.index()).isBefore(cutOff.get());
  }

  private static Held held(List<TrainingExample> examples, HeldOut which, long seed) {
    if (which instanceof HeldOut.OfPatients drawn) {
      Set<String> patients = drawn(examples, drawn.share(), seed);
      return new Held(example -> patients.contains(example.patient()), Optional.empty());
    }
    Instant from =
        which instanceof HeldOut.From time
            ? time.index()
            : latest(examples, ((HeldOut.Latest) which).share());
    return new Held(example -> !example.index().isBefore(from), Optional.of(from));
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
