package org.andiron.risk.registry;

import java.util.Locale;
import java.util.Optional;

/** What a version of a model is used for. */
public enum ModelState {
  /** Not used. */
  DISABLED,
  /** Shown to who asks for this version. */
  ENABLED,
  /** Shown to who asks for the model; one version of each model at most. */
  CHAMPION,
  /** Scored and watched beside the champion; shown to who asks for this version. */
  CHALLENGER,
  /** Scored and watched beside the champion; never shown. */
  SHADOW;

  /** Its name in lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that name; none if there is none. */
  public static Optional<ModelState> of(String code) {
    for (ModelState state : values()) {
      if (state.code().equals(code)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  /** Whether its scores may be shown. */
  public boolean isShown() {
    return this == ENABLED || this == CHAMPION || this == CHALLENGER;
  }

  /** Whether it is scored whenever the champion is. */
  public boolean isBeside() {
    return this == CHALLENGER || this == SHADOW;
  }
}
