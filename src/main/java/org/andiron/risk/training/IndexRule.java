package org.andiron.risk.training;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.andiron.risk.feature.EventDefinition;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.RecordedEvent;
import org.andiron.risk.feature.TimeSpan;

/** The times at which a prediction would have been made. */
public sealed interface IndexRule {

  /** The times for a patient, ascending, none twice. */
  List<Instant> times(PatientRecord record);

  /**
   * When stays or visits begin or end.
   *
   * @param at where in one; without that date it gives no time. Of a date without time it is the
   *     last instant of the day, so that the day itself is before it
   */
  record Encounters(EventDefinition encounters, End at, Take take) implements IndexRule {

    @Override
    public List<Instant> times(PatientRecord record) {
      TreeSet<Instant> times = new TreeSet<>();
      for (RecordedEvent event : encounters.in(record)) {
        TimeSpan time = at == End.START ? event.start() : event.end();
        if (time != null) {
          times.add(time.last());
        }
      }
      if (times.isEmpty()) {
        return List.of();
      }
      return switch (take) {
        case EACH -> List.copyOf(times);
        case FIRST -> List.of(times.first());
        case LAST -> List.of(times.last());
      };
    }
  }

  /** Again and again from one day to another, both included, at midnight in UTC. */
  record Repeated(LocalDate from, LocalDate to, Period every) implements IndexRule {

    @Override
    public List<Instant> times(PatientRecord record) {
      List<Instant> times = new ArrayList<>();
      // Counted from the first day, so that the end of a shorter month shifts nothing.
      for (int i = 0; !day(i).isAfter(to); i++) {
        times.add(midnight(day(i)));
      }
      return times;
    }

    private LocalDate day(int repetition) {
      return from.plus(every.multipliedBy(repetition));
    }
  }

  /** The same day for all, at midnight in UTC. */
  record OnDay(LocalDate day) implements IndexRule {

    @Override
    public List<Instant> times(PatientRecord record) {
      return List.of(midnight(day));
    }
  }

  /** Which end of a stay or visit. */
  enum End {
    START,
    END
  }

  /** Which stays or visits of a patient. */
  enum Take {
    EACH,
    FIRST,
    LAST
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
