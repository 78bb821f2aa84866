package org.andiron.risk.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.model.FeatureValue;
import org.andiron.risk.model.FeatureVector;
import org.andiron.risk.model.InputKind;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.profile.CohortProfile.Level;
import org.andiron.risk.profile.CohortProfile.Trait;
import org.jspecify.annotations.Nullable;

/** How traits are in all and in each segment, of those of whom they are recorded. */
final class TraitLevels {

  private static final String NO_UNIT = "1";

  private final List<FeatureVector> people;
  private final List<Integer> segmentOf;
  private final int described;
  private final List<Trait> traits = new ArrayList<>();
  private final List<Map<String, Level>> levels = new ArrayList<>();

  /**
   * @param described how many segments are; further ones are not looked at alone
   */
  TraitLevels(
      List<ModelInput> inputs, List<FeatureVector> people, List<Integer> segmentOf, int described) {
    this.people = people;
    this.segmentOf = segmentOf;
    this.described = described;
    for (int i = 0; i < described; i++) {
      levels.add(new LinkedHashMap<>());
    }
    for (ModelInput input : inputs) {
      if (input.kind() == InputKind.CATEGORY) {
        input.categories().forEach(code -> add(input, code));
      } else {
        add(input, null);
      }
    }
  }

  List<Trait> traits() {
    return traits;
  }

  Map<String, Level> of(int segment) {
    return levels.get(segment);
  }

  private void add(ModelInput input, @Nullable String code) {
    boolean share = input.kind() != InputKind.QUANTITY;
    Sums all = new Sums();
    List<Sums> segments = new ArrayList<>();
    for (int i = 0; i < described; i++) {
      segments.add(new Sums());
    }
    for (int person = 0; person < people.size(); person++) {
      Optional<FeatureValue> value = people.get(person).get(input.name());
      if (value.isPresent()) {
        double number = number(value.get(), code);
        all.add(number);
        if (segmentOf.get(person) < described) {
          segments.get(segmentOf.get(person)).add(number);
        }
      }
    }
    String name = code == null ? input.name() : input.name() + "=" + code;
    boolean others = segmentOf.stream().anyMatch(it -> it >= described);
    boolean few = share ? all.isSmallShare() : all.count < SmallCells.FEWEST;
    traits.add(
        new Trait(
            name,
            input.title(),
            code == null ? null : input.categoryTitles().get(code),
            share ? null : input.unit().orElse(NO_UNIT),
            few ? null : all.mean(),
            (double) all.count / people.size(),
            code != null
                && input.categories().size() == 2
                && input.categories().indexOf(code) == 1));
    boolean[] hidden = hidden(segments, share, others);
    for (int i = 0; i < described; i++) {
      if (!hidden[i] && !few) {
        levels.get(i).put(name, segments.get(i).level(all));
      }
    }
  }

  private static double number(FeatureValue value, @Nullable String code) {
    if (value instanceof FeatureValue.Quantity quantity) {
      return quantity.value();
    }
    boolean holds =
        value instanceof FeatureValue.Truth truth
            ? truth.value()
            : ((FeatureValue.Category) value).code().equals(code);
    return holds ? 1 : 0;
  }

  private static boolean[] hidden(List<Sums> segments, boolean share, boolean others) {
    boolean[] hidden = new boolean[segments.size()];
    if (share) {
      hidden =
          SmallCells.hidden(
              segments.stream().mapToInt(it -> (int) it.sum).toArray(),
              segments.stream().mapToInt(it -> it.count).toArray(),
              others);
    }
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] |= segments.get(i).count < SmallCells.FEWEST;
    }
    return hidden;
  }

  /** Numbers added up. */
  private static final class Sums {

    private int count;
    private double sum;
    private double squares;

    void add(double number) {
      count++;
      sum += number;
      squares += number * number;
    }

    double mean() {
      return sum / count;
    }

    boolean isSmallShare() {
      return SmallCells.isSmall((int) sum) || SmallCells.isSmall(count - (int) sum);
    }

    Level level(Sums all) {
      double variance = all.squares / all.count - all.mean() * all.mean();
      double deviation = Math.sqrt(Math.max(0, variance));
      // What arithmetic leaves of the deviation of equal numbers must not be divided by.
      boolean varies = deviation > 1e-9 * Math.max(1, Math.abs(all.mean()));
      return new Level(mean(), varies ? (mean() - all.mean()) / deviation : 0);
    }
  }
}
