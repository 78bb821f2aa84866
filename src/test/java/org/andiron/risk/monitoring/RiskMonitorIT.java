package org.andiron.risk.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.risk.feedback.FeedbackStore;
import org.andiron.risk.monitoring.Clinic.Laboratory;
import org.andiron.risk.registry.ModelAction;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelKey;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.ModelState;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.testsupport.AndironIT;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two servers count on the database of the shared one, at days far ahead. */
class RiskMonitorIT extends AndironIT {

  private static final Instant FIRST = Instant.parse("2091-05-01T12:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2091, 5, 1);

  @Autowired private ModelRegistry registry;
  @Autowired private ModelDeployment deployment;
  @Autowired private DaoRegistry daos;
  @Autowired private IHapiTransactionService transactions;
  @Autowired private DataSource dataSource;
  @Autowired private FeedbackStore feedback;

  private final Clinic clinic = new Clinic(11);
  private JdbcTemplate jdbc;
  private RegisteredModel model;

  /** One server at one time. */
  private record Node(RiskMonitor monitor, DriftWatch watch) {}

  @BeforeEach
  void champion() {
    jdbc = new JdbcTemplate(dataSource);
    model = registry.current().find("pce-2013").orElseThrow();
    forget();
  }

  @AfterEach
  void forget() {
    jdbc.update("delete from andiron.risk_count where day > date '2090-01-01'");
    jdbc.update("delete from andiron.risk_reference");
    jdbc.update("delete from andiron.risk_alarm");
    jdbc.update("delete from andiron.risk_outcome where told > date '2090-01-01'");
  }

  private Node node(Instant now, boolean fallBack) {
    CountStore store = new CountStore(jdbc, UUID.randomUUID(), now);
    OutcomeStore outcomes = new OutcomeStore(jdbc);
    RiskMonitor monitor =
        new RiskMonitor(registry, store, outcomes, feedback, Clock.fixed(now, ZoneOffset.UTC));
    return new Node(
        monitor,
        new DriftWatch(
            registry,
            deployment,
            monitor,
            store,
            outcomes,
            new AlarmStore(jdbc),
            daos,
            transactions,
            500,
            fallBack));
  }

  private Node day(int day, Laboratory laboratory, boolean fallBack) {
    Node node = node(FIRST.plus(Duration.ofDays(day)), fallBack);
    for (int i = 0; i < 150; i++) {
      node.monitor().observed(model, clinic.patient(laboratory));
    }
    node.monitor().write();
    return node;
  }

  private int tasks() {
    return client()
        .search()
        .byUrl("Task?_summary=count&code:text=Review%20of%20a%20risk%20model")
        .returnBundle(Bundle.class)
        .execute()
        .getTotal();
  }

  private List<String> open() {
    return jdbc.queryForList(
        "select what || ' ' || subject from andiron.risk_alarm where ended is null order by 1",
        String.class);
  }

  @Test
  void whatTwoServersCountAddsUpAndIsNotCountedTwice() {
    Node one = day(0, Laboratory.USUAL, false);
    day(0, Laboratory.USUAL, false);
    one.monitor().write();
    one.monitor().observed(model, clinic.patient(Laboratory.USUAL));
    one.monitor().write();
    CountStore store = new CountStore(jdbc, UUID.randomUUID(), FIRST);
    assertThat(store.counts(model.status().digest(), DAY, DAY).orElseThrow().asked())
        .isEqualTo(301);
    assertThat(store.counts(model.status().digest(), DAY.plusDays(1), DAY.plusDays(9))).isEmpty();
    assertThat(one.monitor().report(model, DAY).orElseThrow().getGroup()).hasSizeGreaterThan(10);
    assertThat(one.monitor().report(model, DAY.plusDays(1))).isEmpty();
  }

  private static KnownOutcome outcome(
      String assessment, String digest, double probability, boolean came, boolean derived) {
    return new KnownOutcome(
        assessment,
        "ascvd",
        digest,
        OptionalDouble.of(probability),
        came ? KnownOutcome.State.OCCURRED : KnownOutcome.State.NOT_OCCURRED,
        Map.of("sex", came ? "female" : "male"),
        derived,
        null);
  }

  @Test
  void whatIsToldTwiceCountsOnceAsItWasToldLast() {
    OutcomeStore store = new OutcomeStore(jdbc);
    String digest = model.status().digest();
    Instant later = FIRST.plus(Duration.ofDays(1));
    store.tell(outcome("monitored-1", digest, 0.1, true, false), FIRST);
    store.tell(outcome("monitored-1", digest, 0.1, true, false), later);
    store.tell(outcome("monitored-2", digest, 0.3, true, true), FIRST);
    store.tell(outcome("monitored-2", digest, 0.3, false, false), later);
    store.tell(outcome("monitored-2", digest, 0.3, true, true), later);
    assertThat(store.counts(digest, DAY).get("ascvd").calibration().outcomes()).isEqualTo(1);
    OutcomeCounts counts = store.counts(digest, DAY.plusDays(1)).get("ascvd");
    assertThat(counts.calibration().outcomes()).isEqualTo(2);
    assertThat(counts.calibration().observed()).isEqualTo(1);
    assertThat(counts.calibration().expected()).isEqualTo(0.4);
    assertThat(counts.groups().get("sex")).containsOnlyKeys("female", "male");
    assertThat(store.counts(digest, DAY.plusDays(1)).get("ascvd")).isSameAs(counts);
    assertThat(node(later, false).monitor().report(model, DAY.plusDays(1)).orElseThrow().getGroup())
        .anyMatch(it -> it.getCode().getText().equals("outcome ascvd"));

    store.forgetAssessments();
    assertThat(
            jdbc.queryForObject(
                "select count(*) from andiron.risk_outcome where assessment like 'monitored-%'",
                Integer.class))
        .isZero();
    assertThat(store.counts(digest, DAY.plusDays(1)).get("ascvd").calibration().outcomes())
        .isEqualTo(2);
    assertThat(store.counts(digest, DAY.plusDays(500))).isEmpty();
  }

  @Test
  void aLimitThatIsPassedIsToldOnceAndAgainAfterItWasOver() {
    int before = tasks();
    for (int day = 0; day < 4; day++) {
      day(day, Laboratory.USUAL, false).watch().look();
    }
    assertThat(day(4, Laboratory.USUAL, false).watch().last()).isEmpty();
    Node quiet = day(4, Laboratory.USUAL, false);
    quiet.watch().look();
    assertThat(open()).isEmpty();
    assertThat(health(quiet).reference()).isPresent();

    Node changed = day(5, Laboratory.OTHER_UNIT, false);
    changed.watch().look();
    changed.watch().look();
    node(FIRST.plus(Duration.ofDays(5)), false).watch().look();
    assertThat(open()).containsExactly("units total-cholesterol");
    assertThat(tasks() - before).isEqualTo(1);
    assertThat(registry.current().find("pce-2013").orElseThrow().key()).isEqualTo(model.key());

    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    new MonitorMeters(meters).update(changed.watch().last());
    assertThat(
            meters
                .get("andiron.risk.stability")
                .tags("model", "pce-2013", "of", "units", "input", "total-cholesterol")
                .gauge()
                .value())
        .isGreaterThan(0.2);
    assertThat(meters.get("andiron.risk.alarms").tags("model", "pce-2013").gauge().value())
        .isEqualTo(1);

    day(7, Laboratory.USUAL, false).watch().look();
    assertThat(open()).as("yesterday nothing was counted").hasSize(1);
    day(8, Laboratory.USUAL, false).watch().look();
    assertThat(open()).isEmpty();
    day(9, Laboratory.OTHER_UNIT, false).watch().look();
    assertThat(tasks() - before).isEqualTo(2);
  }

  private ModelHealth health(Node node) {
    return node.watch().last().stream()
        .filter(it -> it.model().key().equals(model.key()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theChampionBeforeIsChampionAgainIfThatIsSet() throws Exception {
    ModelKey next = new ModelKey("pce-2013", "9.9.9");
    deployment.deploy("pce-2013", Packages.shipped("pce-2013", "9.9.9"), ModelState.SHADOW, "test");
    deployment.change(next, ModelAction.PROMOTE, "test");
    model = registry.current().find("pce-2013").orElseThrow();
    assertThat(model.key()).isEqualTo(next);
    Node node = node(FIRST, true);
    OutcomeStore store = new OutcomeStore(jdbc);
    for (int i = 0; i < 400; i++) {
      store.tell(outcome("monitored-" + i, model.status().digest(), 0.1, i % 3 == 0, false), FIRST);
    }
    node.watch().look();
    assertThat(registry.current().find("pce-2013").orElseThrow().key()).isNotEqualTo(next);
    assertThat(registry.current().find("pce-2013", "9.9.9")).isEmpty();
    assertThat(deployment.history("pce-2013"))
        .last()
        .satisfies(it -> assertThat(it.reason()).contains("more often than was predicted"));
  }

  @Test
  void aTrainedModelBringsItsReference() throws Exception {
    Reference reference = Clinic.reference(new Clinic(1), 1, 600);
    Map<String, byte[]> files = Packages.shipped("pce-2013", "9.9.8");
    files.put(
        TrainingReference.FILE,
        MonitoringJson.write(Map.of("bins", reference.bins(), "counts", reference.counts()))
            .getBytes(StandardCharsets.UTF_8));
    deployment.deploy("pce-2013", files, ModelState.SHADOW, "test");
    model =
        registry.current().versions("pce-2013").stream()
            .filter(it -> it.key().version().equals("9.9.8"))
            .findFirst()
            .orElseThrow();
    Node first = day(0, Laboratory.FIFTH_MISSING, false);
    first.watch().look();
    assertThat(open()).contains("missing total-cholesterol");
    for (int day = 1; day < 5; day++) {
      day(day, Laboratory.USUAL, false).watch().look();
    }
    day(5, Laboratory.OTHER_UNIT, false).watch().look();
    assertThat(open()).contains("units total-cholesterol");
    assertThat(new CountStore(jdbc, UUID.randomUUID(), FIRST).reference(model.status().digest()))
        .map(it -> it.counts().features())
        .contains(reference.counts().features());
    deployment.change(model.key(), ModelAction.DISABLE, "test");
  }
}
