package org.andiron.audit.capture;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.andiron.audit.event.AuditedEvent;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request until it is recorded. Entries of a batch may be done by other threads,
 * which note only what they have stored and features' events.
 */
final class RequestRecord {

  private static final String ATTRIBUTE = RequestRecord.class.getName();
  private static final ThreadLocal<@Nullable RequestRecord> OF_THREAD = new ThreadLocal<>();

  private final HttpServletRequest request;
  private final List<AuditedEvent> events = new CopyOnWriteArrayList<>();
  private final Set<String> changed = ConcurrentHashMap.newKeySet();
  private final Set<ShownResource> shown = new LinkedHashSet<>();
  private Hidden hidden = Hidden.NOTHING;
  private @Nullable RequestDetails details;
  private @Nullable Call call;
  private @Nullable Bundle answer;
  private @Nullable AskedBundle asked;
  private List<List<ShownResource>> entries = List.of();

  private RequestRecord(HttpServletRequest request) {
    this.request = request;
  }

  /** Begins the record of a request, which is that of this thread until {@link #leave}. */
  static RequestRecord enter(HttpServletRequest request) {
    RequestRecord begun = new RequestRecord(request);
    request.setAttribute(ATTRIBUTE, begun);
    OF_THREAD.set(begun);
    return begun;
  }

  static void leave() {
    OF_THREAD.remove();
  }

  /** Of the request that this thread works for. */
  static Optional<RequestRecord> ofThread() {
    return Optional.ofNullable(OF_THREAD.get());
  }

  /** Of a request of HAPI's, or of this thread if that has none. */
  static Optional<RequestRecord> of(@Nullable RequestDetails details) {
    if (details instanceof ServletRequestDetails servlet
        && servlet.getServletRequest() != null
        && servlet.getServletRequest().getAttribute(ATTRIBUTE) instanceof RequestRecord found) {
      return Optional.of(found);
    }
    return ofThread();
  }

  HttpServletRequest request() {
    return request;
  }

  /** HAPI knows what is asked. */
  void asked(RequestDetails details, RestOperationTypeEnum interaction) {
    this.details = details;
    this.call = Call.of(details, interaction);
    if (interaction == RestOperationTypeEnum.TRANSACTION
        && details.getResource() instanceof Bundle bundle) {
      asked = AskedBundle.of(bundle);
    }
  }

  Optional<RequestDetails> details() {
    return Optional.ofNullable(details);
  }

  Optional<Call> call() {
    return Optional.ofNullable(call);
  }

  /** What the Bundle asks for, entry by entry; empty if there is none. */
  Optional<AskedBundle> asked() {
    return Optional.ofNullable(asked);
  }

  /** What the Bundle is answered. */
  Optional<Bundle> answer() {
    return Optional.ofNullable(answer);
  }

  /** The whole answer, in the place of whatever was taken for it before. */
  void answered(@Nullable IBaseResource resource, Collection<ShownResource> resources) {
    answer = resource instanceof Bundle bundle ? bundle : null;
    shown.clear();
    shown.addAll(resources);
  }

  /** What is shown by each entry of the answer to a batch or transaction. */
  void answeredEntries(Bundle bundle, List<List<ShownResource>> resources) {
    answered(bundle, List.of());
    entries = List.copyOf(resources);
  }

  /** By an entry of the answer; nothing if there is none. */
  List<ShownResource> shownBy(int entry) {
    return entry < entries.size() ? entries.get(entry) : List.of();
  }

  /** Something that goes into an answer. */
  void shows(Collection<ShownResource> resources) {
    shown.addAll(resources);
  }

  /** Whose record it is about, whatever is answered. */
  void concerns(String patient) {
    shown.add(new ShownResource("Patient/" + patient, Set.of(patient), List.of()));
    hidden = new Hidden(Set.of(patient), List.of());
  }

  List<ShownResource> shown() {
    return List.copyOf(shown);
  }

  /** What was asked for is there, and was not found. */
  void hides(Hidden withheld) {
    hidden = withheld;
  }

  Hidden hidden() {
    return hidden;
  }

  /** What transactions of this request have changed, and recorded: with its version. */
  void changed(Collection<String> references) {
    changed.addAll(references);
  }

  Set<String> changed() {
    return changed;
  }

  void add(AuditedEvent event) {
    events.add(event);
  }

  /** Events that features have noted since this was asked last. */
  List<AuditedEvent> takeEvents() {
    List<AuditedEvent> taken = new ArrayList<>(events);
    events.removeAll(taken);
    return taken;
  }
}
