package org.andiron.audit;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.HumanUser;
import org.andiron.audit.event.Requester;
import org.andiron.security.Caller;

/**
 * By which features record what requests to the endpoint do not tell by themselves: those are
 * recorded whoever answers them.
 */
public interface AuditTrail {

  /**
   * An event of the request that this thread works for, or of the server itself if there is none.
   */
  AuditedEvent.Builder event(EventKind kind);

  /** An event on the request of somebody else, such as who started a job. */
  AuditedEvent.Builder event(EventKind kind, Requester requester);

  /** Who sends the request of this thread; the server itself if there is none. */
  Requester requester();

  /** A user of this server, by the name of an account. */
  HumanUser user(String name);

  /** Somebody by the address from which the request of this thread comes, if there is one. */
  Requester requester(Caller caller);

  /**
   * Records an event: in the transaction of this thread if it writes; else before the answer to the
   * request of this thread; else at once.
   *
   * @throws RuntimeException if it is not recorded; then it must not happen
   */
  default void record(AuditedEvent event) {
    recordAll(List.of(event));
  }

  /**
   * Records events, likewise: those of a piece of a job become durable together, which costs little
   * more than one.
   *
   * @throws RuntimeException if they are not recorded; then none of it must happen
   */
  void recordAll(Collection<AuditedEvent> events);

  /**
   * Records an event of no more than one patient in the transaction of this thread.
   *
   * @return the id of its AuditEvent
   * @throws IllegalStateException if there is no transaction
   */
  UUID recordWithin(AuditedEvent event);

  /**
   * Notes whose record the request of this thread is about, where neither its URL nor a resource in
   * its answer tells: its own event is in that record, however it is answered.
   *
   * @param patient id of the Patient
   */
  void concerns(String patient);

  /**
   * Notes that the request of this thread is about to be refused because the patient does not
   * agree, which is recorded as a decision of their Consents, beside the refusal.
   *
   * @param patient id of the Patient
   */
  void refusedBy(String patient);
}
