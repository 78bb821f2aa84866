package org.andiron.risk.registry;

import java.util.Optional;

/** From which state which action leads to which. */
final class TransitionRules {

  private TransitionRules() {}

  /**
   * The state after an action.
   *
   * @return none if the action is not one of that state
   * @throws IllegalArgumentException if the action alone does not tell: after {@link
   *     ModelAction#INSTALL}, {@link ModelAction#DEPLOY}, {@link ModelAction#RESTORE}
   */
  static Optional<ModelState> after(ModelState before, ModelAction action) {
    return switch (action) {
      case ENABLE -> when(before.isBeside() || isDisabled(before), ModelState.ENABLED);
      case DISABLE, WITHDRAW -> when(!isDisabled(before), ModelState.DISABLED);
      case CHALLENGE ->
          when(!isChampion(before) && before != ModelState.CHALLENGER, ModelState.CHALLENGER);
      case SHADOW -> when(!isChampion(before) && before != ModelState.SHADOW, ModelState.SHADOW);
      case PROMOTE -> when(!isChampion(before) && !isDisabled(before), ModelState.CHAMPION);
      case DEMOTE -> when(isChampion(before), ModelState.ENABLED);
      case ROLLBACK -> when(isChampion(before), ModelState.DISABLED);
      case REINSTATE ->
          when(
              before == ModelState.ENABLED || before == ModelState.CHALLENGER, ModelState.CHAMPION);
      case REPLACE -> Optional.of(before);
      case INSTALL, DEPLOY, RESTORE ->
          throw new IllegalArgumentException(action + " is no step from a state");
    };
  }

  private static Optional<ModelState> when(boolean allowed, ModelState after) {
    return allowed ? Optional.of(after) : Optional.empty();
  }

  private static boolean isChampion(ModelState state) {
    return state == ModelState.CHAMPION;
  }

  private static boolean isDisabled(ModelState state) {
    return state == ModelState.DISABLED;
  }

  /** What to do instead of an action that is not one of that state. */
  static String advice(ModelState before, ModelAction action) {
    if (after(before, ModelAction.DISABLE).isEmpty() && action == ModelAction.PROMOTE) {
      return "enable it, or make it a challenger or a shadow, first";
    }
    return isChampion(before) && action != ModelAction.PROMOTE
        ? "promote another version, roll back, or disable it"
        : "nothing is to be done";
  }
}
