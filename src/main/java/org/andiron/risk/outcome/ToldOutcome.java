package org.andiron.risk.outcome;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.time.Instant;
import java.util.Optional;
import org.andiron.risk.assessment.ObservedOutcome;
import org.andiron.risk.assessment.ObservedOutcome.Status;
import org.andiron.risk.feature.TimeSpan;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.jspecify.annotations.Nullable;

/**
 * What somebody tells of an outcome, as a request has it.
 *
 * @param span what the date may mean; there with the date
 */
record ToldOutcome(ObservedOutcome observed, Optional<TimeSpan> span) {

  private static final String NOTHING = " Nothing was stored.";

  /**
   * Reads a request.
   *
   * @throws InvalidRequestException if it is not whole, contradicts itself, or is of later than now
   */
  static ToldOutcome of(
      @Nullable Boolean occurred,
      @Nullable Boolean censored,
      @Nullable BaseDateTimeType date,
      Instant now) {
    if (occurred == null) {
      throw new InvalidRequestException(
          "The parameter occurred is missing: a boolean, whether the outcome came about."
              + NOTHING);
    }
    boolean ended = Boolean.TRUE.equals(censored);
    if (occurred && ended) {
      throw new InvalidRequestException(
          "'censored' says that the outcome had not come about when it could not be known any"
              + " longer, and 'occurred' that it came about: send one of the two as true."
              + NOTHING);
    }
    Status status = occurred ? Status.OCCURRED : ended ? Status.CENSORED : Status.NOT_OCCURRED;
    if (date == null) {
      return new ToldOutcome(new ObservedOutcome(status, Optional.empty()), Optional.empty());
    }
    TimeSpan span =
        TimeSpan.of(date)
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "'date' is a day, as 2026-11-30, or a moment with a time zone, as"
                            + " 2026-11-30T12:00:00Z."
                            + NOTHING));
    if (span.isAfter(now)) {
      throw new InvalidRequestException(
          "'date' is later than now, when nothing can be known yet." + NOTHING);
    }
    return new ToldOutcome(
        new ObservedOutcome(status, Optional.of(date.getValueAsString())), Optional.of(span));
  }

  /**
   * Makes sure that it can be true of a prediction.
   *
   * @param asOf when it was predicted
   * @param end the last instant of its time; empty if the model names none
   * @throws UnprocessableEntityException if it cannot
   */
  void requirePossible(Instant asOf, Optional<Instant> end, Instant now) {
    if (span.filter(it -> it.isUntil(asOf)).isPresent()) {
      throw new UnprocessableEntityException(
          "'date' is not after the prediction, which is as of " + asOf + "." + NOTHING);
    }
    if (end.isPresent()) {
      requireWithin(end.get(), now);
    }
  }

  private void requireWithin(Instant end, Instant now) {
    switch (observed.status()) {
      case OCCURRED -> {
        if (span.filter(it -> it.isAfter(end)).isPresent()) {
          throw new UnprocessableEntityException(
              "'date' is after the time that was predicted, which ended at "
                  + end
                  + ": then the outcome did not come about within it. Send occurred=false."
                  + NOTHING);
        }
      }
      case NOT_OCCURRED -> {
        if (now.isBefore(end)) {
          throw new UnprocessableEntityException(
              "The time that was predicted ends at "
                  + end
                  + ", and the outcome may still come about. If nothing more will be known of the"
                  + " patient, send censored=true as well."
                  + NOTHING);
        }
        if (span.filter(it -> it.last().isBefore(end)).isPresent()) {
          throw new UnprocessableEntityException(
              "'date' is before the end of the time that was predicted, "
                  + end
                  + ": what came about until then is not known. Send a later date, or"
                  + " censored=true as well."
                  + NOTHING);
        }
      }
      case CENSORED -> {
        if (span.filter(it -> it.isAfter(end)).isPresent()) {
          throw new UnprocessableEntityException(
              "'date' is after the time that was predicted, which ended at "
                  + end
                  + ": all of it is known. Send occurred=false without 'censored'."
                  + NOTHING);
        }
      }
    }
  }
}
