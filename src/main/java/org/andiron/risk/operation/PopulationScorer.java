package org.andiron.risk.operation;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.audit.event.RawQuery;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.assessment.AnswerStyle;
import org.andiron.risk.assessment.RiskAnswer;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.population.Scorer;
import org.andiron.risk.population.ScoringOrder;
import org.andiron.risk.registry.ModelRegistry;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.StringType;

/** Scores a batch of a population: an answer for each patient and model. */
final class PopulationScorer implements Scorer {

  /** Scores as of earlier do not tell how a model does now. */
  private static final Duration CURRENT = Duration.ofDays(1);

  private final RiskScoring scoring;
  private final StoredAnswers stored;
  private final ModelRegistry registry;
  private final Clock clock;

  PopulationScorer(RiskScoring scoring, StoredAnswers stored, ModelRegistry registry, Clock clock) {
    this.scoring = scoring;
    this.stored = stored;
    this.registry = registry;
    this.clock = clock;
  }

  @Override
  public List<? extends Resource> score(
      RequestDetails request, String job, ScoringOrder order, List<String> patients) {
    ScoringQuestion question =
        new ScoringQuestion(
            new ModelChoice(registry.current())
                .of(order.models().stream().map(StringType::new).toList()),
            order.time(),
            order.time().isAfter(clock.instant().minus(CURRENT)),
            RawQuery.get(order.url()));
    RiskAnswer style = new RiskAnswer(new AnswerStyle(Language.ENGLISH, order.explain()));
    List<Resource> results = new ArrayList<>();
    Set<InstalledModel> kept = new HashSet<>();
    for (Map.Entry<String, ScoredPatient> one :
        scoring.score(request, patients, question).entrySet()) {
      if (one.getValue().refused()) {
        results.add(refused(one.getKey()));
      }
      for (Score score : one.getValue().scores()) {
        DomainResource answer = style.of(score);
        if (order.persist() && answer instanceof RiskAssessment assessment) {
          if (kept.add(score.model())) {
            stored.keep(score.model());
          }
          answer = stored.store(request, score, assessment, Optional.empty());
        }
        results.add(answer);
      }
    }
    return results;
  }

  private static OperationOutcome refused(String patient) {
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(IssueSeverity.WARNING)
        .setCode(IssueType.FORBIDDEN)
        .setDiagnostics("Patient/" + patient + " does not agree to scores by software")
        .addExpression("Patient");
    return outcome;
  }
}
