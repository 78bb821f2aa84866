package org.andiron.risk.registry;

import java.util.Comparator;

/** A version of a model. */
public record ModelKey(String id, String version) implements Comparable<ModelKey> {

  private static final Comparator<ModelKey> ORDER =
      Comparator.comparing(ModelKey::id).thenComparing(ModelKey::version);

  @Override
  public int compareTo(ModelKey other) {
    return ORDER.compare(this, other);
  }

  /** As in {@code pce-2013|1.0.0}. */
  @Override
  public String toString() {
    return id + '|' + version;
  }
}
