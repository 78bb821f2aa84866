package org.andiron.risk.operation;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.audit.event.RawQuery;
import org.andiron.risk.assessment.AnswerStyle;
import org.andiron.risk.assessment.RiskAnswer;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.feature.WrongPatientException;
import org.andiron.risk.operation.StoredAnswers.Answer;
import org.andiron.risk.population.ScoredLine;
import org.andiron.risk.population.Scorer;
import org.andiron.risk.population.ScoringOrder;
import org.andiron.risk.registry.ModelRegistry;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
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

  /** One record that is mixed up takes the others' scores from nobody. */
  @Override
  public List<ScoredLine> score(
      RequestDetails request, String job, ScoringOrder order, List<String> patients) {
    try {
      return score(request, order, patients);
    } catch (WrongPatientException e) {
      // Records are read before anything is scored or recorded.
      return patients.size() == 1
          ? List.of(
              new ScoredLine(patients.get(0), UnusableInput.of(e).outcome(IssueSeverity.WARNING)))
          : patients.stream()
              .flatMap(it -> score(request, job, order, List.of(it)).stream())
              .toList();
    }
  }

  private List<ScoredLine> score(
      RequestDetails request, ScoringOrder order, List<String> patients) {
    ScoringQuestion question =
        new ScoringQuestion(
            new ModelChoice(registry.current())
                .of(order.models().stream().map(StringType::new).toList()),
            order.time(),
            order.time().isAfter(clock.instant().minus(CURRENT)),
            RawQuery.get(order.url()));
    RiskAnswer style =
        new RiskAnswer(new AnswerStyle(Language.accepted(order.language()), order.explain()));
    List<ScoredLine> results = new ArrayList<>();
    Map<Integer, Answer> answers = new LinkedHashMap<>();
    for (Map.Entry<String, ScoredPatient> one :
        scoring.score(request, patients, question).entrySet()) {
      if (one.getValue().refused()) {
        results.add(new ScoredLine(one.getKey(), refused(one.getKey())));
      }
      for (Score score :
          order.applicable() ? one.getValue().applicable() : one.getValue().scores()) {
        DomainResource answer = style.of(score);
        if (order.persist() && answer instanceof RiskAssessment assessment) {
          answers.put(results.size(), new Answer(score, assessment));
        }
        results.add(new ScoredLine(one.getKey(), answer));
      }
    }
    if (!answers.isEmpty()) {
      store(request, answers, results);
    }
    return results;
  }

  /** What is in the files has the ids under which it is stored. */
  private void store(
      RequestDetails request, Map<Integer, Answer> answers, List<ScoredLine> results) {
    answers.values().stream().map(it -> it.score().model()).distinct().forEach(stored::keep);
    Iterator<RiskAssessment> assessments =
        stored.store(request, List.copyOf(answers.values()), Optional.empty()).iterator();
    answers
        .keySet()
        .forEach(
            line -> {
              RiskAssessment assessment = assessments.next();
              assessment.setId(assessment.getIdElement().getIdPart());
              results.set(line, new ScoredLine(results.get(line).patient(), assessment));
            });
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
