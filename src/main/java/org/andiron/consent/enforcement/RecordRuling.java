package org.andiron.consent.enforcement;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.Criterion;
import org.andiron.storage.BackgroundWorker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts the records of all patients under rules anew when policies are others than those by which it
 * was done, before the server answers anybody; and when other codes include others, beside its
 * other work. A server that is stopped goes on where it was; of several, one does it and the others
 * wait.
 */
final class RecordRuling implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(RecordRuling.class);

  private static final long LOCK = 0x72756c696e67L;
  private static final int AT_ONCE = 50;
  private static final long REPORT_NANOS = 5_000_000_000L;

  /** Longer than any server remembers what it knew of code systems. */
  private static final Duration BETWEEN_LOOKS = ClinicalCodes.REMEMBERED.multipliedBy(3);

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
  private final ClinicalCodes codes;
  private final RuledResources resources;
  private final BackgroundWorker worker = new BackgroundWorker("record-ruling");

  /**
   * @param policies the same while policies, and the way in which they are applied, are
   */
  RecordRuling(
      String policies,
      JdbcTemplate jdbc,
      TransactionTemplate transactions,
      PatientConsents consents,
      RuleMaking making,
      ClinicalCodes codes,
      RuledResources resources) {
    this.policies = policies;
    this.jdbc = jdbc;
    this.locks = new PlacingLocks(jdbc);
    this.transactions = transactions;
    this.consents = consents;
    this.making = making;
    this.codes = codes;
    this.resources = resources;
  }

  /** After the definitions are there, before anybody is answered. */
  @Override
  public int getPhase() {
    return 1;
  }

  @Override
  public void start() {
    worker.start();
    String known = codes.epoch();
    all(known);
    worker.run(() -> watch(known));
  }

  /**
   * Goes over the records when code systems are others than before. What was seen at one look is
   * known to all servers at the next.
   */
  private void watch(String before) {
    String ruled = before;
    String seen = before;
    while (worker.isRunning()) {
      worker.pause(BETWEEN_LOOKS);
      try {
        String now = codes.epoch();
        if (!now.equals(ruled) && now.equals(seen)) {
          all(now);
          ruled = now;
        }
        seen = now;
      } catch (DataAccessException | TransactionException e) {
        LOG.warn("Consents: code systems could not be looked at, it is tried again", e);
      }
    }
  }

  /** Goes over what is not yet under the policies of now, and under these code systems. */
  void all(String codeSystems) {
    long done = 0;
    long begun = System.nanoTime();
    long reported = begun;
    while (worker.isRunning()) {
      Integer some = transactions.execute(status -> next(codeSystems));
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
  private int next(String codeSystems) {
    jdbc.query("select pg_advisory_xact_lock(?)", row -> {}, LOCK);
    RulingState state = RulingState.read(jdbc).towards(policies, codeSystems);
    if (state.finished()) {
      return 0;
    }
    boolean all = making.rulesAll();
    List<Long> patients =
        jdbc.queryForList(NEXT, Long.class, state.doneTo(), all && !skips(state), AT_ONCE);
    locks.aloneForPatients(patients);
    locks.aloneForNamedData();
    Map<Long, List<ConsentDirective>> directives = consents.of(patients);
    for (long patient : patients) {
      List<ConsentDirective> some = directives.getOrDefault(patient, List.of());
      if (!skips(state) || some.stream().anyMatch(it -> it.root().asks(Criterion.Kind.CODE))) {
        resources.ruleRecord(patient, some, Set.of());
      }
    }
    boolean finished = patients.size() < AT_ONCE;
    state
        .reached(patients.isEmpty() ? state.doneTo() : patients.get(patients.size() - 1), finished)
        .write(jdbc);
    return patients.size();
  }

  /** Whether records are left as they are whose consents ask for no codes. */
  private boolean skips(RulingState state) {
    return state.codesOnly() && !making.policiesAskForCodes();
  }

  @Override
  public void stop() {
    worker.stop();
  }

  @Override
  public boolean isRunning() {
    return worker.isRunning();
  }
}
