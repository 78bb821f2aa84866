package org.andiron.audit.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.FailureReason;

/**
 * One event of the log as its patient reads it.
 *
 * @param id of its AuditEvent
 * @param recorded when this server recorded it
 * @param kind what happened; empty if another system reported it
 * @param action {@code AuditEvent.action}; empty if it has none
 * @param doing what it counts as
 * @param who did it
 * @param organization for which they worked; empty if it is not known
 * @param app by which; empty if it is not known
 * @param recipient to whom something was given; empty if nothing was
 * @param behalf whose rights they used; empty if their own
 * @param data what it was about
 * @param purposes what for
 * @param bases what permitted or denied it
 * @param result how it ended
 * @param emergency whether consents were overridden, or that was claimed
 * @param reason that was given for it; empty if none was
 * @param origin of what another system reported; empty if it is ours
 */
public record ReportedEvent(
    UUID id,
    Instant recorded,
    Optional<EventKind> kind,
    String action,
    Doing doing,
    Participant who,
    String organization,
    String app,
    String recipient,
    String behalf,
    Data data,
    List<Purpose> purposes,
    List<Basis> bases,
    Result result,
    boolean emergency,
    String reason,
    Optional<Origin> origin) {

  public ReportedEvent {
    purposes = List.copyOf(purposes);
    bases = List.copyOf(bases);
  }

  /**
   * What it was about.
   *
   * @param types names of resource types
   * @param operation with {@code $}; empty if none was called
   * @param resources as in {@code Observation/1/_history/2}
   */
  public record Data(List<String> types, String operation, List<String> resources) {

    public Data {
      types = List.copyOf(types);
      resources = List.copyOf(resources);
    }
  }

  /**
   * What for.
   *
   * @param display as it stands in the event; may be empty
   */
  public record Purpose(String code, String display) {}

  /**
   * What permitted or denied.
   *
   * @param consent as in {@code Consent/1/_history/2}; empty if a policy decided
   * @param policy empty if a consent decided
   */
  public record Basis(String consent, String policy, boolean permits) {}

  /**
   * How it ended.
   *
   * @param done whether it was done
   * @param failure why not, if that is known in words
   * @param text why not, as it stands in the event
   */
  public record Result(boolean done, Optional<FailureReason> failure, String text) {}

  /**
   * Of what another system reported.
   *
   * @param reporter which system, empty if it does not say
   * @param claimed when it says that it happened
   */
  public record Origin(String reporter, Optional<Instant> claimed) {}

  /** Whether somebody asked for something and did not get it. */
  public boolean refused() {
    return !result.done() && doing != Doing.DECISION;
  }
}
