package org.andiron.consent.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.consent.directive.TimeReader;
import org.andiron.consent.rule.TimeRange;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Timing;
import org.jspecify.annotations.Nullable;

/**
 * When what a resource tells of was the case: the first of its elements in the order below, else
 * when it was stored.
 *
 * <p>An element that is there but from which no time can be computed, such as an age, a text, a
 * period that ends before it begins or a reason why there is no date, makes the time unknown: what
 * comes later in the order tells of something else, mostly of when it was written down.
 */
final class RelevantTime {

  /** From the time of the matter itself to that of the record. */
  private static final List<Source> ORDER =
      List.of(
          new Source("effective"),
          new Source("onset", "abatement"),
          new Source("performed"),
          new Source("occurrence"),
          new Source("occurrenceDateTime"),
          new Source("occurred"),
          new Source("identified"),
          new Source("collection.collected"),
          new Source("serviced"),
          new Source("billablePeriod"),
          new Source("servicePeriod"),
          new Source("started"),
          new Source("start", "end"),
          new Source("timing"),
          new Source("sent"),
          new Source("received"),
          new Source("receivedTime"),
          new Source("whenHandedOver"),
          new Source("whenPrepared"),
          new Source("executionPeriod"),
          new Source("context.period"),
          new Source("event.period"),
          new Source("authoredOn"),
          new Source("authored"),
          new Source("period"),
          new Source("planningHorizon"),
          new Source("applies"),
          new Source("dateWritten"),
          new Source("dateTime"),
          new Source("created"),
          new Source("issued"),
          new Source("date"),
          new Source("detected"),
          new Source("dateAsserted"),
          new Source("recorded"),
          new Source("recordedDate"),
          new Source("recordedOn"),
          new Source("enteredDate"),
          new Source("timestamp"));

  private final ModelElements model;
  private final TimeReader times;
  private final Map<Class<? extends Resource>, List<Source>> ofTypes = new ConcurrentHashMap<>();

  RelevantTime(ModelElements model, TimeReader times) {
    this.model = model;
    this.times = times;
  }

  /**
   * Where a time may stand.
   *
   * @param end where the end stands if it is a beginning
   */
  private record Source(String name, ElementPath path, @Nullable ElementPath end) {

    Source(String path) {
      this(first(path), new ElementPath(path), null);
    }

    Source(String start, String end) {
      this(start, new ElementPath(start), new ElementPath(end));
    }

    private static String first(String path) {
      int dot = path.indexOf('.');
      return dot < 0 ? path : path.substring(0, dot);
    }
  }

  /**
   * The time, null if it is not known: what a Bundle tells of was not the case when it was made.
   */
  @Nullable TimeRange of(Resource resource) {
    if (resource instanceof Bundle) {
      return null;
    }
    for (Source source : sources(resource)) {
      List<Base> values = values(source, resource);
      if (!values.isEmpty()) {
        return all(values);
      }
    }
    return resource.hasMeta() && resource.getMeta().hasLastUpdated()
        ? times.range(resource.getMeta().getLastUpdatedElement())
        : null;
  }

  private List<Source> sources(Resource resource) {
    return ofTypes.computeIfAbsent(
        resource.getClass(),
        type -> ORDER.stream().filter(it -> model.of(resource, it.name()) != null).toList());
  }

  private List<Base> values(Source source, Resource resource) {
    List<Base> values = new ArrayList<>();
    for (Base value : source.path().values(resource, model)) {
      addDates(value, values);
    }
    if (source.end() != null && !values.isEmpty()) {
      for (Base end : source.end().values(resource, model)) {
        // An age at which it ended tells no more than that it has begun.
        if (end instanceof BaseDateTimeType || end instanceof Period) {
          values.add(end);
        }
      }
    }
    return values;
  }

  /** A timing has those that it names; one that only says how often has none. */
  private static void addDates(Base value, List<Base> values) {
    if (value instanceof Timing timing) {
      if (timing.hasEvent()) {
        values.addAll(timing.getEvent());
      }
      if (timing.hasRepeat() && timing.getRepeat().getBounds() instanceof Period bounds) {
        values.add(bounds);
      }
    } else {
      values.add(value);
    }
  }

  /** From the first beginning to the last end, null if that is not known of each of them. */
  private @Nullable TimeRange all(List<Base> values) {
    TimeRange all = null;
    for (Base value : values) {
      TimeRange one = one(value);
      if (one == null) {
        return null;
      }
      all = all == null ? one : new TimeRange(earlier(all, one), later(all, one));
    }
    return all;
  }

  private @Nullable TimeRange one(Base value) {
    if (value instanceof BaseDateTimeType date) {
      return times.range(date);
    }
    if (value instanceof Period period && (period.hasStart() || period.hasEnd())) {
      return times.read(period);
    }
    return null;
  }

  private static @Nullable Instant earlier(TimeRange a, TimeRange b) {
    if (a.from() == null || b.from() == null) {
      return null;
    }
    return a.from().isBefore(b.from()) ? a.from() : b.from();
  }

  private static @Nullable Instant later(TimeRange a, TimeRange b) {
    if (a.until() == null || b.until() == null) {
      return null;
    }
    return a.until().isAfter(b.until()) ? a.until() : b.until();
  }
}
