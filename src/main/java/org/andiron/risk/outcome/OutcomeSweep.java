package org.andiron.risk.outcome;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.assessment.StoredPrediction;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.monitoring.KnownOutcome;
import org.andiron.risk.monitoring.KnownOutcome.State;
import org.andiron.risk.monitoring.OutcomeStore;
import org.andiron.risk.record.RecordReader;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.risk.training.OutcomeRule;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into records for what became of those whose risk was predicted by models that were trained
 * here, once the time that was predicted is over. What is found is counted and shown to nobody: it
 * may rest on what the patient withholds from those who see the score.
 */
public final class OutcomeSweep {

  private static final Logger LOG = LoggerFactory.getLogger(OutcomeSweep.class);

  private static final String LOCK =
      "select pg_try_advisory_lock(hashtextextended('andiron.risk_outcome', 0))";
  private static final String UNLOCK =
      "select pg_advisory_unlock(hashtextextended('andiron.risk_outcome', 0))";

  /** All records of a page are in memory at once. */
  private static final int PAGE = 50;

  private final DaoRegistry daos;
  private final ModelRegistry registry;
  private final RecordReader records;
  private final DueAssessments due;
  private final OutcomeStore store;
  private final DataSource dataSource;
  private final Duration lag;
  private final Clock clock;

  /** A stored score whose time is over, and how to find out what became of it. */
  private record Open(String id, StoredPrediction prediction, OutcomeRule rule) {}

  OutcomeSweep(
      DaoRegistry daos,
      ModelRegistry registry,
      RecordReader records,
      DueAssessments due,
      OutcomeStore store,
      DataSource dataSource,
      Duration lag,
      Clock clock) {
    this.daos = daos;
    this.registry = registry;
    this.records = records;
    this.due = due;
    this.store = store;
    this.dataSource = dataSource;
    this.lag = lag;
    this.clock = clock;
  }

  /**
   * Looks at all scores that are due, unless another node does.
   *
   * @return how many outcomes became known
   * @throws RuntimeException if records or database cannot be read; what was found is kept
   */
  public int sweep() {
    try (Connection connection = dataSource.getConnection()) {
      if (!isTrue(connection, LOCK)) {
        return 0;
      }
      try {
        return sweepAlone();
      } finally {
        isTrue(connection, UNLOCK);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not answer: " + e.getMessage(), e);
    }
  }

  private static boolean isTrue(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private int sweepAlone() {
    store.forgetAssessments();
    Instant now = clock.instant();
    int found = 0;
    for (Map.Entry<String, Instant> model : latest(now.minus(lag)).entrySet()) {
      long last = 0;
      List<DueAssessments.Found> page;
      do {
        page = due.after(model.getKey(), model.getValue(), now, last, PAGE);
        found += look(page, now);
        last = page.isEmpty() ? last : page.get(page.size() - 1).number();
      } while (page.size() == PAGE);
    }
    if (found > 0) {
      LOG.info("Outcomes of {} risk scores were found in records", found);
    }
    return found;
  }

  /** By URL of models of which a version has a rule: scores of later than that are not due yet. */
  private Map<String, Instant> latest(Instant ended) {
    Map<String, Instant> latest = new TreeMap<>();
    for (RegisteredModel registered : registry.current().all()) {
      registered
          .model()
          .ifPresent(
              model ->
                  model
                      .outcomeRule()
                      .ifPresent(
                          rule ->
                              latest.merge(
                                  model.content().model().card().url(),
                                  rule.outcome().horizon().notEndedFrom(ended),
                                  (one, other) -> one.isAfter(other) ? one : other)));
    }
    return latest;
  }

  private int look(List<DueAssessments.Found> page, Instant now) {
    Map<OutcomeRule, List<Open>> byRule = new LinkedHashMap<>();
    for (DueAssessments.Found one : page) {
      open(one.id(), now)
          .ifPresent(it -> byRule.computeIfAbsent(it.rule(), rule -> new ArrayList<>()).add(it));
    }
    int found = 0;
    for (Map.Entry<OutcomeRule, List<Open>> entry : byRule.entrySet()) {
      Map<String, PatientRecord> read =
          records.read(
              new SystemRequestDetails(),
              entry.getValue().stream().map(it -> it.prediction().patientId()).distinct().toList(),
              entry.getKey().needs());
      for (Open open : entry.getValue()) {
        PatientRecord record = read.get(open.prediction().patientId());
        if (record != null) {
          found += keep(open, record, now) ? 1 : 0;
        }
      }
    }
    return found;
  }

  private Optional<Open> open(String id, Instant now) {
    StoredPrediction prediction;
    try {
      prediction =
          StoredPrediction.of(
              daos.getResourceDao(RiskAssessment.class)
                  .read(new IdType("RiskAssessment", id), new SystemRequestDetails()));
    } catch (IllegalArgumentException | ResourceGoneException | ResourceNotFoundException e) {
      return Optional.empty(); // stored by others under the name of the model, or gone by now
    }
    Optional<InstalledModel> model = registry.packageOf(prediction.modelDigest());
    if (model.isPresent() && model.get().outcomeRule().isEmpty()) {
      neverFound(id, prediction, now);
    }
    return model
        .flatMap(InstalledModel::outcomeRule)
        .filter(it -> prediction.probabilities().containsKey(it.outcome().id()))
        .filter(it -> !ended(it, prediction).plus(lag).isAfter(now))
        .map(it -> new Open(id, prediction, it));
  }

  /** Of a version without a rule: so that it is not read again each time. */
  private void neverFound(String id, StoredPrediction prediction, Instant now) {
    prediction
        .probabilities()
        .forEach(
            (outcome, probability) ->
                store.tell(
                    new KnownOutcome(
                        id,
                        outcome,
                        prediction.modelDigest(),
                        probability,
                        State.UNKNOWN,
                        Map.of(),
                        true,
                        null),
                    now));
  }

  private static Instant ended(OutcomeRule rule, StoredPrediction prediction) {
    return rule.outcome().horizon().end(prediction.asOf());
  }

  private boolean keep(Open open, PatientRecord record, Instant now) {
    StoredPrediction prediction = open.prediction();
    OutcomeRule rule = open.rule();
    State state = State.valueOf(rule.find(record, prediction.asOf()).name());
    store.tell(
        new KnownOutcome(
            open.id(),
            rule.outcome().id(),
            prediction.modelDigest(),
            Objects.requireNonNull(
                prediction
                    .probabilities()
                    .getOrDefault(rule.outcome().id(), OptionalDouble.empty())),
            state,
            new TreeMap<>(rule.subgroups().of(record.patient(), prediction.asOf())),
            true,
            state == State.UNKNOWN ? again(ended(rule, prediction), now) : null),
        now);
    return state == State.OCCURRED || state == State.NOT_OCCURRED;
  }

  /** When as much time has passed again since the end: what is not known gets ever less likely. */
  private static Instant again(Instant ended, Instant now) {
    Duration waited = Duration.between(ended, now);
    return now.plus(waited.compareTo(Duration.ofDays(1)) < 0 ? Duration.ofDays(1) : waited);
  }
}
