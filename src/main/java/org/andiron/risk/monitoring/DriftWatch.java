package org.andiron.risk.monitoring;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.ModelState;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.risk.registry.RegistryRefusedException;
import org.hl7.fhir.r4.model.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a limit is passed, and if so asks somebody to look, once; and goes back to the
 * champion before, if it is to.
 */
final class DriftWatch {

  private static final Logger LOG = LoggerFactory.getLogger(DriftWatch.class);

  private static final int DAYS_KEPT = 400;

  private final ModelRegistry registry;
  private final ModelDeployment deployment;
  private final RiskMonitor monitor;
  private final CountStore counts;
  private final OutcomeStore known;
  private final AlarmStore alarms;
  private final DaoRegistry daos;
  private final IHapiTransactionService transactions;
  private final int referenceSize;
  private final boolean fallBack;
  private volatile List<ModelHealth> last = List.of();

  /**
   * @param referenceSize how many scores the first days must have to be compared with
   * @param fallBack whether to go back to the champion before
   */
  DriftWatch(
      ModelRegistry registry,
      ModelDeployment deployment,
      RiskMonitor monitor,
      CountStore counts,
      OutcomeStore known,
      AlarmStore alarms,
      DaoRegistry daos,
      IHapiTransactionService transactions,
      int referenceSize,
      boolean fallBack) {
    this.registry = registry;
    this.deployment = deployment;
    this.monitor = monitor;
    this.counts = counts;
    this.known = known;
    this.alarms = alarms;
    this.daos = daos;
    this.transactions = transactions;
    this.referenceSize = referenceSize;
    this.fallBack = fallBack;
  }

  /** How all models did when it was looked last. */
  List<ModelHealth> last() {
    return last;
  }

  /**
   * Looks at all models that are in use.
   *
   * @throws RuntimeException if one could not be looked at; the others were
   */
  void look() {
    counts.forget(monitor.today().minusDays(DAYS_KEPT));
    List<ModelHealth> seen = new ArrayList<>();
    RuntimeException failure = null;
    for (RegisteredModel model : registry.current().all()) {
      if (model.model().isPresent() && model.state() != ModelState.DISABLED) {
        try {
          seen.add(look(model));
        } catch (RuntimeException e) {
          failure = e;
        }
      }
    }
    last = List.copyOf(seen);
    if (failure != null) {
      throw failure;
    }
  }

  private ModelHealth look(RegisteredModel model) {
    String digest = model.status().digest();
    LocalDate today = monitor.today();
    Optional<Reference> reference = counts.reference(digest).or(() -> reference(model, today));
    Optional<DayCounts> now = counts.counts(digest, today, today);
    Optional<DayCounts> yesterday = counts.counts(digest, today.minusDays(1), today.minusDays(1));
    Map<String, OutcomeCounts> outcomes = known.counts(digest, today);
    List<Finding> findings = new ArrayList<>(Findings.ofOutcomes(outcomes));
    for (Optional<DayCounts> day : List.of(now, yesterday)) {
      if (reference.isPresent() && day.isPresent()) {
        Findings.ofDay(reference.get(), day.get()).stream()
            .filter(it -> findings.stream().noneMatch(isSame(it)))
            .forEach(findings::add);
      }
    }
    List<Finding> open = alarms.open(model);
    findings.stream()
        .filter(it -> open.stream().noneMatch(isSame(it)))
        .forEach(it -> raise(model, it));
    if (yesterday.filter(it -> it.asked() > 0).isPresent()) {
      open.stream()
          .filter(it -> findings.stream().noneMatch(isSame(it)))
          .forEach(it -> alarms.end(model, it));
    }
    return new ModelHealth(model, now, reference, outcomes, List.copyOf(findings));
  }

  private static Predicate<Finding> isSame(Finding finding) {
    return it -> it.what() == finding.what() && it.subject().equals(finding.subject());
  }

  /**
   * The data on which the model was trained, or the first days here. Once these are enough they are
   * kept; of what was trained here only the units come from them.
   */
  private Optional<Reference> reference(RegisteredModel model, LocalDate today) {
    String digest = model.status().digest();
    Optional<Reference> trained = monitor.trained(model);
    Optional<DayCounts> first =
        counts
            .counts(digest, LocalDate.EPOCH, today.minusDays(1))
            .filter(it -> it.scored() >= referenceSize);
    if (first.isEmpty()) {
      return trained;
    }
    counts.keep(
        digest,
        trained
            .map(it -> it.withUnits(first.get()))
            .orElseGet(
                () -> new Reference(ModelBins.of(model.installed()), first.get(), Instant.now())));
    LOG.info(
        "Risk model {} is compared with its first {} scores{}",
        model.key(),
        first.get().scored(),
        trained.isPresent() ? " in units, else with what it was trained on" : "");
    return counts.reference(digest);
  }

  private void raise(RegisteredModel model, Finding finding) {
    boolean isNew =
        Objects.requireNonNull(
            transactions.withSystemRequest().execute(() -> note(model, finding)));
    if (!isNew) {
      return;
    }
    LOG.warn("Risk model {}: {}", model.key(), FindingWords.of(finding));
    if (fallBack && finding.what().isOfModel() && model.state() == ModelState.CHAMPION) {
      fallBack(model, finding);
    }
  }

  private boolean note(RegisteredModel model, Finding finding) {
    Optional<Long> number = alarms.raise(model, finding);
    number.ifPresent(
        it ->
            alarms.told(
                it,
                daos.getResourceDao(Task.class)
                    .create(
                        DriftTask.of(
                            model.installed().content().model().card(), finding, Instant.now()),
                        new SystemRequestDetails())
                    .getId()
                    .getIdPart()));
    return number.isPresent();
  }

  /** Of several findings of one look the first goes back, and then it is no champion any more. */
  private void fallBack(RegisteredModel model, Finding finding) {
    boolean isChampion =
        registry
            .current()
            .champion(model.key().id())
            .filter(it -> it.key().equals(model.key()))
            .isPresent();
    if (!isChampion) {
      return;
    }
    try {
      deployment.fallBack(model.key().id(), FindingWords.of(finding));
      LOG.warn("Risk model {} was rolled back", model.key());
    } catch (RegistryRefusedException e) {
      LOG.error("Risk model {} stays champion: {}", model.key(), e.getMessage());
    }
  }
}
