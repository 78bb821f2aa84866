package org.andiron.consentoracle;

import static org.andiron.consentoracle.Draft.actor;
import static org.andiron.consentoracle.Draft.codings;
import static org.andiron.consentoracle.Draft.consent;
import static org.andiron.consentoracle.Draft.provision;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a provision is about, and what it is not quite about. */
class CriteriaTest {

  private static final String YEAR = "'dataPeriod': {'start': '2023', 'end': '2023'}";

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void whatHasNoDateIsDeniedButNotPermitted(Decider decider) {
    assertThat(permit(YEAR).dated(null).isPermittedBy(decider)).isFalse();
    assertThat(deny(YEAR).dated(null).isPermittedBy(decider)).isFalse();
    assertThat(permit(YEAR).isPermittedBy(decider)).isTrue();
    assertThat(deny(YEAR).dated("2022").isPermittedBy(decider)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void lastChangeStandsForADate(Decider decider) {
    Instant before = Instant.parse("2022-12-31T22:59:59Z");

    assertThat(permit(YEAR).dated(null).changed(Draft.NOW).isPermittedBy(decider)).isTrue();
    assertThat(deny(YEAR).dated(null).changed(before).isPermittedBy(decider)).isTrue();
    assertThat(deny(YEAR).dated("2023").changed(before).isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void whatIsPartlyOfATimeIsDeniedButNotPermitted(Decider decider) {
    String june = "'dataPeriod': {'start': '2023-06-10', 'end': '2023-07-10'}";

    assertThat(permit(june).isPermittedBy(decider)).isFalse();
    assertThat(deny(june).isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void unknownActorIsDeniedAsAnybodyAndPermittedAsNobody(Decider decider) {
    assertThat(permit(actor("Practitioner/gone")).isPermittedBy(decider)).isFalse();
    assertThat(deny(actor("Practitioner/gone")).isPermittedBy(decider)).isFalse();
    assertThat(permit(actor("Practitioner/p1")).isPermittedBy(decider)).isTrue();
    assertThat(deny(actor("Practitioner/p2")).isPermittedBy(decider)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void actorIsNamedByOneOfItsIdentifiers(Decider decider) {
    assertThat(permit(staff("1")).isPermittedBy(decider)).isTrue();
    assertThat(permit(staff("2")).isPermittedBy(decider)).isFalse();
    assertThat(deny(staff("1")).isPermittedBy(decider)).isFalse();
    assertThat(deny(staff("2")).isPermittedBy(decider)).isTrue();
    assertThat(deny(staff("of nobody")).isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void organizationIsNamedWithItsParts(Decider decider) {
    assertThat(permit(actor("Organization/whole")).isPermittedBy(decider)).isTrue();
    assertThat(permit(actor("Organization/part-of-part")).isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void treatmentIsNotBreakingTheGlass(Decider decider) {
    String treat = codings("purpose", Code.reason("TREAT"));
    String btg = codings("purpose", Code.reason("BTG"));

    assertThat(permit(treat).purpose("ETREAT").isPermittedBy(decider)).isTrue();
    assertThat(permit(treat).purpose("BTG").isPermittedBy(decider)).isFalse();
    assertThat(deny(treat).purpose("BTG").isPermittedBy(decider)).isFalse();
    assertThat(permit(btg).purpose("TREAT").isPermittedBy(decider)).isFalse();
    assertThat(permit("").purpose("BTG").isPermittedBy(decider)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void permittedConfidentialityReachesDownAndDeniedUp(Decider decider) {
    String normal = codings("securityLabel", Code.confidentiality("N"));
    String restricted = codings("securityLabel", Code.confidentiality("R"));

    assertThat(permit(normal).labels(Code.confidentiality("L")).isPermittedBy(decider)).isTrue();
    assertThat(permit(normal).labels(Code.confidentiality("R")).isPermittedBy(decider)).isFalse();
    assertThat(deny(restricted).labels(Code.confidentiality("V")).isPermittedBy(decider)).isFalse();
    assertThat(deny(restricted).labels(Code.confidentiality("N")).isPermittedBy(decider)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void withoutLabelIsNormalOnlyIfTheServiceLooked(Decider decider) {
    String normal = codings("securityLabel", Code.confidentiality("N"));
    String psychiatry = codings("securityLabel", Code.sensitivity("PSY"));

    assertThat(permit(normal).labels().isPermittedBy(decider)).isTrue();
    assertThat(permit(normal).labels().unseen().isPermittedBy(decider)).isFalse();
    assertThat(deny(psychiatry).labels().isPermittedBy(decider)).isTrue();
    assertThat(deny(psychiatry).labels().unseen().isPermittedBy(decider)).isFalse();
  }

  /** Who labelled it by hand did not know the rules of now. */
  @ParameterizedTest
  @EnumSource(Deciders.class)
  void noLabelTellsThatThereIsNoSensitivityBeforeTheServiceLooked(Decider decider) {
    String psychiatry = codings("securityLabel", Code.sensitivity("PSY"));

    for (Code label : new Code[] {Code.confidentiality("N"), Code.sensitivity("HIV")}) {
      assertThat(deny(psychiatry).labels(label).isPermittedBy(decider)).isTrue();
      assertThat(deny(psychiatry).labels(label).unseen().isPermittedBy(decider)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void sensitivityIncludesItsKinds(Decider decider) {
    Code alcohol = Code.sensitivity("ETHUD");

    for (String broader : new String[] {"ETH", "SUD"}) {
      String named = codings("securityLabel", Code.sensitivity(broader));
      assertThat(deny(named).labels(alcohol).isPermittedBy(decider)).isFalse();
      assertThat(permit(named).labels(alcohol).isPermittedBy(decider)).isTrue();
    }
    String narrower = codings("securityLabel", alcohol);
    assertThat(deny(narrower).labels(Code.sensitivity("SUD")).isPermittedBy(decider)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void permittedSensitivitiesCoverAllThatAResourceHas(Decider decider) {
    Code psychiatry = Code.sensitivity("PSY");
    Code hiv = Code.sensitivity("HIV");
    String one = codings("securityLabel", psychiatry);
    String both = codings("securityLabel", psychiatry, hiv);

    assertThat(permit(one).labels(psychiatry, hiv).isPermittedBy(decider)).isFalse();
    assertThat(permit(both).labels(psychiatry, hiv).isPermittedBy(decider)).isTrue();
    assertThat(deny(one).labels(psychiatry, hiv).isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void encounterIsNamedWithWhatRefersToIt(Decider decider) {
    String encounter = data("'reference': 'Encounter/1'");

    assertThat(deny(encounter).refersTo("Encounter/1").isPermittedBy(decider)).isFalse();
    assertThat(deny(encounter).referredFrom("Encounter/1").isPermittedBy(decider)).isFalse();
    assertThat(permit(encounter).refersTo("Encounter/1").isPermittedBy(decider)).isTrue();
    assertThat(deny(encounter).refersTo("Encounter/2").isPermittedBy(decider)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void otherDataIsNamedWithWhatItRefersTo(Decider decider) {
    String condition = data("'reference': 'Condition/1'");

    assertThat(deny(condition).refersTo("Condition/1").isPermittedBy(decider)).isTrue();
    assertThat(deny(condition).referredFrom("Condition/1").isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void dataIsNamedByVersionAndByIdentifier(Decider decider) {
    Ident identifier = RandomWorld.identifier("Encounter/1");
    String logical =
        "'identifier': {'system': '%s', 'value': '%s'}"
            .formatted(identifier.system(), identifier.value());

    for (String named : new String[] {"'reference': 'Encounter/1/_history/3'", logical}) {
      assertThat(deny(data(named)).refersTo("Encounter/1").isPermittedBy(decider)).isFalse();
      assertThat(deny(data(named)).refersTo("Condition/1").isPermittedBy(decider)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void copiesAreDeniedWithTheOriginal(Decider decider) {
    for (String meaning : new String[] {"instance", "related", "dependents"}) {
      String condition = data(meaning, "'reference': 'Condition/1'");
      assertThat(deny(condition).copyOf("Condition/1").isPermittedBy(decider)).isFalse();
      assertThat(deny(condition).copyOf("Condition/2").isPermittedBy(decider)).isTrue();
      assertThat(permit(condition).copyOf("Condition/1").isPermittedBy(decider)).isFalse();
    }
    String related = data("related", "'reference': 'Condition/1'");
    assertThat(deny(related).copyReferredFrom("Condition/1").isPermittedBy(decider)).isFalse();
    assertThat(permit(related).copyReferredFrom("Condition/1").isPermittedBy(decider)).isFalse();

    String author = data("authoredby", "'reference': 'Practitioner/p2'");
    assertThat(deny(author).author("Practitioner/p2").isPermittedBy(decider)).isFalse();
    assertThat(permit(author).author("Practitioner/p2").isPermittedBy(decider)).isTrue();
    assertThat(deny(author).copyBy("Practitioner/p2").isPermittedBy(decider)).isFalse();
    assertThat(deny(author).copyBy("Practitioner/p1").isPermittedBy(decider)).isTrue();
    assertThat(permit(author).copyBy("Practitioner/p2").isPermittedBy(decider)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void writingIsCollectingAndCorrecting(Decider decider) {
    String collect = "'action': [{'coding': [{'system': '%s', 'code': 'collect'}]}]";
    String correct = "'action': [{'coding': [{'system': '%s', 'code': 'correct'}]}]";

    assertThat(action(collect, Interaction.CREATE).isPermittedBy(decider)).isFalse();
    assertThat(action(collect, Interaction.READ).isPermittedBy(decider)).isTrue();
    assertThat(action(correct, Interaction.UPDATE).isPermittedBy(decider)).isFalse();
    assertThat(action(correct, Interaction.CREATE).isPermittedBy(decider)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Deciders.class)
  void lastDayOfAPeriodIsThatOfTheZone(Decider decider) {
    String until = "'period': {'end': '2023-06-30'}";

    assertThat(deny(until).at("2023-06-30T21:59:59Z").isPermittedBy(decider)).isFalse();
    assertThat(deny(until).at("2023-06-30T22:00:00Z").isPermittedBy(decider)).isTrue();
  }

  private static String staff(String number) {
    return "'actor': [{'role': {'text': 'recipient'}, 'reference': {'identifier': {%s}}}]"
        .formatted("'system': 'http://example.org/staff', 'value': '" + number + "'");
  }

  private static Draft action(String action, Interaction interaction) {
    return deny(action.formatted(Code.ACTIONS)).interaction(interaction);
  }

  private static String data(String reference) {
    return data("related", reference);
  }

  private static String data(String meaning, String reference) {
    return "'data': [{'meaning': '%s', 'reference': {%s}}]".formatted(meaning, reference);
  }

  private static Draft permit(String element) {
    return consent(provision("'type': 'permit'" + (element.isEmpty() ? "" : ", " + element)));
  }

  private static Draft deny(String element) {
    return consent(provision("'type': 'deny', " + element));
  }
}
