package org.andiron.risk.registry;

import static org.andiron.risk.registry.History.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.andiron.risk.registry.RegistryRefusedException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  private static final ModelKey ONE = key("a", 1);
  private static final ModelKey TWO = key("a", 2);
  private static final ModelKey THREE = key("a", 3);

  private final History history = new History();

  private static void refused(Reason reason, String message, ThrowingCallable call) {
    assertThatExceptionOfType(RegistryRefusedException.class)
        .isThrownBy(call)
        .withMessageContaining(message)
        .satisfies(it -> assertThat(it.reason()).isEqualTo(reason));
  }

  @Nested
  class Folder {

    @Test
    void aModelOfTheFolderIsChampionAtOnce() {
      history.folder(ONE);
      assertThat(history.state(ONE)).isEqualTo(ModelState.CHAMPION);
    }

    @Test
    void theSameFolderChangesNothing() {
      history.folder(ONE).folder(ONE);
      assertThat(history.transitions()).hasSize(1);
    }

    @Test
    void anotherVersionInTheFolderTakesThePlaceOfTheFirst() {
      history.folder(ONE).folder(TWO);
      assertThat(history.state(ONE)).isEqualTo(ModelState.ENABLED);
      assertThat(history.state(TWO)).isEqualTo(ModelState.CHAMPION);
      history.rollback("a");
      assertThat(history.state(ONE)).isEqualTo(ModelState.CHAMPION);
    }

    @Test
    void butNotOfOneThatWasDeployed() {
      history.deploy(ONE, ModelState.CHALLENGER).change(ONE, ModelAction.PROMOTE).folder(TWO);
      assertThat(history.state(ONE)).isEqualTo(ModelState.CHAMPION);
      assertThat(history.state(TWO)).isEqualTo(ModelState.ENABLED);
    }

    @Test
    void aModelThatSomebodyDisabledStaysSoWithItsNextVersion() {
      history.folder(ONE).change(ONE, ModelAction.DISABLE).folder(TWO);
      assertThat(history.state(TWO)).isEqualTo(ModelState.DISABLED);
      assertThat(history.now().champion("a")).isEmpty();
    }

    @Test
    void whatIsNotInTheFolderAnyMoreIsDisabledUntilItIsAgain() {
      history.folder(ONE).folder();
      assertThat(history.state(ONE)).isEqualTo(ModelState.DISABLED);
      history.folder(ONE);
      assertThat(history.state(ONE)).isEqualTo(ModelState.CHAMPION);
    }

    @Test
    void itsNextVersionIsChampionIfOnlyTheFolderLostIt() {
      history.folder(ONE).folder().folder(TWO);
      assertThat(history.state(TWO)).isEqualTo(ModelState.CHAMPION);
    }

    @Test
    void whatIsAgainInTheFolderIsNoSecondChampion() {
      history
          .folder(ONE)
          .folder()
          .deploy(TWO, ModelState.CHALLENGER)
          .change(TWO, ModelAction.PROMOTE)
          .folder(ONE);
      assertThat(history.state(TWO)).isEqualTo(ModelState.CHAMPION);
      assertThat(history.state(ONE)).isEqualTo(ModelState.ENABLED);
    }

    @Test
    void whatSomebodyDisabledIsNotRestored() {
      history.folder(ONE).change(ONE, ModelAction.DISABLE).folder().folder(ONE);
      assertThat(history.state(ONE)).isEqualTo(ModelState.DISABLED);
    }

    @Test
    void otherContentOfAVersionIsNotedAndKeepsItsState() {
      history.folder(ONE);
      history.make(history.now().install(Map.of(ONE, History.digest(7)), Set.of()));
      assertThat(history.now().status(ONE).orElseThrow().digest()).isEqualTo(History.digest(7));
      assertThat(history.state(ONE)).isEqualTo(ModelState.CHAMPION);
      assertThat(history.transitions().get(1).step().action()).isEqualTo(ModelAction.REPLACE);
    }

    @Test
    void otherContentOfADeployedVersionIsRefused() {
      history.deploy(ONE, ModelState.CHALLENGER);
      refused(
          Reason.TAKEN,
          "a|1",
          () -> history.now().install(Map.of(ONE, History.digest(7)), Set.of()));
    }

    @Test
    void aDemonstrationIsEnabledAndNeverChampionByItself() {
      history.demonstration(ONE);
      assertThat(history.state(ONE)).isEqualTo(ModelState.ENABLED);
      history.change(ONE, ModelAction.CHALLENGE).change(ONE, ModelAction.PROMOTE);
      history.demonstration(TWO);
      assertThat(history.state(ONE)).isEqualTo(ModelState.CHAMPION);
      assertThat(history.state(TWO)).isEqualTo(ModelState.ENABLED);
    }

    @Test
    void aDemonstrationThatSomebodyDisabledStaysSoWithItsNextVersion() {
      history.demonstration(ONE).change(ONE, ModelAction.DISABLE).demonstration(TWO);
      assertThat(history.state(TWO)).isEqualTo(ModelState.DISABLED);
    }

    @Test
    void deployedVersionsAreNotOfTheFolder() {
      history.deploy(ONE, ModelState.SHADOW).folder();
      assertThat(history.state(ONE)).isEqualTo(ModelState.SHADOW);
    }
  }

  @Nested
  class Deployment {

    @Test
    void aVersionIsDeployedOnce() {
      history.deploy(ONE, ModelState.CHALLENGER);
      refused(Reason.TAKEN, "is there already", () -> history.deploy(ONE, ModelState.SHADOW));
      refused(
          Reason.TAKEN,
          "another version",
          () -> history.now().deploy(ONE, History.digest(9), ModelState.SHADOW));
    }

    @Test
    void nothingIsDeployedAsChampion() {
      refused(Reason.STATE, "promoted", () -> history.deploy(ONE, ModelState.CHAMPION));
    }
  }

  @Nested
  class Changes {

    @Test
    void aPromotionDemotesTheChampion() {
      history.folder(ONE).deploy(TWO, ModelState.CHALLENGER).change(TWO, ModelAction.PROMOTE);
      assertThat(history.state(ONE)).isEqualTo(ModelState.ENABLED);
      assertThat(history.state(TWO)).isEqualTo(ModelState.CHAMPION);
    }

    @Test
    void modelsHaveNothingToDoWithEachOther() {
      ModelKey other = key("b", 1);
      history.folder(ONE, other).deploy(TWO, ModelState.SHADOW).change(TWO, ModelAction.PROMOTE);
      assertThat(history.state(other)).isEqualTo(ModelState.CHAMPION);
    }

    @Test
    void aDisabledVersionIsEnabledBeforeItIsPromoted() {
      history.deploy(ONE, ModelState.DISABLED);
      refused(
          Reason.STATE,
          "a|1 is disabled: enable it",
          () -> history.change(ONE, ModelAction.PROMOTE));
    }

    @Test
    void aChampionIsNotMadeLessByTheWay() {
      history.folder(ONE);
      for (ModelAction less :
          List.of(ModelAction.ENABLE, ModelAction.CHALLENGE, ModelAction.SHADOW)) {
        refused(
            Reason.STATE,
            "a|1 is champion: promote another version",
            () -> history.change(ONE, less));
      }
      refused(
          Reason.STATE, "nothing is to be done", () -> history.change(ONE, ModelAction.PROMOTE));
    }

    @Test
    void nobodyChangesWhatIsNotThere() {
      history.folder(ONE);
      refused(Reason.UNKNOWN, "version 2", () -> history.change(TWO, ModelAction.ENABLE));
    }

    @Test
    void whatFollowsFromOtherThingsIsNotAskedFor() {
      history.folder(ONE);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> history.change(ONE, ModelAction.WITHDRAW));
    }
  }

  @Nested
  class Rollback {

    private void threeChampions() {
      history
          .folder(ONE)
          .deploy(TWO, ModelState.CHALLENGER)
          .change(TWO, ModelAction.PROMOTE)
          .deploy(THREE, ModelState.CHALLENGER)
          .change(THREE, ModelAction.PROMOTE);
    }

    @Test
    void goesBackOneByOne() {
      threeChampions();
      history.rollback("a");
      assertThat(history.state(TWO)).isEqualTo(ModelState.CHAMPION);
      assertThat(history.state(THREE)).isEqualTo(ModelState.DISABLED);
      history.rollback("a");
      assertThat(history.state(ONE)).isEqualTo(ModelState.CHAMPION);
      refused(Reason.STATE, "champion before", () -> history.rollback("a"));
      assertThat(history.state(ONE)).isEqualTo(ModelState.CHAMPION);
    }

    @Test
    void doesNotGoForthAgain() {
      threeChampions();
      history.rollback("a").change(THREE, ModelAction.ENABLE).rollback("a");
      assertThat(history.state(ONE)).isEqualTo(ModelState.CHAMPION);
      assertThat(history.state(TWO)).isEqualTo(ModelState.DISABLED);
      assertThat(history.state(THREE)).isEqualTo(ModelState.ENABLED);
    }

    @Test
    void passesOverWhatWasDisabledOrHiddenOrCannotBeUsed() {
      threeChampions();
      History shadow = new History().make(steps(history));
      history.change(TWO, ModelAction.DISABLE).rollback("a");
      assertThat(history.state(ONE)).isEqualTo(ModelState.CHAMPION);
      History broken = new History().make(steps(shadow));
      shadow.change(TWO, ModelAction.SHADOW).rollback("a");
      assertThat(shadow.state(ONE)).isEqualTo(ModelState.CHAMPION);
      broken.make(broken.now().rollback("a", it -> !it.equals(TWO)));
      assertThat(broken.state(ONE)).isEqualTo(ModelState.CHAMPION);
    }

    private static List<Step> steps(History history) {
      return history.transitions().stream().map(Transition::step).toList();
    }

    @Test
    void worksAfterTheChampionWasDisabled() {
      threeChampions();
      history.change(THREE, ModelAction.DISABLE);
      assertThat(history.now().champion("a")).isEmpty();
      history.rollback("a");
      assertThat(history.state(TWO)).isEqualTo(ModelState.CHAMPION);
    }

    @Test
    void ofWhatIsNotThereIsRefused() {
      refused(Reason.UNKNOWN, "no model x", () -> history.rollback("x"));
      history.folder(ONE);
      refused(Reason.STATE, "champion before", () -> history.rollback("a"));
    }
  }

  /** What comes of anything that may be done, in any order. */
  @Property
  void noMoreThanOneChampionWhateverIsDone(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 8 * 4 - 1) Integer> acts) {
    History random = new History();
    for (int act : acts) {
      ModelState before = before(random);
      try {
        act(random, act / 4, key("a", act % 4));
      } catch (RegistryRefusedException e) {
        assertThat(before(random)).isEqualTo(before);
      }
      assertThat(random.now().versions("a"))
          .filteredOn(it -> it.state() == ModelState.CHAMPION)
          .hasSizeLessThanOrEqualTo(1);
    }
    consistent(random.transitions());
  }

  private static ModelState before(History history) {
    return history.now().champion("a").map(ModelStatus::state).orElse(ModelState.DISABLED);
  }

  private static void act(History history, int what, ModelKey model) {
    switch (what) {
      case 0 -> history.folder(model);
      case 1 -> history.deploy(model, ModelState.CHALLENGER);
      case 2 -> history.rollback(model.id());
      case 3 -> history.change(model, ModelAction.ENABLE);
      case 4 -> history.change(model, ModelAction.DISABLE);
      case 5 -> history.change(model, ModelAction.CHALLENGE);
      case 6 -> history.change(model, ModelAction.SHADOW);
      default -> history.change(model, ModelAction.PROMOTE);
    }
  }

  /** Each step begins where the one before it ended. */
  private static void consistent(List<Transition> transitions) {
    Map<ModelKey, ModelState> states = new HashMap<>();
    Set<Long> numbers = new HashSet<>();
    for (Transition transition : transitions) {
      Step step = transition.step();
      assertThat(step.before().orElse(null)).isEqualTo(states.get(step.model()));
      states.put(step.model(), step.after());
      assertThat(numbers.add(transition.number())).isTrue();
    }
  }
}
