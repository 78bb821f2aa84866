package org.andiron.audit.capture;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.audit.ConsentContext;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.FailureReason;
import org.andiron.audit.event.Outcome;
import org.andiron.audit.event.RawQuery;
import org.andiron.audit.event.RequestTrace;
import org.andiron.audit.event.Requester;
import org.andiron.audit.event.ServerNode;
import org.andiron.server.FhirEndpoint;
import org.andiron.server.RequestId;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleLinkComponent;

/**
 * Makes of a request that is about to be answered the events that it is: what is shown, whatever
 * was refused, and changes that changed nothing. What transactions have changed is recorded by
 * them.
 */
final class AnsweredRequest {

  private static final Pattern SEARCH_ID = Pattern.compile("[?&]_getpages=([^&]{1,100})");

  private final HiddenRecords hidden;
  private final ConsentContext consents;
  private final RequestRecord record;
  private final ServerNode server;
  private final Requester requester;
  private final Instant now;
  private final int status;

  /**
   * @param hidden tells of what was not found
   * @param status of the answer
   */
  AnsweredRequest(
      HiddenRecords hidden,
      ConsentContext consents,
      RequestRecord record,
      ServerNode server,
      Requester requester,
      Instant now,
      int status) {
    this.hidden = hidden;
    this.consents = consents;
    this.record = record;
    this.server = server;
    this.requester = requester;
    this.now = now;
    this.status = status;
  }

  /** In the order in which they are recorded; of several patients each. */
  List<AuditedEvent> events() {
    List<AuditedEvent> events = record.takeEvents();
    Call call = record.call().orElseGet(this::callOfUrl);
    if (status >= 400) {
      events.addAll(refusal(call));
    } else if (record.asked().isPresent()) {
      entries(record.asked().get(), events);
    } else if (record.call().isPresent() || isOfRecords()) {
      success(call, record.shown(), query(), Optional.empty()).ifPresent(events::add);
    }
    return events;
  }

  /**
   * What is answered before HAPI knows what is asked: if it is not known to be harmless, it counts.
   */
  private boolean isOfRecords() {
    return !"OPTIONS".equals(record.request().getMethod())
        && callOfUrl().kind() != EventKind.REFUSED_REQUEST;
  }

  private Call callOfUrl() {
    HttpServletRequest request = record.request();
    String path = request.getRequestURI();
    if (!path.startsWith(FhirEndpoint.PATH + '/') && !path.equals(FhirEndpoint.PATH)) {
      return new Call(
          "POST".equals(request.getMethod()) ? EventKind.CDS_CALL : EventKind.REFUSED_REQUEST,
          Optional.empty(),
          false);
    }
    String query = request.getQueryString();
    return Call.of(
        request.getMethod(),
        path.substring(FhirEndpoint.PATH.length()) + (query == null ? "" : '?' + query));
  }

  private List<AuditedEvent> refusal(Call call) {
    EventKind kind =
        record.asked().filter(AskedBundle::batch).isPresent() ? EventKind.BATCH : call.kind();
    return refusal(
        kind,
        call.target(),
        record.hidden().patients(),
        record.hidden().denials(),
        status,
        query(),
        Optional.empty());
  }

  /**
   * The refusal, in the record of each patient whose it is; and, if a consent or policy refused,
   * that decision.
   */
  private List<AuditedEvent> refusal(
      EventKind kind,
      Optional<String> target,
      Set<String> patients,
      List<ConsentBasis> denials,
      int refused,
      RawQuery query,
      Optional<String> bundleId) {
    Outcome outcome =
        Outcome.refusal(
            denials.isEmpty() ? reason(refused) : FailureReason.WITHHELD_BY_CONSENT, refused);
    RequestTrace trace = trace(bundleId, Optional.empty());
    AuditedEvent.Builder event =
        event(kind).outcome(outcome).patients(patients).consents(denials).trace(trace).query(query);
    target.ifPresent(it -> event.data(DataObject.resource(it)));
    List<AuditedEvent> events = new ArrayList<>();
    events.add(event.build());
    if (!denials.isEmpty()) {
      events.add(
          event(EventKind.CONSENT_DECISION)
              .outcome(outcome)
              .patients(denials.stream().map(ConsentBasis::patient).distinct().toList())
              .consents(denials)
              .trace(trace)
              .build());
    }
    return events;
  }

  /** What was answered to the entries of a batch or transaction. */
  private void entries(AskedBundle asked, List<AuditedEvent> events) {
    List<BundleEntryComponent> answers = record.answer().map(Bundle::getEntry).orElse(List.of());
    String bundleId = RequestId.of(record.request());
    for (int i = 0; i < asked.entries().size(); i++) {
      AskedBundle.Entry entry = asked.entries().get(i);
      Call call = Call.of(entry.method(), entry.url());
      RawQuery query = RawQuery.get(server.base() + "/" + entry.url().replaceFirst("^/", ""));
      BundleEntryComponent answer =
          i < answers.size() ? answers.get(i) : new BundleEntryComponent();
      int entryStatus = status(answer);
      if (entryStatus >= 400) {
        Hidden withheld =
            record
                .details()
                .map(it -> hidden(it, call, entry.url(), entryStatus))
                .orElse(Hidden.NOTHING);
        events.addAll(
            refusal(
                call.kind(),
                call.target(),
                withheld.patients(),
                withheld.denials(),
                entryStatus,
                query,
                Optional.of(bundleId)));
        continue;
      }
      List<ShownResource> shown = record.shownBy(i);
      success(call, shown, query, Optional.of(bundleId)).ifPresent(events::add);
      if (!entry.ifNoneExist().isEmpty() || call.conditional()) {
        events.add(lookedFor(criteria(entry), unchanged(shown), Optional.of(bundleId)));
      }
    }
  }

  /** Of an entry only the status tells why it is refused; 403 may have other reasons. */
  private Hidden hidden(RequestDetails request, Call call, String url, int refused) {
    Optional<Hidden> found =
        switch (refused) {
          case 404 -> Optional.of(hidden.of(request, ComparedResources.named(call, url, null)));
          case 403 ->
              call.changes()
                  .map(it -> hidden.ofChange(request, it))
                  .filter(it -> !it.denials().isEmpty());
          default -> Optional.empty();
        };
    return found.orElse(Hidden.NOTHING);
  }

  private RawQuery criteria(AskedBundle.Entry entry) {
    String url = entry.url().replaceFirst("^/", "");
    return RawQuery.get(
        server.base()
            + "/"
            + (entry.ifNoneExist().isEmpty()
                ? url
                : url.replaceFirst("\\?.*", "")
                    + '?'
                    + entry.ifNoneExist().replaceFirst("^.*\\?", "")));
  }

  private static int status(BundleEntryComponent answer) {
    String status = answer.getResponse().getStatus();
    return status != null && status.matches("[1-5][0-9]{2}.*")
        ? Integer.parseInt(status.substring(0, 3))
        : 200;
  }

  /** What is shown and was not changed, so that no change records it. */
  private List<ShownResource> unchanged(List<ShownResource> shown) {
    return shown.stream().filter(it -> !record.changed().contains(it.reference())).toList();
  }

  /** What was looked for to change it, and is shown as it was if it was not changed. */
  private AuditedEvent lookedFor(
      RawQuery criteria, List<ShownResource> shown, Optional<String> bundleId) {
    return permitted(event(EventKind.SEARCH_TYPE), patients(shown))
        .query(criteria)
        .trace(trace(bundleId, Optional.empty()))
        .build();
  }

  private Optional<AuditedEvent> success(
      Call call, List<ShownResource> shown, RawQuery query, Optional<String> bundleId) {
    return switch (call.kind()) {
      case CREATE, UPDATE, PATCH, DELETE -> unchanged(call, shown, query, bundleId);
      case READ, VREAD -> Optional.of(read(call, shown, query, bundleId));
      case REFUSED_REQUEST -> Optional.empty();
      default -> Optional.of(answered(call, shown, query, bundleId));
    };
  }

  private AuditedEvent read(
      Call call, List<ShownResource> shown, RawQuery query, Optional<String> bundleId) {
    DataObject data =
        shown.isEmpty()
            ? DataObject.resource(call.target().orElseThrow())
            : DataObject.resource(shown.get(0).reference()).labelled(shown.get(0).labels());
    return permitted(event(call.kind()), patients(shown))
        .data(data)
        .query(query)
        .trace(trace(bundleId, Optional.empty()))
        .build();
  }

  /** A change that changed nothing: what it did change is recorded with the change. */
  private Optional<AuditedEvent> unchanged(
      Call call, List<ShownResource> shown, RawQuery query, Optional<String> bundleId) {
    boolean recorded =
        bundleId.isEmpty()
            ? !record.changed().isEmpty()
            : shown.stream().anyMatch(it -> record.changed().contains(it.reference()))
                || call.target().filter(this::isChanged).isPresent()
                || call.kind() == EventKind.CREATE
                || call.conditional();
    if (recorded) {
      return Optional.empty();
    }
    Optional<String> data =
        shown.stream().map(ShownResource::reference).findFirst().or(call::target);
    if (data.isEmpty()) {
      return Optional.of(lookedFor(query, List.of(), bundleId));
    }
    return Optional.of(
        permitted(event(call.kind()), patients(shown))
            .data(DataObject.resource(data.get()))
            .query(query)
            .trace(trace(bundleId, Optional.empty()))
            .build());
  }

  private boolean isChanged(String target) {
    return record.changed().stream().anyMatch(it -> it.startsWith(target + '/'));
  }

  private AuditedEvent answered(
      Call call, List<ShownResource> shown, RawQuery query, Optional<String> bundleId) {
    Set<String> patients = patients(shown);
    if (patients.isEmpty()) {
      patients = askedFor(call, query, bundleId.isPresent());
    }
    AuditedEvent.Builder event =
        permitted(event(call.kind()), patients)
            .trace(trace(bundleId, bundleId.isPresent() ? Optional.empty() : searchId()))
            .query(query);
    call.target().ifPresent(it -> event.data(DataObject.resource(it)));
    if (call.kind() == EventKind.EXPORT_DOWNLOAD || call.kind() == EventKind.EXPORT_DELETE) {
      event.data(DataObject.job(query.url()));
    }
    return event.build();
  }

  private AuditedEvent.Builder permitted(AuditedEvent.Builder event, Collection<String> patients) {
    record
        .details()
        .filter(it -> !patients.isEmpty())
        .ifPresent(it -> event.consents(consents.permitting(it, patients)));
    return event.patients(patients);
  }

  private static Set<String> patients(List<ShownResource> shown) {
    Set<String> patients = new LinkedHashSet<>();
    shown.forEach(it -> patients.addAll(it.patients()));
    return patients;
  }

  /** Whose record was asked for where nothing of it is shown. */
  private Set<String> askedFor(Call call, RawQuery query, boolean isEntry) {
    Set<String> patients = new LinkedHashSet<>();
    call.ofInstance().ifPresent(it -> patients.addAll(patientsOf(it, isEntry)));
    if (call.target().isEmpty()) {
      IBaseResource body =
          isEntry ? null : record.details().map(RequestDetails::getResource).orElse(null);
      ComparedResources.named(call, query.url(), body)
          .forEach(it -> patients.addAll(patientsOf(it, isEntry)));
    }
    return patients.isEmpty()
        ? NamedPatients.in(call.hasForm() ? query : RawQuery.get(query.url()))
        : patients;
  }

  /** An entry is a GET, which answers only if its instance exists for it. */
  private Set<String> patientsOf(String instance, boolean isEntry) {
    return isEntry
        ? hidden.patientsOf(instance)
        : record.details().map(it -> hidden.shown(it, instance)).orElse(Set.of());
  }

  private Optional<String> searchId() {
    return record
        .answer()
        .flatMap(
            bundle ->
                bundle.getLink().stream()
                    .map(BundleLinkComponent::getUrl)
                    .map(SEARCH_ID::matcher)
                    .filter(Matcher::find)
                    .map(it -> it.group(1))
                    .findFirst());
  }

  private AuditedEvent.Builder event(EventKind kind) {
    return AuditedEvent.of(kind, now, server, requester)
        .trace(trace(Optional.empty(), Optional.empty()));
  }

  private RequestTrace trace(Optional<String> bundleId, Optional<String> searchId) {
    return new RequestTrace(RequestId.of(record.request()), bundleId, searchId);
  }

  /** The whole URL as it came; the body where it is a form or a GraphQL query. */
  private RawQuery query() {
    HttpServletRequest request = record.request();
    String query = request.getQueryString();
    String url = request.getRequestURL() + (query == null ? "" : '?' + query);
    return new RawQuery(
        url, record.call().filter(this::hasQueryInBody).map(it -> body()).orElse(""));
  }

  private boolean hasQueryInBody(Call call) {
    return "POST".equals(record.request().getMethod())
        && switch (call.kind()) {
          case SEARCH_TYPE, SEARCH_SYSTEM, COUNT, GRAPHQL, AUDIT_READ -> true;
          default -> false;
        };
  }

  private String body() {
    byte[] body = record.details().map(RequestDetails::getRequestContentsIfLoaded).orElse(null);
    return body == null ? "" : new String(body, StandardCharsets.UTF_8);
  }

  /** Why a request has an answer with that status. */
  static FailureReason reason(int status) {
    return switch (status) {
      case 401 -> FailureReason.NOT_SIGNED_IN;
      case 403 -> FailureReason.NOT_ALLOWED;
      case 404, 410 -> FailureReason.NOT_FOUND;
      case 409, 412 -> FailureReason.CONFLICT;
      case 413, 414, 429, 431 -> FailureReason.TOO_MUCH;
      case 422 -> FailureReason.INVALID;
      case 502, 503, 504 -> FailureReason.UNAVAILABLE;
      default -> status >= 500 ? FailureReason.INTERNAL : FailureReason.MALFORMED;
    };
  }
}
