package org.andiron.risk.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.andiron.risk.learning.TrainingExample;
import org.andiron.risk.learning.cohort.PrincipalComponents;
import org.andiron.risk.learning.cohort.SegmentNumber;
import org.andiron.risk.learning.cohort.Segments;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.profile.CohortProfile.Component;
import org.andiron.risk.profile.CohortProfile.Dot;
import org.andiron.risk.profile.CohortProfile.Origin;
import org.andiron.risk.profile.CohortProfile.Segment;
import org.andiron.risk.training.CollectedSet;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.risk.training.TrainingException;
import org.jspecify.annotations.Nullable;

/**
 * Divides the patients of a cohort into segments, and finds what varies together. Each patient
 * counts once, with the last example. The same data and seed give the same.
 */
public final class CohortProfiler {

  /** The largest number of segments: no more can be told apart in a drawing. */
  public static final int MOST_SEGMENTS = 8;

  private static final int MOST_COMPONENTS = 10;
  private static final int MOST_DOTS = 2000;
  private static final double DOTS_PER_UNIT = 100;

  private final TrainingDefinition definition;
  private final String data;
  private final List<TrainingExample> examples;
  private final List<FeatureVector> people;
  private final List<ModelInput> inputs;

  private CohortProfiler(TrainingDefinition definition, CollectedSet collected) {
    this.definition = definition;
    this.data = collected.sha256();
    Map<String, TrainingExample> last = new TreeMap<>();
    collected.set().examples().forEach(it -> last.put(it.patient(), it)); // in order of time
    this.examples = List.copyOf(last.values());
    this.people = examples.stream().map(TrainingExample::inputs).toList();
    this.inputs = collected.set().inputs().stream().filter(this::isKnown).toList();
  }

  /**
   * The profile of a cohort.
   *
   * @param number of segments; empty to choose it
   * @throws TrainingException if there are too few patients, or nothing is known of them
   */
  public static CohortProfile of(
      TrainingDefinition definition, CollectedSet collected, OptionalInt number) {
    CohortProfiler profiler = new CohortProfiler(definition, collected);
    profiler.requireEnough(number.orElse(2));
    return profiler.profile(number);
  }

  private boolean isKnown(ModelInput input) {
    return people.stream().anyMatch(it -> it.get(input.name()).isPresent());
  }

  private void requireEnough(int segments) {
    int needed = segments * SmallCells.FEWEST;
    if (people.size() < needed) {
      throw new TrainingException(
          "there are too few patients with an example: %d, but %d are needed for %d segments. Collect a larger cohort"
              .formatted(people.size(), needed, segments));
    }
    if (inputs.isEmpty()) {
      throw new TrainingException(
          "no patient of the cohort has any of the inputs: give others in the definition");
    }
  }

  private CohortProfile profile(OptionalInt number) {
    long seed = definition.seed();
    SegmentNumber found =
        number.isPresent()
            ? given(number.getAsInt(), seed)
            : SegmentNumber.best(inputs, people, mostSegments(), seed);
    Segments segments = found.segments();
    int described =
        (int) segments.segments().stream().filter(it -> it.size() >= SmallCells.FEWEST).count();
    if (described == 0) {
      throw new TrainingException(
          "each segment would be of fewer than %d patients: ask for fewer segments, or collect a larger cohort"
              .formatted(SmallCells.FEWEST));
    }
    PrincipalComponents components = PrincipalComponents.of(inputs, people, MOST_COMPONENTS);
    TraitLevels levels = new TraitLevels(inputs, people, segments.segmentOf(), described);
    @Nullable Double[] outcomes = outcomes(segments, described);
    List<Segment> all = new ArrayList<>();
    for (int segment = 0; segment < described; segment++) {
      all.add(
          new Segment(
              segment + 1,
              segments.segments().get(segment).size(),
              outcomes[segment],
              levels.of(segment)));
    }
    return new CohortProfile(
        origin(number.isEmpty()),
        all.stream().mapToInt(Segment::patients).sum(),
        segments.segments().size() - described,
        outcome(),
        levels.traits(),
        leftOut(),
        all,
        found.silhouettes(),
        segments.silhouette(),
        components.components().stream()
            .map(it -> new Component(it.explained(), it.weights()))
            .toList(),
        dots(components, segments.segmentOf(), described));
  }

  private SegmentNumber given(int number, long seed) {
    Segments segments = Segments.of(inputs, people, number, seed);
    return new SegmentNumber(segments, new TreeMap<>(Map.of(number, segments.silhouette())));
  }

  private int mostSegments() {
    return Math.min(MOST_SEGMENTS, Math.max(2, people.size() / SmallCells.FEWEST));
  }

  private Origin origin(boolean chosen) {
    return new Origin(
        definition.id(),
        definition.version(),
        definition.title(),
        definition.outcome().title(),
        definition.outcome().unit().orElse(null),
        definition.card().synthetic(),
        chosen,
        definition.seed(),
        data);
  }

  private List<LocalText> leftOut() {
    return definition.inputs().stream()
        .filter(it -> !inputs.contains(it))
        .map(ModelInput::title)
        .toList();
  }

  private @Nullable Double outcome() {
    double mean = examples.stream().mapToDouble(TrainingExample::outcome).sum() / examples.size();
    int events = (int) examples.stream().filter(it -> it.outcome() == 1).count();
    boolean few = SmallCells.isSmall(events) || SmallCells.isSmall(examples.size() - events);
    return definition.outcome().isEvent() && few ? null : mean;
  }

  private @Nullable Double[] outcomes(Segments segments, int described) {
    double[] sums = new double[described];
    int[] sizes = new int[described];
    for (int person = 0; person < examples.size(); person++) {
      int segment = segments.segmentOf().get(person);
      if (segment < described) {
        sums[segment] += examples.get(person).outcome();
        sizes[segment]++;
      }
    }
    boolean[] hidden = new boolean[described];
    if (definition.outcome().isEvent()) {
      int[] events = IntStream.range(0, described).map(i -> (int) sums[i]).toArray();
      hidden = SmallCells.hidden(events, sizes, described < segments.segments().size());
    }
    @Nullable Double[] means = new @Nullable Double[described];
    for (int i = 0; i < described; i++) {
      means[i] = hidden[i] ? null : sums[i] / sizes[i];
    }
    return means;
  }

  /** Rounded, so that nobody's values can be computed again from where a dot is. */
  private List<Dot> dots(PrincipalComponents components, List<Integer> segmentOf, int described) {
    List<Dot> dots = new ArrayList<>();
    for (int person = 0; person < people.size(); person++) {
      List<Double> place = components.coordinates().get(person);
      if (segmentOf.get(person) < described) {
        dots.add(
            new Dot(
                segmentOf.get(person) + 1,
                rounded(place.get(0)),
                place.size() < 2 ? 0 : rounded(place.get(1))));
      }
    }
    // Also so that the order says nothing of who it is.
    Collections.shuffle(dots, new Random(definition.seed()));
    return dots.size() <= MOST_DOTS ? dots : dots.subList(0, MOST_DOTS);
  }

  private static double rounded(double coordinate) {
    return Math.rint(coordinate * DOTS_PER_UNIT) / DOTS_PER_UNIT + 0.0;
  }
}
