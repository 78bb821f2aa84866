package org.andiron.risk.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every state with every action; {@code -} where it is refused. */
class TransitionRulesTest {

  @ParameterizedTest
  @CsvSource({
    // action,  disabled,   enabled,    champion, challenger, shadow
    "ENABLE,    ENABLED,    -,          -,        ENABLED,    ENABLED",
    "DISABLE,   -,          DISABLED,   DISABLED, DISABLED,   DISABLED",
    "WITHDRAW,  -,          DISABLED,   DISABLED, DISABLED,   DISABLED",
    "CHALLENGE, CHALLENGER, CHALLENGER, -,        -,          CHALLENGER",
    "SHADOW,    SHADOW,     SHADOW,     -,        SHADOW,     -",
    "PROMOTE,   -,          CHAMPION,   -,        CHAMPION,   CHAMPION",
    "DEMOTE,    -,          -,          ENABLED,  -,          -",
    "ROLLBACK,  -,          -,          DISABLED, -,          -",
    "REINSTATE, -,          CHAMPION,   -,        CHAMPION,   -",
    "REPLACE,   DISABLED,   ENABLED,    CHAMPION, CHALLENGER, SHADOW"
  })
  void table(
      ModelAction action,
      String disabled,
      String enabled,
      String champion,
      String challenger,
      String shadow) {
    assertThat(after(ModelState.DISABLED, action)).isEqualTo(disabled);
    assertThat(after(ModelState.ENABLED, action)).isEqualTo(enabled);
    assertThat(after(ModelState.CHAMPION, action)).isEqualTo(champion);
    assertThat(after(ModelState.CHALLENGER, action)).isEqualTo(challenger);
    assertThat(after(ModelState.SHADOW, action)).isEqualTo(shadow);
  }

  private static String after(ModelState before, ModelAction action) {
    return TransitionRules.after(before, action).map(Enum::name).orElse("-");
  }

  @ParameterizedTest
  @EnumSource(names = {"INSTALL", "DEPLOY", "RESTORE"})
  void whatBringsAVersionIsNoStepFromAState(ModelAction action) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransitionRules.after(ModelState.ENABLED, action));
  }

  @Test
  void onlyActionsOfAdministratorsAreAskedForByName() {
    assertThat(ModelAction.asked("promote")).contains(ModelAction.PROMOTE);
    for (String other : new String[] {"rollback", "demote", "install", "PROMOTE", ""}) {
      assertThat(ModelAction.asked(other)).as(other).isEmpty();
    }
  }

  @Test
  void aShadowAndADisabledVersionAreNotShown() {
    assertThat(ModelState.values())
        .filteredOn(ModelState::isShown)
        .containsExactly(ModelState.ENABLED, ModelState.CHAMPION, ModelState.CHALLENGER);
    assertThat(ModelState.values())
        .filteredOn(ModelState::isBeside)
        .containsExactly(ModelState.CHALLENGER, ModelState.SHADOW);
    assertThat(ModelState.of("shadow")).isEqualTo(Optional.of(ModelState.SHADOW));
    assertThat(ModelState.of("SHADOW")).isEmpty();
  }
}
