package org.andiron.risk.learning.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.andiron.risk.learning.scoring.Artefact;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.testsupport.ProcessorTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How long each algorithm takes to learn of many rows, and with how much memory. It reports and
 * asserts nothing of time; the processor time is what other work on the machine changes least.
 */
@EnabledIfSystemProperty(named = "andiron.risk.speed", matches = "true")
class TrainingSpeedTest {

  private static final int ROWS = Integer.getInteger("andiron.risk.speed.rows", 100_000);
  private static final int COLUMNS = Integer.getInteger("andiron.risk.speed.columns", 30);
  private static final Path REPORT = Path.of("target", "proof", "training-speed.txt");
  private static final double NANOS = 1e9;
  private static final double MEBIBYTE = 1 << 20;

  /** Numbers of mean 0 and standard deviation 1; of each third one, two values alone. */
  private final double[][] rows = new double[ROWS][COLUMNS];

  private final double[] events = new double[ROWS];
  private final double[] quantities = new double[ROWS];
  private final List<String> lines = new ArrayList<>();

  /** What XGBoost has is not in the heap, but here; Linux alone tells it. */
  private static String resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "";
    }
    try (Stream<String> all = Files.lines(status)) {
      return all.filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .map(mebibytes -> "%.0f".formatted(mebibytes))
          .findFirst()
          .orElse("");
    }
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private void draw() {
    Random random = new Random(7);
    for (int row = 0; row < ROWS; row++) {
      double sum = -2;
      for (int column = 0; column < COLUMNS; column++) {
        double number = column % 3 == 2 ? random.nextInt(2) * 2 - 1 : random.nextGaussian();
        rows[row][column] = number;
        sum += number / (column + 2);
      }
      quantities[row] = sum + random.nextGaussian();
      events[row] = random.nextDouble() < 1 / (1 + Math.exp(-sum)) ? 1 : 0;
    }
  }

  @Test
  void eachAlgorithmOnManyRows() throws IOException {
    draw();
    lines.add(
        "%d rows x %d columns, %.0f with the outcome; %d processors; Java %s"
            .formatted(
                ROWS,
                COLUMNS,
                Arrays.stream(events).sum(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version()));
    lines.add(
        "One fit with the setting in the middle of those that are tried. A training fits each of"
            + " them five times, four fifths of the rows, and the best once; and all that three"
            + " times more or oftener, with permuted outcomes. Heap: sum of the peaks of its parts,"
            + " with the rows; process: the most until then.");
    lines.add(
        "%-26s %8s %10s %10s %9s %12s %7s"
            .formatted("algorithm", "rows", "wall s", "CPU s", "heap MiB", "process MiB", "tried"));
    for (Algorithm algorithm : Algorithms.all()) {
      measure(algorithm);
    }
    Files.createDirectories(REPORT.getParent());
    Files.write(REPORT, lines);
    assertThat(lines).hasSize(3 + Algorithms.all().size());
  }

  private void measure(Algorithm algorithm) throws IOException {
    int count = algorithm == Algorithms.SVM_RBF ? Math.min(ROWS, KernelClassifier.MOST_ROWS) : ROWS;
    double[][] some = Arrays.copyOf(rows, count);
    double[] outcomes =
        Arrays.copyOf(algorithm.output() == OutcomeOutput.PROBABILITY ? events : quantities, count);
    List<Hyperparameters> grid = algorithm.grid();
    System.gc();
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    long processor = ProcessorTime.ofJava();
    long start = System.nanoTime();
    Artefact artefact = algorithm.fit(some, outcomes, grid.get(grid.size() / 2), 1);
    double wall = (System.nanoTime() - start) / NANOS;
    double used = (ProcessorTime.ofJava() - processor) / NANOS;
    double peak = heap().stream().mapToDouble(pool -> pool.getPeakUsage().getUsed()).sum();
    assertThat(artefact.content()).isNotEmpty();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-26s %8d %10.2f %10.2f %9.0f %12s %7d",
            algorithm.code(),
            count,
            wall,
            used,
            peak / MEBIBYTE,
            resident(),
            grid.size()));
  }
}
