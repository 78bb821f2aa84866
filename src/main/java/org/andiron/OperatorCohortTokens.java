package org.andiron;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.andiron.operator.ClientKey;
import org.andiron.operator.OperatorException;
import org.andiron.operator.ServerTokens;
import org.andiron.risk.cohort.CohortTokens;
import org.andiron.risk.training.TrainingException;
import org.jspecify.annotations.Nullable;

/** Tokens of the operator, with which the records of a cohort are read. */
record OperatorCohortTokens(ServerTokens tokens) implements CohortTokens {

  /**
   * Tokens by the key, or none where there is none.
   *
   * @throws TrainingException if the key cannot be used
   */
  static CohortTokens of(String server, Path dataDirectory, @Nullable Path key) {
    return told(
        () ->
            ClientKey.find(key, dataDirectory)
                .<CohortTokens>map(
                    found ->
                        new OperatorCohortTokens(
                            new ServerTokens(
                                server, found, ServerTokens.OPERATOR, ServerTokens.ALL)))
                .orElse(CohortTokens.NONE));
  }

  @Override
  public Optional<String> current() {
    return Optional.of(told(tokens::current));
  }

  @Override
  public Optional<String> insteadOf(String refused) {
    return Optional.of(told(() -> tokens.insteadOf(refused)));
  }

  /** What fails of tokens, as a training tells of failures. */
  private static <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (OperatorException e) {
      throw new TrainingException(String.valueOf(e.getMessage()), e);
    }
  }
}
