package org.andiron.storage.config;

import org.andiron.startup.StartupRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@code fhir-config} that cannot be used. Stops the start of the server; the message is
 * one line that names the file, the place in it where one is known, and the reason.
 */
public final class ConfigurationFileException extends StartupRefusedException {

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final int column;
  private final String reason;

  /** A file that is wrong as a whole. */
  public ConfigurationFileException(String file, String reason) {
    this(file, 0, 0, reason, null);
  }

  /** A file that is wrong as a whole, because of a failure below. */
  public ConfigurationFileException(String file, String reason, @Nullable Throwable cause) {
    this(file, 0, 0, reason, cause);
  }

  /**
   * A file that is wrong at one place.
   *
   * @param line counted from 1; 0 if the place is not known
   * @param column counted from 1; 0 if the place is not known
   */
  public ConfigurationFileException(
      String file, int line, int column, String reason, @Nullable Throwable cause) {
    super(describe(file, line, column, reason));
    if (cause != null) {
      initCause(cause);
    }
    this.file = file;
    this.line = line;
    this.column = column;
    this.reason = reason;
  }

  private static String describe(String file, int line, int column, String reason) {
    String place = line > 0 ? ", line " + line + ", column " + column : "";
    return file + place + ": " + reason.replaceAll("\\s*\\R\\s*", " ");
  }

  /** The file, as a path below {@code fhir-config}; an entry of a package follows a {@code !}. */
  public String file() {
    return file;
  }

  /** The line, counted from 1; 0 if the place is not known. */
  public int line() {
    return line;
  }

  /** The column, counted from 1; 0 if the place is not known. */
  public int column() {
    return column;
  }

  /** Why the file cannot be used, in one sentence without file and place. */
  public String reason() {
    return reason;
  }
}
