package org.andiron.risk.cds;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.andiron.risk.feedback.CardFeedback;
import org.andiron.risk.feedback.CardOutcome;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.server.CdsRefusedException;

/**
 * Reads feedback on cards of risk models, and says what is wrong with it.
 *
 * @see <a href="https://cds-hooks.hl7.org/2.0/#feedback">Feedback</a>
 */
final class FeedbackReader {

  /** Cards in one request. */
  static final int MOST = 100;

  /** Characters of a comment. */
  static final int LONGEST_COMMENT = 2000;

  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern UNSTORABLE = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\\n\\r\\t]]");
  private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

  /** By so much clocks may differ. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private final Function<String, List<RegisteredModel>> versions;
  private final Clock clock;

  /**
   * @param versions all versions of a model by its id, also those that made cards once
   */
  FeedbackReader(Function<String, List<RegisteredModel>> versions, Clock clock) {
    this.versions = versions;
    this.clock = clock;
  }

  /**
   * Reads a request.
   *
   * @param model id of the model whose cards it must be about
   * @throws CdsRefusedException if any of it is not as it must be
   */
  List<CardFeedback> read(String model, JsonNode body) {
    JsonNode all = body.path("feedback");
    if (!all.isArray() || all.isEmpty() || all.size() > MOST) {
      throw CdsRefusedException.badRequest(
          "feedback must be an array of 1 to " + MOST + " objects. Nothing was stored.");
    }
    List<RegisteredModel> known = versions.apply(model);
    List<CardFeedback> feedback = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      feedback.add(one("feedback[" + i + "]", all.get(i), known));
    }
    return feedback;
  }

  private CardFeedback one(String name, JsonNode given, List<RegisteredModel> known) {
    String id = given.path("card").asText();
    Optional<RegisteredModel> made =
        ID.matcher(id).matches()
            ? known.stream()
                .filter(it -> CardId.isOf(UUID.fromString(id), it.status().digest()))
                .findFirst()
            : Optional.empty();
    if (made.isEmpty()) {
      throw refused(name + ".card", "must be the uuid of a card of this service.");
    }
    CardOutcome outcome =
        CardOutcome.of(given.path("outcome").asText())
            .orElseThrow(() -> refused(name + ".outcome", "must be accepted or overridden."));
    if (!given.path("acceptedSuggestions").isEmpty()) {
      throw refused(
          name + ".acceptedSuggestions", "must be empty: cards of this service suggest nothing.");
    }
    JsonNode why = given.path("overrideReason");
    if (!HookCallReader.isAbsent(why) && (!why.isObject() || outcome == CardOutcome.ACCEPTED)) {
      throw refused(
          name + ".overrideReason", "must be an object, and is for overridden cards alone.");
    }
    return new CardFeedback(
        UUID.fromString(id),
        made.get(),
        outcome,
        reason(name + ".overrideReason.reason", why.path("reason")),
        comment(name + ".overrideReason.userComment", why.path("userComment")),
        time(name + ".outcomeTimestamp", given.path("outcomeTimestamp")));
  }

  private static Optional<String> reason(String name, JsonNode reason) {
    if (HookCallReader.isAbsent(reason)) {
      return Optional.empty();
    }
    Optional<OverrideReason> known =
        reason.path("system").asText().equals(OverrideReason.SYSTEM)
            ? OverrideReason.of(reason.path("code").asText())
            : Optional.empty();
    if (known.isEmpty()) {
      throw refused(name, "must be one of the overrideReasons of the card, with system and code.");
    }
    return known.map(OverrideReason::code);
  }

  private static Optional<String> comment(String name, JsonNode comment) {
    if (HookCallReader.isAbsent(comment) || (comment.isTextual() && comment.asText().isBlank())) {
      return Optional.empty();
    }
    if (!comment.isTextual()
        || comment.asText().length() > LONGEST_COMMENT
        || UNSTORABLE.matcher(comment.asText()).find()) {
      throw refused(
          name,
          "must be a text of no more than "
              + LONGEST_COMMENT
              + " characters, without control characters.");
    }
    return Optional.of(comment.asText());
  }

  private Instant time(String name, JsonNode timestamp) {
    Optional<Instant> time =
        parsed(timestamp.asText())
            .filter(it -> !it.isBefore(EARLIEST))
            .filter(it -> it.isBefore(clock.instant().plus(AHEAD)));
    return time.orElseThrow(
        () -> refused(name, "must be a time that has passed, as 2026-11-30T12:00:00Z."));
  }

  private static Optional<Instant> parsed(String time) {
    try {
      return Optional.of(OffsetDateTime.parse(time).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static CdsRefusedException refused(String name, String words) {
    return CdsRefusedException.badRequest(name + " " + words + " Nothing was stored.");
  }
}
