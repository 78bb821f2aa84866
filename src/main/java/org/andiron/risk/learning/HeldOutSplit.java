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
import java.util.stream.Collectors;
import org.andiron.risk.model.Horizon;

/**
 * Divides examples into those to learn of and those to evaluate on, with each patient in one part
 * only. Where it is divided by time, nothing of later is learned, nor what was not known when the
 * time of those held out begins, whatever came of it by then. Where patients have examples before
 * and after that time, lots decide who is held out: who is seen again later has fared better than
 * who is not, and so a part made of either alone would say nothing of the other.
 *
 * @param training places of examples to learn of
 * @param heldOut places of examples to evaluate on
 * @param aside how many are in no part because they are of the patients of one and of the time of
 *     the other
 * @param overlapping how many are in no part because their horizon is not over before those held
 *     out begin
 * @param from first index of those held out
 * @param drawn whether lots decided who is held out
 */
record HeldOutSplit(
    List<Integer> training,
    List<Integer> heldOut,
    int aside,
    int overlapping,
    Instant from,
    boolean drawn) {

  /** Of patients, where both patients and time divide. */
  static final double SHARE_BESIDE_TIME = 0.3;

  /**
   * What belongs to which part.
   *
   * @param time whose examples are held out
   * @param patients who are held out
   * @param cutOff from when on nothing may be known to what is learned of
   */
  private record Parts(
      Predicate<TrainingExample> time,
      Predicate<TrainingExample> patients,
      boolean drawn,
      Optional<Instant> cutOff) {}

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
    Parts parts = parts(examples, which, seed);
    List<Integer> training = new ArrayList<>();
    List<Integer> heldOut = new ArrayList<>();
    int aside = 0;
    int overlapping = 0;
    for (int i = 0; i < examples.size(); i++) {
      TrainingExample example = examples.get(i);
      boolean ofTime = parts.time().test(example);
      if (ofTime != parts.patients().test(example)) {
        aside++;
      } else if (ofTime) {
        heldOut.add(i);
      } else if (overlaps(example, horizon, parts.cutOff())) {
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
          "nothing is left to learn of beside "
              + which.described()
              + ", which are held out"
              + (overlapping == 0
                  ? ""
                  : ": the horizon of the outcome is not over before those (%d examples)"
                      .formatted(overlapping)));
    }
    return new HeldOutSplit(
        List.copyOf(training), List.copyOf(heldOut), aside, overlapping, from, parts.drawn());
  }

  private static boolean overlaps(
      TrainingExample example, Optional<Horizon> horizon, Optional<Instant> cutOff) {
    return horizon.isPresent()
        && cutOff.isPresent()
        && !horizon.get().end(example.index()).isBefore(cutOff.get());
  }

  private static Parts parts(List<TrainingExample> examples, HeldOut which, long seed) {
    if (which instanceof HeldOut.OfPatients share) {
      Predicate<TrainingExample> patients = drawn(examples, share.share(), seed);
      return new Parts(patients, patients, true, Optional.empty());
    }
    Instant from =
        which instanceof HeldOut.From time
            ? time.index()
            : latest(examples, ((HeldOut.Latest) which).share());
    Predicate<TrainingExample> later = example -> !example.index().isBefore(from);
    Set<String> seenLater = patients(examples, later);
    boolean seenAgain = !Collections.disjoint(seenLater, patients(examples, later.negate()));
    return new Parts(
        later,
        seenAgain ? drawnBesideTime(examples, seenLater, seed) : later,
        seenAgain,
        Optional.of(from));
  }

  /** As large a share of those who are seen later as of the others, so that there are some. */
  private static Predicate<TrainingExample> drawnBesideTime(
      List<TrainingExample> examples, Set<String> seenLater, long seed) {
    return drawn(
            examples.stream().filter(it -> seenLater.contains(it.patient())).toList(),
            SHARE_BESIDE_TIME,
            seed)
        .or(
            drawn(
                examples.stream().filter(it -> !seenLater.contains(it.patient())).toList(),
                SHARE_BESIDE_TIME,
                seed));
  }

  private static Set<String> patients(
      List<TrainingExample> examples, Predicate<TrainingExample> which) {
    return examples.stream()
        .filter(which)
        .map(TrainingExample::patient)
        .collect(Collectors.toSet());
  }

  private static Instant latest(List<TrainingExample> examples, double share) {
    List<Instant> times = examples.stream().map(TrainingExample::index).sorted().toList();
    return times.get((int) Math.floor((1 - share) * times.size()));
  }

  private static Predicate<TrainingExample> drawn(
      List<TrainingExample> examples, double share, long seed) {
    List<String> patients =
        new ArrayList<>(
            examples.stream().map(TrainingExample::patient).distinct().sorted().toList());
    Collections.shuffle(patients, new Random(seed));
    Set<String> drawn =
        new HashSet<>(patients.subList(0, (int) Math.ceil(share * patients.size())));
    return example -> drawn.contains(example.patient());
  }
}
