package org.andiron.risk.registry;

import java.util.Optional;
import org.andiron.risk.InstalledModel;

/**
 * A version of a model, as the registry has it.
 *
 * @param model none if its package cannot be used; then it is never scored, whatever its state
 * @param problem why its package cannot be used; empty if it can
 */
public record RegisteredModel(ModelStatus status, Optional<InstalledModel> model, String problem) {

  public ModelKey key() {
    return status.model();
  }

  public ModelState state() {
    return status.state();
  }

  /**
   * The model.
   *
   * @throws IllegalStateException if its package cannot be used
   */
  public InstalledModel installed() {
    return model.orElseThrow(() -> new IllegalStateException(key() + ": " + problem));
  }
}
