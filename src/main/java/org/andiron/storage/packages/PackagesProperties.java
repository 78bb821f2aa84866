package org.andiron.storage.packages;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How packages are read, {@code andiron.storage.packages.*}.
 *
 * @param reindex whether resources that were stored before a search parameter came are indexed for
 *     it by a job that the server starts ({@code auto}), or by the operator ({@code off}); in both
 *     cases the log says which types
 * @param maxUnpackedSize largest sum of the contents of one archive
 * @param maxEntries largest number of entries of one archive
 */
@ConfigurationProperties("andiron.storage.packages")
public record PackagesProperties(
    @DefaultValue("auto") Reindex reindex,
    @DefaultValue("512MB") DataSize maxUnpackedSize,
    @DefaultValue("50000") int maxEntries) {

  /** Who indexes existing resources for a new search parameter. */
  public enum Reindex {
    /** The server starts a job. */
    AUTO,
    /** The operator calls {@code $reindex}. */
    OFF
  }

  public PackagesProperties {
    if (maxUnpackedSize.toBytes() < 1) {
      throw new IllegalArgumentException(
          "andiron.storage.packages.max-unpacked-size must be positive");
    }
    if (maxEntries < 1) {
      throw new IllegalArgumentException("andiron.storage.packages.max-entries must be positive");
    }
  }
}
