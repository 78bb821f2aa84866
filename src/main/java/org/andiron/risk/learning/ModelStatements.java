package org.andiron.risk.learning;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.model.Reference;
import org.andiron.risk.model.SourceAttribute;

/**
 * What people say of a model in the place of, or beside, what its card says of any learned model.
 *
 * @param absence how the model takes what is not recorded; the card adds what learning found
 * @param references beside that of the algorithm
 * @param attributes stand in the place of the usual ones
 */
public record ModelStatements(
    Optional<String> absence, List<Reference> references, Map<SourceAttribute, String> attributes) {

  /** Nothing is said. */
  public static final ModelStatements NONE =
      new ModelStatements(Optional.empty(), List.of(), Map.of());

  public ModelStatements {
    references = List.copyOf(references);
    Map<SourceAttribute, String> sorted = new EnumMap<>(SourceAttribute.class);
    sorted.putAll(attributes);
    attributes = Collections.unmodifiableMap(sorted);
  }
}
