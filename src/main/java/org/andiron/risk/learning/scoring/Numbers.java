package org.andiron.risk.learning.scoring;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers as a file has them: all there and finite, or none is taken. */
final class Numbers {

  private Numbers() {}

  static double finite(String name, double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(name + " must be finite");
    }
    return number;
  }

  static double[] finite(String name, @Nullable List<@Nullable Double> numbers) {
    if (numbers == null || numbers.isEmpty()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    double[] all = new double[numbers.size()];
    for (int i = 0; i < all.length; i++) {
      Double number = numbers.get(i);
      if (number == null) {
        throw new IllegalArgumentException(name + " must have numbers only");
      }
      all[i] = finite(name, number);
    }
    return all;
  }

  static List<Double> list(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
