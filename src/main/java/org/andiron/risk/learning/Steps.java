package org.andiron.risk.learning;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.andiron.risk.learning.scoring.LearnedFormat;

/** Does steps that were not done before, and keeps what they come to. */
final class Steps {

  private final StepStore store;
  private final Progress progress;
  private final String scope;
  private final int all;
  private int done;

  /**
   * @param subject all that the steps depend on
   * @param all how many steps there will be
   */
  Steps(StepStore store, Progress progress, String subject, int all) {
    this.store = store;
    this.progress = progress;
    this.scope = LearnedFormat.sha256(subject.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    this.all = all;
  }

  /** What a step comes to, now or when it was done before. */
  byte[] bytes(String step, Supplier<byte[]> work) {
    progress.at(step, done, all);
    String name = scope + "-" + step;
    byte[] content =
        store
            .find(name)
            .orElseGet(
                () -> {
                  byte[] result = work.get();
                  store.keep(name, result);
                  return result;
                });
    done++;
    return content;
  }

  /** The same for numbers. */
  double[] numbers(String step, Supplier<double[]> work) {
    byte[] content =
        bytes(
            step,
            () -> {
              double[] numbers = work.get();
              ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Double.BYTES);
              buffer.asDoubleBuffer().put(numbers);
              return buffer.array();
            });
    double[] numbers = new double[content.length / Double.BYTES];
    ByteBuffer.wrap(content).asDoubleBuffer().get(numbers);
    return numbers;
  }
}
