package org.andiron.consent.decision;

import static org.andiron.consent.decision.Given.consent;
import static org.andiron.consent.decision.Given.decide;
import static org.andiron.consent.decision.Given.deny;
import static org.andiron.consent.decision.Given.doctor;
import static org.andiron.consent.decision.Given.observation;
import static org.andiron.consent.decision.Given.permit;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataMeaning;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.ResourceRef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is inside a resource, contained or as an entry, where consents speak of classes and data.
 */
class InnerResourcesTest {

  private static final ContentClass CONDITION = new ContentClass.OfType("Condition");
  private static final ContentClass PROFILE = new ContentClass.WithProfile("urn:profile");

  static List<ContentClass> classes() {
    return List.of(CONDITION, PROFILE);
  }

  private final ResourceFacts resource = observation().inner(List.of(CONDITION, PROFILE)).build();

  private static Criterion.Classes only(ContentClass one) {
    return new Criterion.Classes(Set.of(one));
  }

  @ParameterizedTest
  @MethodSource("classes")
  void whatIsDeniedAloneIsDeniedInside(ContentClass inner) {
    ConsentDecision decision =
        decide(doctor("TREAT"), resource, consent(permit(deny(only(inner)))));
    assertThat(decision.permits()).isFalse();
    assertThat(
            decide(doctor("TREAT"), observation().build(), consent(permit(deny(only(inner)))))
                .permits())
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("classes")
  void whatIsPermittedAloneDoesNotPermitWhatIsAround(ContentClass inner) {
    assertThat(decide(doctor("TREAT"), resource, consent(permit(only(inner)))).permits()).isFalse();
  }

  private static final ReferenceSet DENIED = ReferenceSet.of(new ResourceRef("Condition", "5"));

  private static final InnerData COPY =
      new InnerData(DENIED, ReferenceSet.EMPTY, ReferenceSet.EMPTY);
  private static final InnerData REFERRED_TO =
      new InnerData(ReferenceSet.EMPTY, DENIED, ReferenceSet.EMPTY);
  private static final InnerData WRITTEN =
      new InnerData(ReferenceSet.EMPTY, ReferenceSet.EMPTY, DENIED);

  static List<Arguments> data() {
    return List.of(
        Arguments.of(DataMeaning.INSTANCE, COPY),
        Arguments.of(DataMeaning.RELATED, COPY),
        Arguments.of(DataMeaning.RELATED, REFERRED_TO),
        Arguments.of(DataMeaning.DEPENDENTS, COPY),
        Arguments.of(DataMeaning.AUTHOREDBY, WRITTEN));
  }

  @ParameterizedTest
  @MethodSource("data")
  void dataAreDeniedInsideAndNotPermitted(DataMeaning meaning, InnerData inside) {
    Criterion.Data named =
        new Criterion.Data(
            List.of(
                new DataReference(
                    meaning, new ConsentReference.Local(DENIED.references().iterator().next()))));
    ResourceFacts around = observation().innerData(inside).build();
    assertThat(decide(doctor("TREAT"), around, consent(permit(deny(named)))).permits()).isFalse();
    assertThat(decide(doctor("TREAT"), around, consent(permit(named))).permits()).isFalse();
    assertThat(
            decide(doctor("TREAT"), observation().build(), consent(permit(deny(named)))).permits())
        .isTrue();
  }
}
