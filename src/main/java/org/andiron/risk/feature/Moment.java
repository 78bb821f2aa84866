package org.andiron.risk.feature;

import java.time.Instant;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * As of when features are asked for, and in which stay.
 *
 * @param stay null if there is none
 */
record Moment(Instant asOf, @Nullable Stay stay) {

  /** How a time lies to a window. */
  enum Place {
    INSIDE,
    /** Before a window that has a beginning. */
    TOO_EARLY,
    /** Elsewhere, and of no interest. */
    OUTSIDE
  }

  boolean lacksStayFor(TimeWindow window) {
    return window.anchor() != TimeWindow.Anchor.AS_OF && stay == null;
  }

  Place place(TimeWindow window, RecordItem item, Instant time) {
    if (window.anchor() == TimeWindow.Anchor.AS_OF) {
      Instant from = TimeWindow.before(asOf, window.back());
      return time.isBefore(from) ? Place.TOO_EARLY : Place.INSIDE;
    }
    Stay about = stay;
    if (about == null) {
      return Place.OUTSIDE;
    }
    if (window.anchor() == TimeWindow.Anchor.DURING_STAY) {
      return isOf(about, item, time) ? Place.INSIDE : Place.OUTSIDE;
    }
    Instant end = TimeWindow.before(about.start(), window.gap());
    Instant from = TimeWindow.before(about.start(), window.back());
    boolean inside = !time.isBefore(from) && time.isBefore(end);
    return inside ? Place.INSIDE : Place.OUTSIDE;
  }

  private static boolean isOf(Stay stay, RecordItem item, Instant time) {
    if (item.resource() instanceof Encounter) {
      return item.version().equals(stay.encounter().version());
    }
    Reference encounter =
        item.resource() instanceof Procedure procedure
            ? procedure.getEncounter()
            : item.resource() instanceof Observation observation
                ? observation.getEncounter()
                : new Reference();
    if (encounter.hasReference()) {
      return stay.encounter().version().id().equals(encounter.getReferenceElement().getIdPart());
    }
    return !time.isBefore(stay.start()) && !time.isAfter(stay.end());
  }
}
