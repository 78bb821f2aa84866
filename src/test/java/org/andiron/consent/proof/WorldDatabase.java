package org.andiron.consent.proof;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.util.MemoryCacheService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.consent.proof.World.Store;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.springframework.jdbc.core.JdbcOperations;

/** Puts one world after another into the database of a running server. */
final class WorldDatabase {

  /** When the first resource was stored, as far as anybody can tell; each a minute later. */
  static final Instant FIRST_STORED = Instant.parse("2024-01-01T00:00:00Z");

  private static final int AT_ONCE = 80;

  /**
   * What the server remembers of words that do not change: their numbers, and that codes have
   * names. It grows and says nothing of what there is.
   */
  private static final Set<String> REMEMBERED =
      Set.of(
          "public.hfj_resource_type",
          "public.hfj_spidx_identity",
          "public.hfj_tag_def",
          "andiron.search_parameter",
          "andiron.search_system",
          "andiron.used_code",
          "andiron.admission_query",
          "andiron.access_rule",
          "andiron.requester_epoch",
          "andiron.consent_epoch",
          "andiron.app_client",
          "andiron.app_authorization",
          "andiron.http_session",
          "andiron.http_session_attributes",
          "andiron.spent_refresh_token",
          "andiron.seen_assertion",
          "andiron.launch_handle");

  private final JdbcOperations jdbc;
  private final DaoRegistry daos;
  private final MemoryCacheService caches;
  private final List<String> tables;

  /** Takes note of which tables are empty before there is any world. */
  WorldDatabase(JdbcOperations jdbc, DaoRegistry daos, MemoryCacheService caches) {
    this.jdbc = jdbc;
    this.daos = daos;
    this.caches = caches;
    this.tables =
        jdbc
            .queryForList(
                "select schemaname || '.' || quote_ident(tablename) from pg_tables"
                    // The audit log is another's, and is never emptied.
                    + " where schemaname in ('public', 'andiron') and tableowner = current_user"
                    + " order by 1",
                String.class)
            .stream()
            .filter(it -> !REMEMBERED.contains(it))
            .filter(
                it ->
                    Boolean.TRUE.equals(
                        jdbc.queryForObject(
                            "select not exists (select 1 from " + it + ")", Boolean.class)))
            .toList();
    if (!tables.contains("public.hfj_resource")) {
      throw new IllegalStateException("there is a world already");
    }
  }

  /** As it was before any world. */
  private void clear() {
    jdbc.execute("truncate " + String.join(", ", tables));
    caches.invalidateAllCaches();
  }

  /**
   * Loads a world in place of what there is. PostgreSQL is told at once how much there is: as long
   * as it takes the tables for empty, some searches take longer than they may.
   */
  void load(List<Store> stores) {
    clear();
    apply(stores);
    jdbc.execute("analyze " + String.join(", ", tables));
    caches.invalidateAllCaches();
  }

  /** Stores as the server itself, from which nothing is withheld. */
  void apply(List<Store> stores) {
    Map<String, Store> together = new LinkedHashMap<>();
    for (Store store : stores) {
      if (together.size() == AT_ONCE || together.containsKey(store.reference())) {
        transact(together.values());
        together.clear();
      }
      together.put(store.reference(), store);
    }
    transact(together.values());
  }

  @SuppressWarnings("unchecked")
  private void transact(Collection<Store> stores) {
    Bundle bundle = new Bundle().setType(BundleType.TRANSACTION);
    for (Store store : stores) {
      Bundle.BundleEntryComponent entry = bundle.addEntry();
      entry
          .getRequest()
          .setMethod(store.content() == null ? HTTPVerb.DELETE : HTTPVerb.PUT)
          .setUrl(store.reference());
      if (store.content() != null) {
        entry.setResource(store.content().copy());
      }
    }
    IFhirSystemDao<Bundle, ?> system = daos.getSystemDao();
    system.transaction(new SystemRequestDetails(), bundle);
  }

  /**
   * Says of all versions that they were stored at a time which depends on the world alone. Gaps in
   * which nothing was stored have the same lengths in both worlds.
   *
   * @param stores all of world A, in their order
   */
  void setTimes(List<Store> stores) {
    Map<String, Integer> versions = new HashMap<>();
    List<Object[]> times = new ArrayList<>();
    for (int i = 0; i < stores.size(); i++) {
      String reference = stores.get(i).reference();
      int slash = reference.indexOf('/');
      times.add(
          new Object[] {
            Timestamp.from(FIRST_STORED.plus(Duration.ofMinutes(i))),
            reference.substring(0, slash),
            reference.substring(slash + 1),
            versions.merge(reference, 1, Integer::sum)
          });
    }
    jdbc.batchUpdate(
        "update hfj_res_ver v set res_updated = t.time, res_published = t.time, res_deleted_at ="
            + " case when v.res_deleted_at is not null then t.time end from hfj_resource r, (select"
            + " ?::timestamp as time, ?::text as type, ?::text as id, ?::bigint as version) t where"
            + " r.res_id = v.res_id and r.res_type = t.type and r.fhir_id = t.id and v.res_ver ="
            + " t.version",
        times);
    jdbc.update(
        "update hfj_resource r set res_updated = v.res_updated, res_deleted_at = v.res_deleted_at,"
            + " res_published = (select min(f.res_published) from hfj_res_ver f where f.res_id ="
            + " r.res_id) from hfj_res_ver v where v.res_id = r.res_id and v.res_ver = r.res_ver");
    caches.invalidateAllCaches();
  }
}
