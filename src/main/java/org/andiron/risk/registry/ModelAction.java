package org.andiron.risk.registry;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is done to a version of a model. */
public enum ModelAction {
  /** It was found in the operator's folder for the first time. */
  INSTALL,
  /** It was uploaded or trained. */
  DEPLOY,
  /** The folder has it with other content. */
  REPLACE,
  /** The folder does not have the model any more. */
  WITHDRAW,
  /** The folder has it again. */
  RESTORE,
  ENABLE,
  DISABLE,
  /** Make it a challenger. */
  CHALLENGE,
  /** Make it a shadow. */
  SHADOW,
  /** Make it the champion. */
  PROMOTE,
  /** Another version was promoted in its place. */
  DEMOTE,
  /** It is champion no longer because it was not right. */
  ROLLBACK,
  /** It was the champion before, and is again. */
  REINSTATE;

  private static final Set<ModelAction> OF_ADMINISTRATORS =
      Set.of(ENABLE, DISABLE, CHALLENGE, SHADOW, PROMOTE);

  /** Its name in lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The action of that name, of those that are asked for by name; none if there is none. */
  public static Optional<ModelAction> asked(String code) {
    return OF_ADMINISTRATORS.stream().filter(it -> it.code().equals(code)).findFirst();
  }

  /** Whether it is asked for by name. The others follow from something else. */
  boolean isAsked() {
    return OF_ADMINISTRATORS.contains(this);
  }
}
