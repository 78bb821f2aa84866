package org.andiron.consent.enforcement;

import java.util.Collection;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Lets nobody store something of a patient's record while that patient's consents change: one of
 * both would not know of the other. Until the end of the transaction.
 */
final class PlacingLocks {

  /** Patients share locks, so that a transaction about many patients needs few. */
  private static final int LOCKS = 256;

  private static final int OF_PLACING = 0x706c6163;

  /** Of all that is part of nobody's record, where consents may name it. */
  private static final int OF_NAMED_DATA = LOCKS;

  private static final String LOCK =
      "select %s("
          + OF_PLACING
          + ", lock) from (select distinct (patient %% "
          + LOCKS
          + ")::int as lock from andiron.consented where res_id = any(?::bigint[])%s%s"
          + " order by lock) locks";

  private static final String ALONE_FOR_PATIENTS =
      "select pg_advisory_xact_lock("
          + OF_PLACING
          + ", lock) from (select distinct (patient % "
          + LOCKS
          + ")::int as lock from unnest(?::bigint[]) p (patient) order by lock) locks";

  private static final String ALONE =
      LOCK.formatted("pg_advisory_xact_lock", " and res_type = 'Consent'", "");

  /** Last that of what is about nobody, if some is. */
  private static final String SHARED =
      LOCK.formatted(
          "pg_advisory_xact_lock_shared",
          "",
          " union select "
              + OF_NAMED_DATA
              + " from unnest(?::bigint[]) r (res_id) where not exists ("
              + "select from andiron.consented c where c.res_id = r.res_id)");

  private static final String ALONE_FOR_NAMED_DATA =
      "select pg_advisory_xact_lock(" + OF_PLACING + ", " + OF_NAMED_DATA + ")";

  private final JdbcTemplate jdbc;

  PlacingLocks(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Before the consents are read under which resources come. */
  void shareFor(Collection<Long> resources) {
    Long[] numbers = resources.toArray(Long[]::new);
    jdbc.query(SHARED, row -> {}, numbers, numbers);
  }

  /** Before the records are read of which those of some resources are part that are Consents. */
  void aloneFor(Collection<Long> resources) {
    lock(ALONE, resources);
  }

  /** Before all of the records of patients is put under rules: others may be storing some of it. */
  void aloneForPatients(Collection<Long> patients) {
    lock(ALONE_FOR_PATIENTS, patients);
  }

  /** Before it is read what consents name that is part of nobody's record. */
  void aloneForNamedData() {
    jdbc.query(ALONE_FOR_NAMED_DATA, row -> {});
  }

  private void lock(String sql, Collection<Long> resources) {
    jdbc.query(sql, row -> {}, (Object) resources.toArray(Long[]::new));
  }
}
