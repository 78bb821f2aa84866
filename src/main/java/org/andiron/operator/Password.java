package org.andiron.operator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Passwords that the operator chose. */
final class Password {

  private Password() {}

  /** The first line of the input: not an argument, which other users of the machine can see. */
  static String read(InputStream stdin) {
    try {
      String line =
          new BufferedReader(new InputStreamReader(stdin, StandardCharsets.UTF_8)).readLine();
      if (line == null || line.isEmpty()) {
        throw new OperatorException("there is no password on standard input");
      }
      return line;
    } catch (IOException e) {
      throw new OperatorException("cannot read standard input", e);
    }
  }
}
