package org.andiron.risk.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * For whom something holds.
 *
 * @param allowed inputs with the values that they may have, all of them together; of all people if
 *     empty
 */
public record Condition(Map<String, Set<FeatureValue>> allowed) {

  /** That which holds for all. */
  public static final Condition ALWAYS = new Condition(Map.of());

  public Condition {
    // Copies of Map.copyOf have another order in each run.
    allowed = Collections.unmodifiableMap(new LinkedHashMap<>(allowed));
  }

  Set<String> inputs() {
    return allowed.keySet();
  }

  boolean holds(InputSource source) {
    return allowed.entrySet().stream()
        .allMatch(entry -> entry.getValue().contains(source.get(entry.getKey())));
  }
}
