package org.andiron;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.andiron.load.LoadException;
import org.andiron.load.TokenSource;
import org.andiron.operator.ClientKey;
import org.andiron.operator.OperatorException;
import org.andiron.operator.ServerTokens;
import org.andiron.risk.cohort.CohortTokens;
import org.andiron.risk.training.TrainingException;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the operator, for commands of modules that know of no keys. What fails of them is told
 * as the module tells of failures.
 */
final class OperatorTokens {

  private final ServerTokens tokens;
  private final BiFunction<String, Throwable, RuntimeException> failure;

  private OperatorTokens(
      ServerTokens tokens, BiFunction<String, Throwable, RuntimeException> failure) {
    this.tokens = tokens;
    this.failure = failure;
  }

  /**
   * For {@code load}; empty where there is no key.
   *
   * @throws LoadException if the key cannot be used
   */
  static Optional<TokenSource.Tokens> forLoad(
      String server, Path dataDirectory, @Nullable Path key) {
    return find(server, dataDirectory, key, LoadException::new)
        .map(
            found ->
                new TokenSource.Tokens() {
                  @Override
                  public String current() {
                    return found.current();
                  }

                  @Override
                  public String insteadOf(String refused) {
                    return found.insteadOf(refused);
                  }
                });
  }

  /**
   * To read the records of a cohort with; {@link CohortTokens#NONE} where there is no key.
   *
   * @throws TrainingException if the key cannot be used
   */
  static CohortTokens forCohort(String server, Path dataDirectory, @Nullable Path key) {
    return find(server, dataDirectory, key, TrainingException::new)
        .<CohortTokens>map(
            found ->
                new CohortTokens() {
                  @Override
                  public Optional<String> current() {
                    return Optional.of(found.current());
                  }

                  @Override
                  public Optional<String> insteadOf(String refused) {
                    return Optional.of(found.insteadOf(refused));
                  }
                })
        .orElse(CohortTokens.NONE);
  }

  private static Optional<OperatorTokens> find(
      String server,
      Path dataDirectory,
      @Nullable Path key,
      BiFunction<String, Throwable, RuntimeException> failure) {
    return told(
        failure,
        () ->
            ClientKey.find(key, dataDirectory)
                .map(
                    found ->
                        new OperatorTokens(
                            new ServerTokens(
                                server, found, ServerTokens.OPERATOR, ServerTokens.ALL),
                            failure)));
  }

  private String current() {
    return told(failure, tokens::current);
  }

  private String insteadOf(String refused) {
    return told(failure, () -> tokens.insteadOf(refused));
  }

  private static <T> T told(
      BiFunction<String, Throwable, RuntimeException> failure, Supplier<T> work) {
    try {
      return work.get();
    } catch (OperatorException e) {
      throw failure.apply(String.valueOf(e.getMessage()), e);
    }
  }
}
