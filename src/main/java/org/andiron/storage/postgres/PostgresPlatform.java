package org.andiron.storage.postgres;

import java.util.Locale;

/**
 * An operating system and processor that PostgreSQL binaries exist for.
 *
 * @param system {@code linux}, {@code darwin} or {@code windows}
 * @param processor {@code x86_64} or {@code arm_64}
 */
record PostgresPlatform(String system, String processor) {

  static PostgresPlatform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static PostgresPlatform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch = osArch.toLowerCase(Locale.ROOT);
    String system;
    if (os.startsWith("linux")) {
      system = "linux";
    } else if (os.startsWith("mac") || os.startsWith("darwin")) {
      system = "darwin";
    } else if (os.startsWith("windows")) {
      system = "windows";
    } else {
      throw unsupported(osName, osArch);
    }
    String processor =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> throw unsupported(osName, osArch);
        };
    return new PostgresPlatform(system, processor);
  }

  /** Name of the archive in the class path. */
  String resourceName() {
    return "postgres-" + system + "-" + processor + ".txz";
  }

  boolean isWindows() {
    return system.equals("windows");
  }

  boolean isMac() {
    return system.equals("darwin");
  }

  boolean isLinux() {
    return system.equals("linux");
  }

  static DatabaseUnavailableException unsupported(String osName, String osArch) {
    return new DatabaseUnavailableException(
        "This build brings no embedded PostgreSQL for "
            + osName
            + " on "
            + osArch
            + ": build Andiron on that platform, or set ANDIRON_DB_URL, ANDIRON_DB_USER and"
            + " ANDIRON_DB_PASSWORD to use a PostgreSQL 15 to 18 of your own.");
  }
}
