package org.andiron.risk.registry;

import java.util.Map;
import java.util.regex.Pattern;
import org.andiron.risk.registry.RegistryRefusedException.Reason;

/** What a package that comes from outside may be, before anybody reads it. */
final class UploadLimits {

  private static final int MOST_FILES = 50;
  private static final long MOST_BYTES = 64L << 20;

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private UploadLimits() {}

  /**
   * @throws RegistryRefusedException if the id is none, or a name, or there is too much
   */
  static void check(String id, Map<String, byte[]> files) {
    require(ID.matcher(id).matches(), "A model has an id of lower-case letters, digits, - and .");
    require(files.size() <= MOST_FILES, "A package has no more than " + MOST_FILES + " files");
    for (String name : files.keySet()) {
      require(
          NAME.matcher(name).matches(),
          "A file of a package has a name of letters, digits, ., - and _, without a folder");
    }
    long bytes = files.values().stream().mapToLong(it -> it.length).sum();
    require(bytes <= MOST_BYTES, "A package has no more than " + (MOST_BYTES >> 20) + " MB");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new RegistryRefusedException(Reason.PACKAGE, message);
    }
  }
}
