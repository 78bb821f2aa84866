package org.andiron.consentoracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The random questions are worth asking: everything that can decide does so often. */
class InfluenceTest {

  private static final int BATCHES = 2_000;

  private final Decider oracle = new ConsentOracle();
  private final Map<Aspect, Decider> without = new EnumMap<>(Aspect.class);

  InfluenceTest() {
    for (Aspect aspect : Aspect.values()) {
      without.put(aspect, new ConsentOracle(Set.of(aspect)));
    }
  }

  @Test
  void everyAspectDecidesInOneOfAHundred() {
    Map<Aspect, Integer> decides = new EnumMap<>(Aspect.class);
    RandomQuestions questions = new RandomQuestions(1);
    int permitted = 0;
    for (int batch = 0; batch < BATCHES; batch++) {
      List<Question> asked = questions.next();
      for (Question question : asked) {
        boolean permits = oracle.permits(question);
        permitted += permits ? 1 : 0;
        without.forEach(
            (aspect, other) ->
                decides.merge(aspect, other.permits(question) == permits ? 0 : 1, Integer::sum));
      }
    }

    int hundredth = BATCHES * RandomQuestions.BATCH / 100;
    assertThat(decides).allSatisfy((aspect, times) -> assertThat(times).isGreaterThan(hundredth));
    assertThat(permitted).isBetween(25 * hundredth, 75 * hundredth);
  }
}
