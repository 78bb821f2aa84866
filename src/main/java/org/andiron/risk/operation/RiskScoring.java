package org.andiron.risk.operation;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.assessment.Scorer;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.model.OutcomeResult;
import org.andiron.risk.monitoring.Observation;
import org.andiron.risk.monitoring.RiskMonitor;
import org.andiron.risk.record.RecordReader;
import org.andiron.risk.record.ScoringRefusals;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.risk.registry.RegisteredModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores patients from what the caller may see of their records, or sends, unless they refuse, and
 * records each score. What runs beside a champion is scored too, recorded, counted, and shown to
 * nobody.
 */
public final class RiskScoring {

  private static final Logger LOG = LoggerFactory.getLogger(RiskScoring.class);

  private static final int FRAMES_LOGGED = 5;

  private final RecordReader records;
  private final ModelRegistry registry;
  private final ScoringRefusals refusals;
  private final ScoringConsents consents;
  private final RiskMonitor monitor;
  private final AuditTrail trail;
  private final Clock clock;
  private final UnitConverter converter = new UnitConverter();

  /** By digest of the package. */
  private final Map<String, Scorer> scorers = new ConcurrentHashMap<>();

  RiskScoring(
      RecordReader records,
      ModelRegistry registry,
      ScoringRefusals refusals,
      ScoringConsents consents,
      RiskMonitor monitor,
      AuditTrail trail,
      Clock clock) {
    this.records = records;
    this.registry = registry;
    this.refusals = refusals;
    this.consents = consents;
    this.monitor = monitor;
    this.trail = trail;
    this.clock = clock;
  }

  Scorer scorer(InstalledModel model) {
    return scorers.computeIfAbsent(
        model.content().digest(),
        digest ->
            new Scorer(model, converter, (outcome, failure) -> report(model, outcome, failure)));
  }

  /** Without its message, which may hold values of the record. */
  private static void report(InstalledModel model, String outcome, RuntimeException failure) {
    LOG.error(
        "Risk model {} {} gives no answer for {}, because it failed with {} at {}",
        model.id(),
        model.content().model().card().version(),
        outcome,
        failure.getClass().getName(),
        Arrays.stream(failure.getStackTrace()).limit(FRAMES_LOGGED).toList());
  }

  /**
   * Scores some hundreds of patients at most.
   *
   * <p>When it returns, all scores are recorded, or are before the answer to the request.
   *
   * @param request of which it is known for whom it is and what exists for it
   * @return by id, in the order of the patients; who does not exist for the caller is not there
   * @throws org.andiron.risk.feature.WrongPatientException if something in a record does not name
   *     its patient; then nothing was scored or recorded
   */
  public Map<String, ScoredPatient> score(
      RequestDetails request, Collection<String> patients, ScoringQuestion question) {
    List<RegisteredModel> beside = beside(question);
    List<RegisteredModel> all = new ArrayList<>(question.models());
    all.addAll(beside);
    RecordNeeds needs = RecordNeeds.of(all.stream().map(it -> it.installed().features()).toList());
    Map<String, PatientRecord> read = records.read(request, patients, needs);
    Map<String, List<ConsentBasis>> refusing = refusals.refusing(request, read.keySet());
    Map<String, ScoredPatient> scored = new LinkedHashMap<>();
    read.forEach(
        (patient, record) ->
            scored.put(
                patient,
                refusing.containsKey(patient)
                    ? ScoredPatient.REFUSED
                    : scored(record, beside, question)));
    List<String> agreeing = read.keySet().stream().filter(it -> !refusing.containsKey(it)).toList();
    ScoreEvents events =
        new ScoreEvents(trail, question.asked(), consents.permitting(request, agreeing));
    refusing.forEach(events::refused);
    scored.forEach(events::scored);
    events.record();
    return scored;
  }

  /** Whether a patient exists for the caller. */
  public boolean isKnown(RequestDetails request, String patient) {
    return !records.read(request, List.of(patient), RecordNeeds.of(List.of())).isEmpty();
  }

  /**
   * Scores a record that the caller sent. Of what is stored here only the refusal counts, of a
   * patient who exists for the caller. Nothing is scored beside: what other versions take was not
   * asked for.
   */
  public ScoredPatient score(RequestDetails request, SentRecord sent, ScoringQuestion question) {
    Set<String> known = sent.known() ? Set.of(sent.patient()) : Set.of();
    Map<String, List<ConsentBasis>> refusing = refusals.refusing(request, known);
    ScoreEvents events =
        new ScoreEvents(
            trail,
            question.asked(),
            refusing.isEmpty() ? consents.permitting(request, known) : List.of());
    ScoredPatient scored = ScoredPatient.REFUSED;
    if (refusing.isEmpty()) {
      scored = scored(sent.content(), List.of(), question);
      events.scored(sent, scored);
    } else {
      refusing.forEach(events::refused);
    }
    events.record();
    return scored;
  }

  /** Has it recorded that a patient refuses, for which the request of this thread is refused. */
  public void refusedBy(String patient) {
    trail.refusedBy(patient);
  }

  private ScoredPatient scored(
      PatientRecord record, List<RegisteredModel> beside, ScoringQuestion question) {
    return new ScoredPatient(
        false, scores(record, question.models(), question), scores(record, beside, question));
  }

  private List<Score> scores(
      PatientRecord record, Collection<RegisteredModel> models, ScoringQuestion question) {
    return models.stream().map(it -> score(record, it, question)).toList();
  }

  private List<RegisteredModel> beside(ScoringQuestion question) {
    if (!question.current()) {
      return List.of();
    }
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
}
