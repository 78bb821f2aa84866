package org.andiron.risk.registry;

/**
 * How a version of a model is now.
 *
 * @param digest of its package
 * @param origin where it came from first
 * @param state what it is used for
 * @param last what made it so
 */
public record ModelStatus(
    ModelKey model, String digest, Origin origin, ModelState state, Transition last) {

  /** Where packages come from. */
  public enum Origin {
    /** The operator's folder. */
    FOLDER,
    /** Uploaded or trained. */
    DEPLOYED
  }

  boolean isOfFolder() {
    return origin == Origin.FOLDER;
  }
}
