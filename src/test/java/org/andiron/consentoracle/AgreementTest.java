package org.andiron.consentoracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The server decides as the oracle does, on questions at random: a million of them. The property
 * {@code consent.questions} asks another number, {@code consent.seed} others.
 */
class AgreementTest {

  private static final int QUESTIONS = Integer.getInteger("consent.questions", 1_000_000);
  private static final long SEED = Long.getLong("consent.seed", 20_231);
  private static final int SHOWN = 5;

  private final Decider oracle = new ConsentOracle();
  private final Decider server = new Server();
  private final List<Question> disagreed = new ArrayList<>();

  @Test
  void serverDecidesAsTheOracle() {
    RandomQuestions questions = new RandomQuestions(SEED);
    for (int asked = 0; asked < QUESTIONS && disagreed.size() < SHOWN; ) {
      List<Question> batch = questions.next();
      asked += batch.size();
      batch.stream()
          .filter(question -> oracle.permits(question) != server.permits(question))
          .findFirst()
          .ifPresent(disagreed::add);
    }

    assertThat(disagreed)
        .extracting(question -> new Minimal(oracle, server).of(question))
        .isEmpty();
  }
}
