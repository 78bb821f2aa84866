package org.andiron.consent.proof;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What could be luck. */
final class Chance {

  private Chance() {}

  /** How likely it is to guess at least so many of some bits by throwing a coin. */
  static double ofGuessing(int right, int bits) {
    double[] logs = new double[bits + 1];
    for (int i = 2; i <= bits; i++) {
      logs[i] = logs[i - 1] + Math.log(i);
    }
    return IntStream.rangeClosed(right, bits)
        .mapToDouble(k -> Math.exp(logs[bits] - logs[k] - logs[bits - k] - bits * Math.log(2)))
        .sum();
  }

  /**
   * How likely it is that one of the first took longer than one of the others: 0.5 if nothing can
   * be told by it.
   */
  static double ofBeingLonger(long[] some, long[] others) {
    long[] sorted = others.clone();
    Arrays.sort(sorted);
    double longer = 0;
    for (long one : some) {
      longer += (below(sorted, one) + below(sorted, one + 1)) / 2.0;
    }
    return longer / ((double) some.length * others.length);
  }

  private static int below(long[] sorted, long limit) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < limit) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
