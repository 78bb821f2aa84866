package org.andiron.security.page.choice;

import java.io.Serial;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the user answered.
 *
 * @param id of the Patient; null if the user wants none and so denies the app
 */
public record PatientAnswer(@Nullable String id) implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  /** Id of the Patient; empty if the user gave up, which denies the app. */
  public Optional<String> patient() {
    return Optional.ofNullable(id);
  }
}
