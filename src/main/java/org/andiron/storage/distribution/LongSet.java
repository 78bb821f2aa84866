package org.andiron.storage.distribution;

import java.util.Arrays;

/** Numbers, first all added, then asked for. */
final class LongSet {

  private long[] numbers = new long[1 << 12];
  private int size;
  private boolean sorted;

  void add(long number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    numbers[size++] = number;
    sorted = false;
  }

  boolean contains(long number) {
    if (!sorted) {
      Arrays.sort(numbers, 0, size);
      sorted = true;
    }
    return Arrays.binarySearch(numbers, 0, size, number) >= 0;
  }
}
