package org.andiron.risk.feature;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One version of a resource.
 *
 * @param version null if the resource does not say
 */
public record ResourceVersion(String type, String id, @Nullable String version)
    implements Comparable<ResourceVersion> {

  private static final Comparator<ResourceVersion> ORDER =
      Comparator.comparing(ResourceVersion::reference);

  /** As {@code Reference.reference}, {@code Observation/1/_history/2}. */
  public String reference() {
    return version == null ? type + "/" + id : type + "/" + id + "/_history/" + version;
  }

  @Override
  public int compareTo(ResourceVersion other) {
    return ORDER.compare(this, other);
  }
}
