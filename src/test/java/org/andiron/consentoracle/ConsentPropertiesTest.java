package org.andiron.consentoracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of all consents, tried on questions at random. */
class ConsentPropertiesTest {

  private static final int CASES = 10_000;

  private final RandomQuestions questions = new RandomQuestions(7);
  private final Variations variations = new Variations(questions);

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void orderIsWithoutEffect(Decider decider) {
    assertThat(different(decider, variations::shuffled)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void consentsGivenTwiceAreGivenOnce(Decider decider) {
    assertThat(different(decider, variations::doubled)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void oneMoreConsentThatDeniesPermitsNothing(Decider decider) {
    assertThat(gained(decider, asked -> variations.withConsent(asked, ConsentProvisionType.DENY)))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void oneMoreProvisionThatDeniesPermitsNothing(Decider decider) {
    assertThat(gained(decider, variations::withDeny)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void oneMoreExceptionToWhatIsDeniedDeniesNothing(Decider decider) {
    assertThat(lost(decider, variations::withPermit)).isEmpty();
  }

  /** The new one may end what the implicit policy permits, therefore one that permits nothing. */
  @ParameterizedTest
  @EnumSource(Deciders.class)
  void oneMoreConsentThatPermitsTakesNothingFromWhatConsentsPermit(Decider decider) {
    UnaryOperator<Question> denying = asked -> asked.withPolicy(ImplicitPolicy.DENY);

    assertThat(
            lost(
                decider,
                CASES,
                denying,
                asked -> variations.withConsent(denying.apply(asked), ConsentProvisionType.PERMIT)))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void policiesPermitMoreInTheirOrder(Decider decider) {
    for (ImplicitPolicy policy : ImplicitPolicy.values()) {
      for (ImplicitPolicy other : ImplicitPolicy.values()) {
        if (policy.compareTo(other) < 0) {
          assertThat(
                  lost(decider, 500, asked -> asked.withPolicy(policy), a -> a.withPolicy(other)))
              .isEmpty();
        }
      }
    }
  }

  private List<String> different(Decider decider, UnaryOperator<Question> change) {
    List<String> different = new ArrayList<>(gained(decider, change));
    different.addAll(lost(decider, change));
    return different;
  }

  private List<String> gained(Decider decider, UnaryOperator<Question> change) {
    return lost(decider, CASES, change, UnaryOperator.identity());
  }

  private List<String> lost(Decider decider, UnaryOperator<Question> change) {
    return lost(decider, CASES, UnaryOperator.identity(), change);
  }

  /** What is permitted in the first form and not in the second. */
  private List<String> lost(
      Decider decider, int cases, UnaryOperator<Question> first, UnaryOperator<Question> second) {
    List<String> lost = new ArrayList<>();
    int asked = 0;
    while (asked < cases) {
      for (Question question : questions.next()) {
        asked++;
        if (decider.permits(first.apply(question)) && !decider.permits(second.apply(question))) {
          lost.add(Minimal.told(question));
        }
      }
    }
    return lost;
  }
}
