package org.andiron.startup;

import java.util.List;

/**
 * A notice for whoever looks at the console of the start; it goes nowhere else, not into the log.
 */
public final class ConsoleNotice {

  private static final String RULE = "-".repeat(72);

  private ConsoleNotice() {}

  /** Prints the lines, set off from all else. */
  public static void print(List<String> lines) {
    System.out.println(
        RULE
            + System.lineSeparator()
            + String.join(System.lineSeparator(), lines)
            + System.lineSeparator()
            + RULE);
    System.out.flush();
  }
}
