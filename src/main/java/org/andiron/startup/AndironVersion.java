package org.andiron.startup;

import org.jspecify.annotations.Nullable;

/** Which Andiron this is. */
public final class AndironVersion {

  private AndironVersion() {}

  /** The version in the manifest of the jar, or {@code development} for classes outside a jar. */
  public static String current() {
    @Nullable String version = AndironVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
