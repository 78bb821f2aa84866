package org.andiron.risk.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/**
 * Which resources of a record are an event, such as an admission or a diagnosis.
 *
 * @param codes what the resource is about, empty for all
 * @param except codes with which it is none
 * @param statuses that count; of a Condition clinical ones, all by default, because a disease that
 *     is over was there
 * @param where FHIRPath that must hold for the resource
 * @param unconfirmed whether a Condition that is suspected counts
 */
public record EventDefinition(
    ResourceKind resource,
    CodeSet codes,
    CodeSet except,
    Set<String> statuses,
    @Nullable ResourcePath where,
    boolean unconfirmed) {

  /** What can be an event. */
  static final Set<ResourceKind> KINDS =
      EnumSet.of(
          ResourceKind.ENCOUNTER,
          ResourceKind.CONDITION,
          ResourceKind.PROCEDURE,
          ResourceKind.OBSERVATION);

  private static final Set<String> EVER =
      Set.of("active", "recurrence", "relapse", "inactive", "remission", "resolved");

  public EventDefinition {
    statuses = Set.copyOf(statuses);
  }

  static Set<String> usualStatuses(ResourceKind resource) {
    return resource == ResourceKind.CONDITION ? EVER : Set.of(resource.usualStatuses());
  }

  /** All such events in a record, of whatever time, in no particular order. */
  public List<RecordedEvent> in(PatientRecord record) {
    List<RecordedEvent> events = new ArrayList<>();
    for (RecordItem item : record.items(resource)) {
      if (isMeant(item)) {
        events.add(
            new RecordedEvent(
                item.version(),
                EventTime.start(item.resource()).orElse(null),
                EventTime.end(item.resource()).orElse(null)));
      }
    }
    return events;
  }

  private boolean isMeant(RecordItem item) {
    return (codes.isEmpty() || hasCode(item, codes))
        && !hasCode(item, except)
        && counts(item)
        && SourceReader.holds(where, item);
  }

  private boolean counts(RecordItem item) {
    IssueCode issue =
        new OccurrenceReader(Instant.MAX).read(item.resource(), statuses, unconfirmed).issue();
    return issue == null || issue == IssueCode.UNDATED;
  }

  private static boolean hasCode(RecordItem item, CodeSet codes) {
    for (Coding coding : item.codings()) {
      if (codes.contains(coding.getSystem(), coding.getCode())) {
        return true;
      }
    }
    return false;
  }
}
