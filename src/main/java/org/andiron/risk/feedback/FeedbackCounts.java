package org.andiron.risk.feedback;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often users accepted the cards of a model, and overrode them.
 *
 * @param overridden by reason; those without one under an empty text
 */
public record FeedbackCounts(long accepted, SortedMap<String, Long> overridden) {

  /** Nobody said anything. */
  public static final FeedbackCounts NONE = new FeedbackCounts(0, new TreeMap<>());

  public FeedbackCounts {
    overridden = new TreeMap<>(overridden);
  }

  /** All. */
  public long total() {
    return accepted + overridden.values().stream().mapToLong(Long::longValue).sum();
  }
}
