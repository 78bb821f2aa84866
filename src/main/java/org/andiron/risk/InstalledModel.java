package org.andiron.risk;

import org.andiron.risk.feature.FeatureSet;
import org.andiron.risk.model.ModelPackage;

/**
 * A risk model of this server.
 *
 * @param content its card and equation, and the digest of all that its results depend on
 * @param features what it takes from a record: of all inputs of the card that any record can have
 */
public record InstalledModel(ModelPackage content, FeatureSet features) {

  /** The name of its folder. */
  public String id() {
    return content.model().card().id();
  }
}
