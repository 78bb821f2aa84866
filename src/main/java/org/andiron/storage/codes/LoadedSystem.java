package org.andiron.storage.codes;

import org.jspecify.annotations.Nullable;

/**
 * One version of a code system whose concepts are in {@code andiron.concept}.
 *
 * @param id its number there
 * @param url what records have as the system of a coding
 * @param version its business version; for SNOMED CT the URI of edition and version
 * @param name what people call it
 * @param edition the URI of an edition of which it is a version, null where there are no editions
 */
public record LoadedSystem(
    int id, String url, String version, String name, @Nullable String edition) {

  /** URL and version, as a canonical reference has them. */
  public String canonical() {
    return url + "|" + version;
  }
}
