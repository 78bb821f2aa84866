package org.andiron.risk.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.training.OutcomeRule.Finding;
import org.andiron.storage.config.ConfigurationFileException;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** The rule that a training leaves in the folder of its model. */
class OutcomeRuleTest {

  private static final Instant DISCHARGE = Instant.parse("2020-03-05T10:00:00Z");
  private static final OutcomeRule RULE = rule(Given.readmission().outcomeFile());

  private static OutcomeRule rule(String file) {
    return OutcomeRule.read("outcome.json", file.getBytes(StandardCharsets.UTF_8), Given.LIBRARY);
  }

  private static Finding find(Resource... resources) {
    return RULE.find(Given.record(resources), DISCHARGE);
  }

  @Test
  void itIsThatOfTheDefinitionWithoutTheEndOfItsData() {
    TrainingDefinition definition =
        Given.readmission(
            root ->
                ((com.fasterxml.jackson.databind.node.ObjectNode) root.get("followUp"))
                    .put("end", "2019-01-01"));
    OutcomeRule read = rule(definition.outcomeFile());
    assertThat(read.outcome().id()).isEqualTo(definition.outcome().id());
    assertThat(read.outcome().horizon()).isEqualTo(definition.outcome().horizon());
    assertThat(read.subgroups()).isEqualTo(definition.subgroups());
    assertThat(read.followUp().end()).isEmpty();
    assertThat(read.followUp().lost()).isEqualTo(definition.followUp().lost());
  }

  @Test
  void whatCameWithinTheTimeOccurred() {
    Resource before = Given.stay("2020-03-01T08:00:00Z", "2020-03-05T10:00:00Z");
    assertThat(find(before, Given.stay("2020-03-20T08:00:00Z", "2020-03-22T08:00:00Z")))
        .isEqualTo(Finding.OCCURRED);
    assertThat(find(before, Given.stay("2020-05-20T08:00:00Z", "2020-05-22T08:00:00Z")))
        .isEqualTo(Finding.NOT_OCCURRED);
    assertThat(find(before, Given.visit("2020-03-20T08:00:00Z")))
        .as("not seen again after the time")
        .isEqualTo(Finding.UNKNOWN);
    assertThat(find(before, Given.dead("2020-03-10"))).isEqualTo(Finding.NOT_OCCURRED);
  }

  @Test
  void aDeathMayEndTheLooking() {
    OutcomeRule excluding =
        rule(
            Given.readmission(
                    root ->
                        ((com.fasterxml.jackson.databind.node.ObjectNode) root.get("outcome"))
                            .put("death", "exclude"))
                .outcomeFile());
    assertThat(excluding.find(Given.record(Given.dead("2020-03-10")), DISCHARGE))
        .isEqualTo(Finding.CENSORED);
  }

  @Test
  void itTakesOfARecordWhatItLooksAt() {
    assertThat(RULE.needs().kinds())
        .containsExactlyInAnyOrder(
            ResourceKind.PATIENT,
            ResourceKind.ENCOUNTER,
            ResourceKind.OBSERVATION,
            ResourceKind.PROCEDURE);
    assertThat(RULE.needs().codes(ResourceKind.OBSERVATION)).isEmpty();
  }

  @Test
  void groupsAreThoseOfTheRule() {
    assertThat(RULE.subgroups().of(Given.woman(), DISCHARGE))
        .isEqualTo(Map.of("sex", "female", "age-band", "65-79"));
  }

  @Test
  void aRuleThatCannotBeReadIsRefused() {
    assertThatExceptionOfType(ConfigurationFileException.class)
        .isThrownBy(() -> rule("{\"outcome\": {}}"))
        .withMessageContaining("outcome.json");
  }
}
