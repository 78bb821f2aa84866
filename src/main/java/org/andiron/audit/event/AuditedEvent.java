package org.andiron.audit.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.andiron.audit.event.Form.Subject;

/**
 * One thing that happened, as it is recorded. Every event that can be made has a form as AuditEvent
 * that conforms to the profile of its kind; what it says beside codes and names is the query as it
 * came, and the reason that a user gave for breaking the glass. No content of a resource, no
 * secret.
 *
 * @param kind what happened
 * @param recorded when, in whole milliseconds; finer parts are cut off
 * @param server that did it
 * @param requester on whose request
 * @param outcome how it ended
 * @param patients ids of the patients whose records it is about, without type, none twice
 * @param data what was read or changed; what kind of query asks about, if that is one resource
 * @param query what was asked; the criteria of a conditional request
 * @param consents what decided that it was done, or refused
 * @param model that computed the answer
 * @param trace what it belongs to
 * @param reason why the glass was broken, in the words of the user; empty otherwise
 * @param period how long it lasted, where it is recorded at another time
 */
public record AuditedEvent(
    EventKind kind,
    Instant recorded,
    ServerNode server,
    Requester requester,
    Outcome outcome,
    List<String> patients,
    Optional<DataObject> data,
    Optional<RawQuery> query,
    List<ConsentBasis> consents,
    Optional<ModelVersion> model,
    Optional<RequestTrace> trace,
    String reason,
    Optional<EventPeriod> period) {

  private static final String OTHER_PATIENT = "Patient";

  /**
   * @throws IllegalArgumentException if it lacks what its kind has to say, or says what its kind
   *     has no place for
   */
  public AuditedEvent {
    recorded = recorded.truncatedTo(ChronoUnit.MILLIS);
    patients = patients.stream().distinct().toList();
    patients.forEach(ResourceReference::checkId);
    consents = List.copyOf(consents);
    reason = DisplayText.of(reason);
    Subject subject = kind.form().subject();
    if (outcome.isSuccess()) {
      require(kind != EventKind.REFUSED_REQUEST, kind, "is no success");
      require(subject != Subject.DATA || data.isPresent(), kind, "names data");
      require(subject != Subject.QUERY || query.isPresent(), kind, "has a query");
    }
    require(
        subject != Subject.NEITHER || (data.isEmpty() && query.isEmpty() && model.isEmpty()),
        kind,
        "names no data, query or model: the request has an event of its own");
    require(
        reason.isEmpty() || (kind.hasReason() && !patients.isEmpty()),
        kind,
        "has no reason, or one for each patient");
  }

  private static void require(boolean holds, EventKind kind, String what) {
    if (!holds) {
      throw new IllegalArgumentException(kind + " " + what);
    }
  }

  /** What each event has; the rest is added to it. */
  public static Builder of(
      EventKind kind, Instant recorded, ServerNode server, Requester requester) {
    return new Builder(kind, recorded, server, requester);
  }

  /**
   * The events to record for this one: as BALP asks, one for each patient, each with what concerns
   * this patient alone, in the order of {@link #patients}; this one if there is no patient. Where a
   * query is about the Patient of another, only that it is one is said.
   */
  public List<AuditedEvent> perPatient() {
    return patients.isEmpty() ? List.of(this) : patients.stream().map(this::ofPatient).toList();
  }

  private AuditedEvent ofPatient(String patient) {
    return new AuditedEvent(
        kind,
        recorded,
        server,
        requester,
        outcome,
        List.of(patient),
        kind.form().subject() == Subject.DATA ? data : data.map(it -> of(it, patient)),
        query,
        consents.stream().filter(it -> it.patient().equals(patient)).toList(),
        model,
        trace,
        reason,
        period);
  }

  private static DataObject of(DataObject queried, String patient) {
    return queried.isOfOther(patient) ? DataObject.named(OTHER_PATIENT) : queried;
  }

  /** Adds to an event what there is to say. */
  public static final class Builder {

    private final EventKind kind;
    private final Instant recorded;
    private final ServerNode server;
    private final Requester requester;
    private Outcome outcome = Outcome.success();
    private List<String> patients = List.of();
    private Optional<DataObject> data = Optional.empty();
    private Optional<RawQuery> query = Optional.empty();
    private List<ConsentBasis> consents = List.of();
    private Optional<ModelVersion> model = Optional.empty();
    private Optional<RequestTrace> trace = Optional.empty();
    private String reason = "";
    private Optional<EventPeriod> period = Optional.empty();

    private Builder(EventKind kind, Instant recorded, ServerNode server, Requester requester) {
      this.kind = kind;
      this.recorded = recorded;
      this.server = server;
      this.requester = requester;
    }

    /** How it ended, if not well. */
    public Builder outcome(Outcome value) {
      outcome = value;
      return this;
    }

    /** Ids of the patients, without type. */
    public Builder patients(Collection<String> values) {
      patients = List.copyOf(values);
      return this;
    }

    public Builder data(DataObject value) {
      data = Optional.of(value);
      return this;
    }

    public Builder query(RawQuery value) {
      query = Optional.of(value);
      return this;
    }

    public Builder consents(Collection<ConsentBasis> values) {
      consents = List.copyOf(values);
      return this;
    }

    public Builder model(ModelVersion value) {
      model = Optional.of(value);
      return this;
    }

    public Builder trace(RequestTrace value) {
      trace = Optional.of(value);
      return this;
    }

    public Builder reason(String value) {
      reason = value;
      return this;
    }

    /** How long it lasted. */
    public Builder period(EventPeriod value) {
      period = Optional.of(value);
      return this;
    }

    /**
     * @throws IllegalArgumentException if it lacks what its kind has to say, or says what its kind
     *     has no place for
     */
    public AuditedEvent build() {
      return new AuditedEvent(
          kind, recorded, server, requester, outcome, patients, data, query, consents, model, trace,
          reason, period);
    }
  }
}
