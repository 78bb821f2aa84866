package org.andiron.audit.capture;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.andiron.audit.ConsentContext;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.RawQuery;
import org.andiron.audit.event.RequestTrace;
import org.andiron.audit.event.Requester;
import org.andiron.server.RequestId;
import org.andiron.visibility.PlacedResources;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Records what a transaction stores and deletes, in that transaction. */
final class RecordedChanges implements PlacedResources {

  /**
   * Also the patients of whose record something was until this change. HAPI leaves out a number
   * when it makes anew what was deleted.
   */
  private static final String CHANGED =
      """
      select r.res_id, r.res_type || '/' || r.fhir_id as target, r.res_ver,
        coalesce((
          select v.res_deleted_at is not null from hfj_res_ver v
          where v.res_id = r.res_id and v.res_ver < r.res_ver
          order by v.res_ver desc limit 1), false) as was_deleted,
        coalesce(array_agg(distinct p.fhir_id) filter (where p.fhir_id is not null), '{}') as patients
      from hfj_resource r
      left join andiron.compartment c
        on c.res_id = r.res_id and (c.to_version is null or c.to_version = r.res_ver)
      left join hfj_resource p on p.res_id = c.patient
      where r.res_id = any(?::bigint[])
      group by r.res_id
      """;

  private static final String CONSENT = "Consent/";
  private static final String PATCH = "PATCH";
  private static final String PUT = "PUT";

  private final JdbcTemplate jdbc;
  private final Trail trail;
  private final Supplier<ConsentContext> consents;

  RecordedChanges(JdbcTemplate jdbc, Trail trail, Supplier<ConsentContext> consents) {
    this.jdbc = jdbc;
    this.trail = trail;
    this.consents = consents;
  }

  private record Changed(String target, long version, boolean wasDeleted, List<String> patients) {

    String reference() {
      return target + "/_history/" + version;
    }
  }

  @Override
  public void placed(
      Collection<Placed> resources, Set<Long> removed, @Nullable RequestDetails request) {
    if (!trail.isEnabled()) {
      return;
    }
    Map<Long, EventKind> kinds = new LinkedHashMap<>();
    Optional<RequestRecord> record = RequestRecord.of(request);
    Patches patches = Patches.of(record);
    resources.forEach(it -> kinds.put(it.key(), it.isNew() ? EventKind.CREATE : EventKind.UPDATE));
    removed.forEach(it -> kinds.put(it, EventKind.DELETE));
    Map<Long, Changed> changed = find(kinds.keySet());
    Requester requester = trail.requester(record);
    Map<String, List<ConsentBasis>> bases = bases(changed.values(), request, record);
    boolean isImport = JobWork.ofThread().filter(JobWork::isImport).isPresent();
    List<AuditedEvent> events = new ArrayList<>();
    Map<String, Integer> ofNobody = new TreeMap<>();
    kinds.forEach(
        (key, kind) -> {
          Changed it = changed.get(key);
          if (it == null) {
            return;
          }
          if (requester.equals(Requester.SERVER) && it.patients().isEmpty()) {
            ofNobody.merge(it.target().replaceFirst("/.*", ""), 1, Integer::sum);
            return;
          }
          EventKind exact = kind == EventKind.UPDATE ? ofUpdate(it, patches) : kind;
          List<ConsentBasis> permitted =
              it.patients().stream()
                  .flatMap(patient -> bases.getOrDefault(patient, List.of()).stream())
                  .toList();
          events.add(event(isImport ? EventKind.IMPORT : exact, it, requester, record, permitted));
          if (it.target().startsWith(CONSENT)) {
            events.add(event(EventKind.CONSENT_CHANGE, it, requester, record, List.of()));
          }
        });
    if (!ofNobody.isEmpty()) {
      events.add(byTheServer(ofNobody));
    }
    trail.append(events);
    record.ifPresent(
        it ->
            afterCommit(
                () -> it.changed(changed.values().stream().map(Changed::reference).toList())));
  }

  /**
   * By patient, under what somebody writes to their record. Where Consents are among what is
   * written it is not said: which of them was in force before cannot be told any more.
   */
  private Map<String, List<ConsentBasis>> bases(
      Collection<Changed> changed,
      @Nullable RequestDetails request,
      Optional<RequestRecord> record) {
    Set<String> patients = new LinkedHashSet<>();
    changed.forEach(it -> patients.addAll(it.patients()));
    boolean toConsents = changed.stream().anyMatch(it -> it.target().startsWith(CONSENT));
    if (request == null || record.isEmpty() || patients.isEmpty() || toConsents) {
      return Map.of();
    }
    return consents.get().permitting(request, patients).stream()
        .collect(Collectors.groupingBy(ConsentBasis::patient));
  }

  /** What was deleted is created by an update, and answered like that: 201. */
  private static EventKind ofUpdate(Changed changed, Patches patches) {
    if (changed.wasDeleted()) {
      return EventKind.CREATE;
    }
    return patches.includes(changed.target()) ? EventKind.PATCH : EventKind.UPDATE;
  }

  private Map<Long, Changed> find(Set<Long> keys) {
    Map<Long, Changed> changed = new HashMap<>();
    jdbc.query(
        CHANGED,
        row -> {
          changed.put(
              row.getLong("res_id"),
              new Changed(
                  row.getString("target"),
                  row.getLong("res_ver"),
                  row.getBoolean("was_deleted"),
                  Arrays.asList((String[]) row.getArray("patients").getArray())));
        },
        (Object) keys.toArray(Long[]::new));
    return changed;
  }

  private AuditedEvent event(
      EventKind kind,
      Changed changed,
      Requester requester,
      Optional<RequestRecord> record,
      List<ConsentBasis> permitted) {
    AuditedEvent.Builder event =
        AuditedEvent.of(kind, Instant.now(), trail.server(), requester)
            .patients(changed.patients())
            .consents(permitted)
            .data(DataObject.resource(changed.reference()));
    record.ifPresent(
        it -> {
          String id = RequestId.of(it.request());
          event.trace(new RequestTrace(id, it.asked().map(bundle -> id), Optional.empty()));
          criteria(it).ifPresent(event::query);
        });
    return event.build();
  }

  /** By which a conditional request says what is changed. */
  private static Optional<RawQuery> criteria(RequestRecord record) {
    String ifNoneExist = record.request().getHeader("If-None-Exist");
    String query = record.request().getQueryString();
    String url = record.request().getRequestURL().toString();
    if (record.asked().isPresent()) {
      return Optional.empty();
    }
    if (record.call().filter(Call::conditional).isPresent()) {
      return Optional.of(RawQuery.get(query == null ? url : url + '?' + query));
    }
    return Optional.ofNullable(ifNoneExist)
        .filter(it -> !it.isBlank())
        .map(it -> RawQuery.get(url + '?' + it));
  }

  /** Definitions and the like, of which a start brings thousands. */
  private AuditedEvent byTheServer(Map<String, Integer> types) {
    List<String> counts = new ArrayList<>();
    types.forEach((type, count) -> counts.add(count + " " + type));
    return AuditedEvent.of(
            EventKind.CONFIGURATION_CHANGE, Instant.now(), trail.server(), Requester.SERVER)
        .data(DataObject.named(String.join(", ", counts)))
        .build();
  }

  private static void afterCommit(Runnable action) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            action.run();
          }
        });
  }

  /**
   * Which updates are by PATCH.
   *
   * @param all whether the request is one
   * @param targets what entries patch
   * @param types of which entries patch what criteria find, and none puts what they find
   * @param put what entries put, of whatever type
   */
  private record Patches(boolean all, Set<String> targets, Set<String> types, Set<String> put) {

    static Patches of(Optional<RequestRecord> record) {
      boolean all =
          record
              .flatMap(RequestRecord::call)
              .filter(it -> it.kind() == EventKind.PATCH)
              .isPresent();
      List<AskedBundle.Entry> entries =
          record.flatMap(RequestRecord::asked).map(AskedBundle::entries).orElse(List.of());
      Set<String> types = conditional(entries, PATCH);
      types.removeAll(conditional(entries, PUT));
      return new Patches(all, targets(entries, PATCH), types, targets(entries, PUT));
    }

    private static Set<String> targets(List<AskedBundle.Entry> entries, String method) {
      return entries.stream()
          .filter(it -> it.method().equals(method))
          .flatMap(it -> Call.of(it.method(), it.url()).target().stream())
          .collect(Collectors.toSet());
    }

    private static Set<String> conditional(List<AskedBundle.Entry> entries, String method) {
      return entries.stream()
          .filter(it -> it.method().equals(method))
          .filter(it -> Call.of(it.method(), it.url()).conditional())
          .map(it -> it.url().replaceFirst("[?].*", "").replace("/", ""))
          .collect(Collectors.toSet());
    }

    boolean includes(String target) {
      return all
          || targets.contains(target)
          || (types.contains(target.replaceFirst("/.*", "")) && !put.contains(target));
    }
  }
}
