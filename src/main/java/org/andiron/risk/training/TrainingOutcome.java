package org.andiron.risk.training;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.andiron.risk.feature.EventDefinition;
import org.andiron.risk.feature.FeatureSet;
import org.andiron.risk.model.Coding;
import org.andiron.risk.model.Horizon;
import org.andiron.risk.model.LocalText;

/**
 * What is predicted.
 *
 * @param codings where a code is well known
 */
public record TrainingOutcome(
    String id, LocalText title, List<Coding> codings, Horizon horizon, Rule rule) {

  /** How an outcome is found in what came after the index time, until the horizon. */
  public sealed interface Rule {}

  /**
   * Something that comes or not: 1 or 0.
   *
   * @param events each of which is it
   * @param death what a death means, if it comes first
   */
  record Event(List<EventDefinition> events, Death death) implements Rule {
    public Event {
      events = List.copyOf(events);
    }
  }

  /**
   * A number.
   *
   * @param value one feature, taken from what was measured until the horizon
   * @param unit of UCUM
   */
  record Measured(FeatureSet value, String unit) implements Rule {}

  /** What a death before the horizon means where the outcome did not come before. */
  public enum Death {
    /** The outcome. */
    EVENT,
    /** That the outcome did not come. */
    NO_EVENT,
    /** Nothing: the example is left out. */
    EXCLUDE
  }

  public TrainingOutcome {
    codings = List.copyOf(codings);
  }

  /** Whether it comes or not, and is not a number. */
  public boolean isEvent() {
    return rule instanceof Event;
  }

  /** The unit of a number, in UCUM. */
  public Optional<String> unit() {
    return rule instanceof Measured measured ? Optional.of(measured.unit()) : Optional.empty();
  }

  /** The last instant that belongs to the horizon, by the calendar in UTC. */
  Instant end(Instant index) {
    return horizon.end(index);
  }
}
