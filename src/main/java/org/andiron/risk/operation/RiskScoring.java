package org.andiron.risk.operation;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.ModelVersion;
import org.andiron.consent.PurposeRefusals;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.assessment.ModelResources;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.assessment.Scorer;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.model.OutcomeResult;
import org.andiron.risk.monitoring.Observation;
import org.andiron.risk.monitoring.RiskMonitor;
import org.andiron.risk.record.RecordReader;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.risk.registry.RegisteredModels;

/**
 * Scores patients from what the caller may see of their records, unless they refuse, and records
 * each score. What runs beside a champion is scored too, counted, and shown to nobody.
 */
final class RiskScoring {

  /** The purpose that a Consent names to refuse scores, or to permit them to somebody alone. */
  private static final String PURPOSES = "https://andiron.org/fhir/CodeSystem/consent-purpose";

  private static final String AUTOMATED_SCORING = "automated-scoring";

  private final RecordReader records;
  private final ModelRegistry registry;
  private final PurposeRefusals refusals;
  private final RiskMonitor monitor;
  private final AuditTrail trail;
  private final Clock clock;
  private final UnitConverter converter = new UnitConverter();

  /** By digest of the package. */
  private final Map<String, Scorer> scorers = new ConcurrentHashMap<>();

  RiskScoring(
      RecordReader records,
      ModelRegistry registry,
      PurposeRefusals refusals,
      RiskMonitor monitor,
      AuditTrail trail,
      Clock clock) {
    this.records = records;
    this.registry = registry;
    this.refusals = refusals;
    this.monitor = monitor;
    this.trail = trail;
    this.clock = clock;
  }

  Scorer scorer(InstalledModel model) {
    return scorers.computeIfAbsent(
        model.content().digest(), digest -> new Scorer(model, converter));
  }

  /**
   * Scores some hundreds of patients at most.
   *
   * <p>When it returns, all scores are recorded, or are before the answer to the request.
   *
   * @return by id, in the order of the patients; who does not exist for the caller is not there
   */
  Map<String, ScoredPatient> score(
      RequestDetails request, Collection<String> patients, ScoringQuestion question) {
    List<RegisteredModel> beside = question.current() ? beside(question) : List.of();
    List<RegisteredModel> all = new ArrayList<>(question.models());
    all.addAll(beside);
    RecordNeeds needs = RecordNeeds.of(all.stream().map(it -> it.installed().features()).toList());
    Map<String, PatientRecord> read = records.read(request, patients, needs);
    Set<String> refusing = refusals.refusing(request, read.keySet(), PURPOSES, AUTOMATED_SCORING);
    Map<String, ScoredPatient> scored = new LinkedHashMap<>();
    read.forEach(
        (patient, record) -> {
          if (refusing.contains(patient)) {
            scored.put(patient, new ScoredPatient(true, List.of()));
            return;
          }
          List<Score> scores = new ArrayList<>();
          for (RegisteredModel model : question.models()) {
            Score score = score(record, model, question);
            scores.add(score);
          }
          beside.forEach(model -> score(record, model, question));
          scored.put(patient, new ScoredPatient(false, scores));
        });
    record(scored, question);
    return scored;
  }

  private List<RegisteredModel> beside(ScoringQuestion question) {
    RegisteredModels models = registry.current();
    return question.models().stream()
        .flatMap(it -> models.beside(it.key().id()).stream())
        .distinct()
        .filter(it -> question.models().stream().noneMatch(asked -> asked.key().equals(it.key())))
        .toList();
  }

  private Score score(PatientRecord record, RegisteredModel model, ScoringQuestion question) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    Score score = scorer(model.installed()).score(record, question.asOf(), today);
    if (question.current()) {
      monitor.observed(model, observation(score));
    }
    return score;
  }

  private static Observation observation(Score score) {
    String watched = Observation.watched(score.model());
    Optional<OutcomeResult> result =
        score.results().stream().filter(it -> it.outcome().equals(watched)).findFirst();
    return result
        .map(it -> Observation.of(score.model(), score.extraction(), it))
        .orElseGet(() -> Observation.refused(score.extraction()));
  }

  /** Also that there was none: it tells what is in the record. */
  private void record(Map<String, ScoredPatient> scored, ScoringQuestion question) {
    AuditedEvent.Builder event = trail.event(EventKind.RISK_SCORE).query(question.asked());
    List<AuditedEvent> events = new ArrayList<>();
    scored.forEach(
        (patient, one) -> one.scores().forEach(score -> events.add(event(event, patient, score))));
    trail.record(events);
  }

  private static AuditedEvent event(AuditedEvent.Builder event, String patient, Score score) {
    return event
        .patients(Set.of(patient))
        .data(
            DataObject.resource("Patient/" + patient)
                .detailed(
                    Map.of(
                        "model-digest",
                        score.model().content().digest(),
                        "input-hash",
                        score.inputHash())))
        .model(
            new ModelVersion(
                "Device/" + new ModelResources(score.model()).id(), score.card().version()))
        .build();
  }
}
