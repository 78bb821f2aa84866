package org.andiron.consent.enforcement;

import java.util.List;
import java.util.Map;
import org.andiron.consent.rule.ConsentDirective;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts the records of all patients under rules anew when policies are others than those by which it
 * was done, before the server answers anybody. A server that is stopped goes on where it was; of
 * several, one does it and the others wait.
 */
final class RecordRuling implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(RecordRuling.class);

  private static final long LOCK = 0x72756c696e67L;
  private static final int AT_ONCE = 50;
  private static final long REPORT_NANOS = 5_000_000_000L;

  /** With a rule, or with a Consent; or all of them. */
  private static final String NEXT =
      """
      select p.res_id from hfj_resource p
      where p.res_type = 'Patient' and p.res_id > ? and (?
        or exists (select 1 from andiron.ruled d where d.patient = p.res_id)
        or exists (
          select 1 from andiron.compartment c
          where c.patient = p.res_id and c.res_type = 'Consent' and c.to_version is null))
      order by p.res_id limit ?
      """;

  private final String policies;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transactions;
  private final PlacingLocks locks;
  private final PatientConsents consents;
  private final RuleMaking making;
  private final RuledResources resources;
  private volatile boolean running;

  /**
   * @param policies the same while policies, and the way in which they are applied, are
   */
  RecordRuling(
      String policies,
      JdbcTemplate jdbc,
      TransactionTemplate transactions,
      PatientConsents consents,
      RuleMaking making,
      RuledResources resources) {
    this.policies = policies;
    this.jdbc = jdbc;
    this.locks = new PlacingLocks(jdbc);
    this.transactions = transactions;
    this.consents = consents;
    this.making = making;
    this.resources = resources;
  }

  /** After the definitions are there, before anybody is answered. */
  @Override
  public int getPhase() {
    return 1;
  }

  @Override
  public void start() {
    running = true;
    long done = 0;
    long begun = System.nanoTime();
    long reported = begun;
    while (running) {
      Integer some = transactions.execute(status -> next());
      if (some == null || some == 0) {
        break;
      }
      done += some;
      if (System.nanoTime() - reported > REPORT_NANOS) {
        reported = System.nanoTime();
        LOG.info("Consents: {} records looked at", done);
      }
    }
    if (done > 0) {
      LOG.info(
          "Consents: {} records are under the policies of now, after {} s",
          done,
          (System.nanoTime() - begun) / 1_000_000_000L);
    }
  }

  /** The next records; 0 if there is nothing more to do. */
  private int next() {
    jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, LOCK);
    Progress progress = progress();
    if (!progress.policies().equals(policies)) {
      progress = new Progress(policies, 0, false);
    }
    if (progress.finished()) {
      return 0;
    }
    List<Long> patients =
        jdbc.queryForList(NEXT, Long.class, progress.doneTo(), making.rulesAll(), AT_ONCE);
    locks.aloneForPatients(patients);
    Map<Long, List<ConsentDirective>> directives = consents.of(patients);
    for (long patient : patients) {
      resources.ruleRecord(patient, directives.getOrDefault(patient, List.of()));
    }
    boolean finished = patients.size() < AT_ONCE;
    jdbc.update("delete from andiron.ruling_state");
    jdbc.update(
        "insert into andiron.ruling_state (policies, done_to, finished) values (?, ?, ?)",
        policies,
        patients.isEmpty() ? progress.doneTo() : patients.get(patients.size() - 1),
        finished);
    return patients.size();
  }

  private record Progress(String policies, long doneTo, boolean finished) {}

  private Progress progress() {
    return jdbc
        .query(
            "select policies, done_to, finished from andiron.ruling_state",
            (row, number) -> new Progress(row.getString(1), row.getLong(2), row.getBoolean(3)))
        .stream()
        .findFirst()
        .orElse(new Progress("", 0, false));
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
