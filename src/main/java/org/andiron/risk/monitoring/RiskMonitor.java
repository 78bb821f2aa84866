package org.andiron.risk.monitoring;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.andiron.risk.feedback.FeedbackStore;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.RegisteredModel;
import org.hl7.fhir.r4.model.MeasureReport;

/**
 * Counts what models are given and what they answer. It costs a request some additions in memory;
 * what was counted is written every few seconds, and a server that is killed loses that much. For
 * all threads.
 */
public final class RiskMonitor {

  /** How much waits until it is known in which bins a package is counted; more is not counted. */
  private static final int MOST_WAITING = 10_000;

  private final ModelRegistry registry;
  private final CountStore store;
  private final OutcomeStore outcomes;
  private final FeedbackStore feedback;
  private final Clock clock;
  private final Map<String, ModelBins> bins = new ConcurrentHashMap<>();
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, Optional<Reference>> trained = new ConcurrentHashMap<>();
  private final Queue<Waiting> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

  private record Key(String digest, LocalDate day) {}

  private record Waiting(Key key, Consumer<Counter> what) {}

  RiskMonitor(
      ModelRegistry registry,
      CountStore store,
      OutcomeStore outcomes,
      FeedbackStore feedback,
      Clock clock) {
    this.registry = registry;
    this.store = store;
    this.outcomes = outcomes;
    this.feedback = feedback;
    this.clock = clock;
  }

  /** Counts one scoring, also one that was refused, and also by a shadow. */
  public void observed(RegisteredModel model, Observation observation) {
    count(model, counter -> counter.add(observation));
  }

  /** Requests never ask the database: in what bins to count is looked up by {@link #write}. */
  private void count(RegisteredModel model, Consumer<Counter> what) {
    Key key = new Key(model.status().digest(), today());
    ModelBins known = bins.get(key.digest());
    if (known == null) {
      boolean unused = waiting.offer(new Waiting(key, what));
    } else {
      what.accept(counter(key, known));
    }
  }

  private Counter counter(Key key, ModelBins known) {
    return counters.computeIfAbsent(key, it -> new Counter(known));
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /**
   * Writes what was counted since it was written last.
   *
   * @throws org.springframework.dao.DataAccessException if the database does not; it will be
   *     written with the next
   */
  synchronized void write() {
    lookUpBins();
    for (Waiting one = waiting.poll(); one != null; one = waiting.poll()) {
      ModelBins known = bins.get(one.key().digest());
      if (known != null) {
        one.what().accept(counter(one.key(), known));
      }
    }
    List<CountStore.Written> changed = new ArrayList<>();
    List<Counter> taken = new ArrayList<>();
    LocalDate today = today();
    counters.forEach(
        (key, counter) -> {
          DayCounts counts = counter.takeChanged();
          if (counts != null) {
            changed.add(new CountStore.Written(key.digest(), key.day(), counts));
            taken.add(counter);
          } else if (key.day().isBefore(today.minusDays(1))) {
            counters.remove(key, counter);
          }
        });
    if (changed.isEmpty()) {
      return;
    }
    try {
      store.write(changed);
    } catch (RuntimeException e) {
      taken.forEach(Counter::putBack);
      throw e;
    }
  }

  private void lookUpBins() {
    for (RegisteredModel model : registry.current().all()) {
      String digest = model.status().digest();
      if (!bins.containsKey(digest) && model.model().isPresent()) {
        bins.put(
            digest,
            store
                .reference(digest)
                .or(() -> trained(model))
                .map(Reference::bins)
                .orElseGet(() -> ModelBins.of(model.installed())));
      }
    }
  }

  /** The data on which a package was trained, if it brought them. */
  Optional<Reference> trained(RegisteredModel model) {
    return trained.computeIfAbsent(
        model.status().digest(),
        digest ->
            registry
                .file(digest, TrainingReference.FILE)
                .flatMap(
                    it -> TrainingReference.read(it, model.installed().content().model().card())));
  }

  /**
   * How a model did on a day (UTC), as far as it is written, on all servers; with all outcomes that
   * were known by then, and all that users said of its cards.
   *
   * @return none if nothing was counted, and no outcome is known
   */
  public Optional<MeasureReport> report(RegisteredModel model, LocalDate day) {
    String digest = model.status().digest();
    Optional<DayCounts> counted = store.counts(digest, day, day);
    List<OutcomeStore.Row> rows = outcomes.rows(digest, day);
    if (counted.isEmpty() && rows.isEmpty()) {
      return Optional.empty();
    }
    Optional<Reference> reference = store.reference(digest).or(() -> trained(model));
    DayCounts counts = counted.orElseGet(() -> nothing(model, reference));
    List<Finding> findings = new ArrayList<>(Findings.ofOutcomes(OutcomeCounts.of(rows)));
    reference.ifPresent(it -> findings.addAll(Findings.ofDay(it, counts)));
    return Optional.of(
        MonitoringReport.of(
            model.installed().content().model().card(),
            day,
            counts,
            reference,
            rows,
            feedback.counts(digest, day),
            findings));
  }

  private static DayCounts nothing(RegisteredModel model, Optional<Reference> reference) {
    return new Counter(
            reference.map(Reference::bins).orElseGet(() -> ModelBins.of(model.installed())))
        .counts();
  }
}
