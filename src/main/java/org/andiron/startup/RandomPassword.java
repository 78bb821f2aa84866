package org.andiron.startup;

import java.security.SecureRandom;

/** A password that nobody chose, for people who will choose another one. */
public final class RandomPassword {

  /** Letters and digits that nobody takes for another. */
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final int GROUPS = 4;
  private static final int GROUP_LENGTH = 5;

  private RandomPassword() {}

  /** About 99 random bits, in groups that can be told on the telephone. */
  public static String make() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < GROUPS * GROUP_LENGTH; i++) {
      if (i > 0 && i % GROUP_LENGTH == 0) {
        password.append('-');
      }
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }
}
