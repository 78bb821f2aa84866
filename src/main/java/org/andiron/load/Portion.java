package org.andiron.load;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file that is sent at one moment of the load: a whole Bundle, one resource, or all
 * lines of an NDJSON file that hold one resource type.
 *
 * @param lineType the type of the lines meant, {@code null} when the portion is the whole file
 * @param requires types that must be on the server first
 * @param counts resources by type; the keys are what the portion provides
 * @param bytes size of the content, inflated
 * @param atomic whether the server stores all or nothing
 * @param repeatable whether sending it twice leaves the same as sending it once
 */
record Portion(
    SourceFile file,
    @Nullable String lineType,
    Set<String> requires,
    Map<String, Long> counts,
    long bytes,
    boolean atomic,
    boolean repeatable,
    @Nullable Probe probe) {

  Portion {
    requires = Set.copyOf(requires);
    counts = Map.copyOf(counts);
  }

  Set<String> provides() {
    return counts.keySet();
  }

  long resources() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
