package org.andiron.risk.explanation;

import java.util.List;
import java.util.Optional;

/**
 * A part of a text.
 *
 * @param heading without punctuation at its end
 * @param lines sentences below it; a list if there is a heading
 */
public record Passage(Optional<String> heading, List<String> lines) {

  public Passage {
    lines = List.copyOf(lines);
  }

  static Passage of(String line) {
    return new Passage(Optional.empty(), List.of(line));
  }

  static Passage of(String heading, List<String> lines) {
    return new Passage(Optional.of(heading), lines);
  }
}
