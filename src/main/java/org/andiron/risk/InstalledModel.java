package org.andiron.risk;

import java.util.Optional;
import org.andiron.risk.feature.FeatureSet;
import org.andiron.risk.model.ModelPackage;
import org.andiron.risk.training.OutcomeRule;

/**
 * A risk model of this server.
 *
 * @param content its card and equation, and the digest of all that its results depend on
 * @param features what it takes from a record: of all inputs of the card that any record can have
 * @param outcomeRule how it is found out what became of patients; of models that were trained here
 */
public record InstalledModel(
    ModelPackage content, FeatureSet features, Optional<OutcomeRule> outcomeRule) {

  /** The name of its folder. */
  public String id() {
    return content.model().card().id();
  }
}
