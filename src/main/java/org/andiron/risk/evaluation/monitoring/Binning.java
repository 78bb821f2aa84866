package org.andiron.risk.evaluation.monitoring;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How values are put into bins. It is made once, of the data on which a model was trained, and kept
 * with the model, so that later values are counted in the same bins. What is missing has a bin of
 * its own, the last one.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(Binning.Numeric.class),
  @JsonSubTypes.Type(Binning.Categorical.class)
})
public sealed interface Binning {

  /** Number of bins, with the one for what is missing. */
  int bins();

  /** The bin for what is missing. */
  default int missing() {
    return bins() - 1;
  }

  /**
   * Bins between edges; an edge belongs to the bin below it.
   *
   * @param edges from low to high; none for one bin
   */
  record Numeric(List<Double> edges) implements Binning {

    private static final int DECILES = 10;

    /**
     * @throws IllegalArgumentException if edges are not finite or do not rise
     */
    public Numeric {
      edges = List.copyOf(edges);
      for (int i = 0; i < edges.size(); i++) {
        if (!Double.isFinite(edges.get(i)) || (i > 0 && edges.get(i - 1) >= edges.get(i))) {
          throw new IllegalArgumentException("edges do not rise: " + edges);
        }
      }
    }

    /**
     * Bins between the deciles of values; fewer where many values are equal.
     *
     * @param values finite, in any order, at least one
     * @throws IllegalArgumentException if there is none or one is not finite
     */
    public static Numeric deciles(double[] values) {
      if (values.length == 0 || !Arrays.stream(values).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException("deciles are of finite values, at least one");
      }
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      double highest = sorted[sorted.length - 1];
      return new Numeric(
          IntStream.range(1, DECILES)
              .mapToObj(it -> sorted[(it * sorted.length + DECILES - 1) / DECILES - 1])
              .distinct()
              .filter(it -> it < highest)
              .toList());
    }

    @Override
    public int bins() {
      return edges.size() + 2;
    }

    /**
     * The bin of a value.
     *
     * @param value finite
     * @throws IllegalArgumentException if it is not
     */
    public int bin(double value) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("not finite: " + value);
      }
      int bin = 0;
      while (bin < edges.size() && edges.get(bin) < value) {
        bin++;
      }
      return bin;
    }
  }

  /**
   * A bin for each code that was known, and one for all others.
   *
   * @param codes known
   */
  record Categorical(List<String> codes) implements Binning {

    /**
     * @throws IllegalArgumentException if a code is there twice
     */
    public Categorical {
      codes = List.copyOf(codes);
      if (codes.stream().distinct().count() < codes.size()) {
        throw new IllegalArgumentException("a code is there twice: " + codes);
      }
    }

    @Override
    public int bins() {
      return codes.size() + 2;
    }

    /** The bin of a code: its own, or that of all others. */
    public int bin(String code) {
      int known = codes.indexOf(code);
      return known >= 0 ? known : codes.size();
    }
  }
}
