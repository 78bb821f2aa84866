package org.andiron.risk.cds;

import static org.andiron.risk.cds.HookCallReaderTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.andiron.risk.feedback.CardFeedback;
import org.andiron.risk.feedback.CardOutcome;
import org.andiron.risk.registry.ModelAction;
import org.andiron.risk.registry.ModelKey;
import org.andiron.risk.registry.ModelState;
import org.andiron.risk.registry.ModelStatus;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.risk.registry.Step;
import org.andiron.risk.registry.Transition;
import org.andiron.server.CdsRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackReaderTest {

  private static final String AT = "'outcomeTimestamp': '2026-03-01T10:00:00+02:00'";
  private static final String OLD = "a".repeat(64);
  private static final String NEW = "b".repeat(64);

  private final FeedbackReader reader =
      new FeedbackReader(
          id ->
              id.equals("lace") ? List.of(version("1.0.0", OLD), version("1.1.0", NEW)) : List.of(),
          Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC));

  private final UUID card = CardId.of(OLD);

  private static RegisteredModel version(String version, String digest) {
    ModelKey key = new ModelKey("lace", version);
    Step step = new Step(key, digest, ModelAction.ENABLE, Optional.empty(), ModelState.ENABLED);
    return new RegisteredModel(
        new ModelStatus(
            key,
            digest,
            ModelStatus.Origin.FOLDER,
            ModelState.ENABLED,
            new Transition(1, step, "", "", Instant.EPOCH)),
        Optional.empty(),
        "");
  }

  private List<CardFeedback> read(String items) {
    return reader.read("lace", json("{'feedback': [" + items + "]}"));
  }

  private CardFeedback one(String members) {
    return read("{'card': '" + card + "', " + members + "}").get(0);
  }

  private static void refused(Runnable reading, String word) {
    assertThatExceptionOfType(CdsRefusedException.class)
        .isThrownBy(reading::run)
        .satisfies(it -> assertThat(it.status()).isEqualTo(400))
        .withMessageContaining(word)
        .withMessageContaining("Nothing was stored");
  }

  @Test
  void acceptedIsUnderstood() {
    CardFeedback feedback = one("'outcome': 'accepted', 'acceptedSuggestions': [], " + AT);
    assertThat(feedback.card()).isEqualTo(card);
    assertThat(feedback.outcome()).isEqualTo(CardOutcome.ACCEPTED);
    assertThat(feedback.model().key().version()).isEqualTo("1.0.0");
    assertThat(feedback.at()).isEqualTo(Instant.parse("2026-03-01T08:00:00Z"));
    assertThat(feedback.reason()).isEmpty();
  }

  @Test
  void overriddenHasReasonAndComment() {
    CardFeedback feedback =
        one(
            "'outcome': 'overridden', 'overrideReason': {'reason': {'system': '"
                + OverrideReason.SYSTEM
                + "', 'code': 'known'}, 'userComment': 'seen\\nyesterday'}, "
                + AT);
    assertThat(feedback.outcome()).isEqualTo(CardOutcome.OVERRIDDEN);
    assertThat(feedback.reason()).contains("known");
    assertThat(feedback.comment()).contains("seen\nyesterday");
    assertThat(one("'outcome': 'overridden', " + AT).reason()).isEmpty();
  }

  @Test
  void eachCardIsOfTheVersionThatMadeIt() {
    String newer = "{'card': '" + CardId.of(NEW) + "', 'outcome': 'accepted', " + AT + "}";
    assertThat(read(newer).get(0).model().key().version()).isEqualTo("1.1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{'feedback': {}}", "{'feedback': []}"})
  void withoutFeedbackNothingIsTaken(String body) {
    refused(() -> reader.read("lace", json(body)), "feedback must be an array");
  }

  @Test
  void cardsOfOthersAreRefused() {
    String random = "{'card': '" + UUID.randomUUID() + "', 'outcome': 'accepted', " + AT + "}";
    refused(() -> read(random), "feedback[0].card");
    refused(() -> read("{'card': '1', 'outcome': 'accepted', " + AT + "}"), "feedback[0].card");
    String own = "{'card': '" + card + "', 'outcome': 'accepted', " + AT + "}";
    refused(() -> read(own + ", {}"), "feedback[1].card");
    refused(() -> reader.read("meld-3", json("{'feedback': [" + own + "]}")), "feedback[0].card");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "'outcome': 'ignored'; outcome",
        "'outcome': 'accepted', 'acceptedSuggestions': [{'id': 'x'}]; acceptedSuggestions",
        "'outcome': 'accepted', 'overrideReason': {}; overrideReason",
        "'outcome': 'overridden', 'overrideReason': 'known'; overrideReason",
        "'outcome': 'overridden', 'overrideReason': {'reason': {'code': 'known'}}; reason",
        "'outcome': 'overridden', 'overrideReason': {'reason': 'known'}; reason",
        "'outcome': 'overridden', 'overrideReason': {'userComment': 7}; userComment",
        "'outcome': 'overridden', 'overrideReason': {'userComment': 'a\\u0000'}; userComment",
        "'outcome': 'overridden', 'overrideReason': {'userComment': '\\ud800'}; userComment",
      })
  void whatIsNotAsItMustBeIsRefused(String members, String word) {
    refused(() -> one(members + ", " + AT), word);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'x': 1",
        "'outcomeTimestamp': 'now'",
        "'outcomeTimestamp': '2026-03-01'",
        "'outcomeTimestamp': '2026-03-03T00:00:00Z'",
        "'outcomeTimestamp': '+999999-03-03T00:00:00Z'",
        "'outcomeTimestamp': '1926-03-03T00:00:00Z'",
      })
  void itHappenedAtATimeThatCanBe(String time) {
    refused(() -> one("'outcome': 'accepted', " + time), "outcomeTimestamp");
  }

  @Test
  void thereAreLimits() {
    String comment = "'outcome': 'overridden', 'overrideReason': {'userComment': '%s'}, " + AT;
    assertThat(one(comment.formatted("a".repeat(FeedbackReader.LONGEST_COMMENT))).comment())
        .isPresent();
    refused(
        () -> one(comment.formatted("a".repeat(FeedbackReader.LONGEST_COMMENT + 1))),
        "userComment");
    String own = "{'card': '" + card + "', 'outcome': 'accepted', " + AT + "}";
    assertThat(read((own + ",").repeat(FeedbackReader.MOST - 1) + own))
        .hasSize(FeedbackReader.MOST);
    refused(() -> read((own + ",").repeat(FeedbackReader.MOST) + own), "1 to 100");
  }
}
