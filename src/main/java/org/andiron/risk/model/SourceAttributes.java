package org.andiron.risk.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** All source attributes of a model, none empty. */
public record SourceAttributes(Map<SourceAttribute, String> texts) {

  /**
   * @throws IllegalArgumentException if one is missing or blank
   */
  public SourceAttributes {
    Map<SourceAttribute, String> all = new EnumMap<>(SourceAttribute.class);
    for (SourceAttribute attribute : SourceAttribute.values()) {
      String text = texts.get(attribute);
      if (text == null || text.isBlank()) {
        throw new IllegalArgumentException(attribute + " is missing");
      }
      all.put(attribute, text);
    }
    texts = Collections.unmodifiableMap(all);
  }
}
