package org.andiron.risk.training;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.Reference;
import org.andiron.risk.model.SourceAttribute;

/**
 * What people say of a model before it is trained; the training adds what it finds.
 *
 * @param notice what the answers are not, such as a diagnosis
 * @param absenceOfEvidence how the model takes what is not recorded
 * @param synthetic whether the patients are made up
 * @param attributes all source attributes but those {@link #BY_TRAINING}
 */
public record CardStatements(
    LocalText intendedUse,
    LocalText population,
    LocalText notice,
    String absenceOfEvidence,
    String licence,
    List<Reference> references,
    boolean synthetic,
    Map<SourceAttribute, String> attributes) {

  /** What nobody can say before. */
  public static final Set<SourceAttribute> BY_TRAINING =
      Collections.unmodifiableSet(
          EnumSet.of(
              SourceAttribute.TRAINING_REPRESENTATIVENESS,
              SourceAttribute.VALIDITY_INTERNAL,
              SourceAttribute.FAIRNESS_INTERNAL));

  /**
   * @throws IllegalArgumentException if the attributes are not those
   */
  public CardStatements {
    references = List.copyOf(references);
    Set<SourceAttribute> expected = EnumSet.complementOf(EnumSet.copyOf(BY_TRAINING));
    if (!attributes.keySet().equals(expected)) {
      throw new IllegalArgumentException("the attributes are not those that are said before");
    }
    attributes = Collections.unmodifiableMap(new EnumMap<>(attributes));
  }
}
