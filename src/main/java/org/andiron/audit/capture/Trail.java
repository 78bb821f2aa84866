package org.andiron.audit.capture;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.ConsentContext;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.HumanUser;
import org.andiron.audit.event.RequestTrace;
import org.andiron.audit.event.Requester;
import org.andiron.audit.event.ServerNode;
import org.andiron.audit.store.AuditLog;
import org.andiron.audit.store.EventRows;
import org.andiron.audit.store.Row;
import org.andiron.security.Caller;
import org.andiron.server.RequestId;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Puts events where they are durable in time. */
final class Trail implements AuditTrail {

  private final AuditLog log;
  private final AuditedRequesters requesters;
  private final Supplier<ServerNode> server;
  private final Supplier<ConsentContext> consents;
  private final boolean enabled;
  private final EventRows rows = new EventRows();

  /**
   * @param consents known once all beans are
   * @param enabled whether anything is recorded
   */
  Trail(
      AuditLog log,
      AuditedRequesters requesters,
      Supplier<ServerNode> server,
      Supplier<ConsentContext> consents,
      boolean enabled) {
    this.log = log;
    this.requesters = requesters;
    this.server = server;
    this.consents = consents;
    this.enabled = enabled;
  }

  boolean isEnabled() {
    return enabled;
  }

  @Override
  public AuditedEvent.Builder event(EventKind kind) {
    return event(kind, requester());
  }

  @Override
  public AuditedEvent.Builder event(EventKind kind, Requester requester) {
    AuditedEvent.Builder event = AuditedEvent.of(kind, Instant.now(), server.get(), requester);
    RequestRecord.ofThread()
        .ifPresent(it -> event.trace(RequestTrace.request(RequestId.of(it.request()))));
    return event;
  }

  @Override
  public Requester requester() {
    return requester(RequestRecord.ofThread());
  }

  /** Who sends a request; if it is none, who started the job of this thread. */
  Requester requester(Optional<RequestRecord> record) {
    return record
        .map(requesters::of)
        .or(() -> JobWork.ofThread().map(JobWork::requester))
        .orElse(Requester.SERVER);
  }

  @Override
  public HumanUser user(String name) {
    return requesters.user(name);
  }

  @Override
  public Requester requester(Caller caller) {
    return requesters.of(caller, RequestRecord.ofThread());
  }

  @Override
  public void recordAll(Collection<AuditedEvent> events) {
    if (TransactionSynchronizationManager.isActualTransactionActive()
        && !TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
      append(events);
    } else {
      RequestRecord.ofThread().ifPresentOrElse(it -> events.forEach(it::add), () -> commit(events));
    }
  }

  @Override
  public UUID recordWithin(AuditedEvent event) {
    Row row = EventRows.ofOne(event);
    if (enabled) {
      log.append(List.of(row));
    }
    return row.id();
  }

  @Override
  public void concerns(String patient) {
    RequestRecord.ofThread().ifPresent(it -> it.concerns(patient));
  }

  @Override
  public void refusedBy(String patient) {
    RequestRecord.ofThread()
        .ifPresent(
            it ->
                it.hides(
                    new Hidden(
                        Set.of(patient),
                        consents.get().permitting(Set.of(patient)).stream()
                            .map(HiddenRecords::denial)
                            .toList())));
  }

  /** Returns when the events are durable. */
  void commit(Collection<AuditedEvent> events) {
    if (enabled) {
      log.commit(rows.of(events));
    }
  }

  /** Records changes in the transaction that makes them. */
  void append(Collection<AuditedEvent> events) {
    if (enabled) {
      log.append(rows.of(events));
    }
  }

  ServerNode server() {
    return server.get();
  }
}
