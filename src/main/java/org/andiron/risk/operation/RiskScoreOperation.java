package org.andiron.risk.operation;

import ca.uhn.fhir.model.api.annotation.Description;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.andiron.audit.event.RawQuery;
import org.andiron.risk.assessment.AnswerBundle;
import org.andiron.risk.assessment.AnswerStyle;
import org.andiron.risk.assessment.RiskAnswer;
import org.andiron.risk.assessment.Score;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.feature.WrongPatientException;
import org.andiron.risk.operation.StoredAnswers.Answer;
import org.andiron.risk.population.Population;
import org.andiron.risk.population.PopulationScoring;
import org.andiron.risk.population.ScoringOrder;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.RegisteredModel;
import org.andiron.security.CallerOfRequest;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * {@code $risk-score}: of a patient at once, with a RiskAssessment or a GuidanceResponse for each
 * model; of a Group or of Patients in the background, as an export is.
 */
public final class RiskScoreOperation {

  private final RiskScoring scoring;
  private final StoredAnswers stored;
  private final ModelRegistry registry;
  private final PopulationScoring populations;
  private final Clock clock;

  RiskScoreOperation(
      RiskScoring scoring,
      StoredAnswers stored,
      ModelRegistry registry,
      PopulationScoring populations,
      Clock clock) {
    this.scoring = scoring;
    this.stored = stored;
    this.registry = registry;
    this.populations = populations;
    this.clock = clock;
  }

  /** Of one patient. */
  @Operation(
      name = "$risk-score",
      type = Patient.class,
      idempotent = true,
      returnParameters = {
        @OperationParam(name = "return", typeName = "Resource", min = 1, max = 1)
      })
  @Description(
      shortDefinition =
          "Risks of a patient by published or trained models, with inputs and reasons: a"
              + " RiskAssessment or GuidanceResponse, or a Bundle of them if several models apply")
  public Resource ofPatient(
      @IdParam IdType id,
      @OperationParam(name = "model", max = OperationParam.MAX_UNLIMITED)
          @Description(
              shortDefinition =
                  "Id of a model, perhaps with |version; without, every model that applies")
          @Nullable List<StringType> models,
      @OperationParam(name = "asOf", max = 1)
          @Description(shortDefinition = "As of when; what was recorded later is not used")
          @Nullable DateTimeType asOf,
      @OperationParam(name = "persist", max = 1)
          @Description(shortDefinition = "Whether RiskAssessments are stored (by POST only)")
          @Nullable BooleanType persist,
      @OperationParam(name = "explain", max = 1)
          @Description(shortDefinition = "Whether reasons are told; the default is true")
          @Nullable BooleanType explain,
      ServletRequestDetails request) {
    String patient = id.getIdPart();
    boolean keeps = keeps(persist, request);
    ScoringQuestion question = question(models, asOf, request);
    ScoredPatient scored = scored(request, patient, question);
    if (scored == null) {
      throw new ResourceNotFoundException(new IdType("Patient", patient));
    }
    if (scored.refused()) {
      scoring.refusedBy(patient);
      throw new ForbiddenOperationException(
          "The patient does not agree to scores by software; nothing was scored or stored.");
    }
    RiskAnswer style = new RiskAnswer(new AnswerStyle(language(request), is(explain, true)));
    List<Score> shown = models == null || models.isEmpty() ? scored.applicable() : scored.scores();
    List<DomainResource> answers = new ArrayList<>();
    List<Answer> kept = new ArrayList<>();
    for (Score score : shown) {
      DomainResource answer = style.of(score);
      answers.add(answer);
      if (keeps && answer instanceof RiskAssessment assessment) {
        kept.add(new Answer(score, assessment));
      }
    }
    if (!kept.isEmpty()) {
      kept.forEach(it -> stored.keep(it.score().model()));
      Iterator<RiskAssessment> assessments =
          stored.store(request, kept, CallerOfRequest.of(request)).iterator();
      answers.replaceAll(it -> it instanceof RiskAssessment ? assessments.next() : it);
    }
    return answers.size() == 1
        ? answers.get(0)
        : AnswerBundle.ofAnswers(answers, request.getServerBaseForRequest());
  }

  private @Nullable ScoredPatient scored(
      ServletRequestDetails request, String patient, ScoringQuestion question) {
    try {
      return scoring.score(request, List.of(patient), question).get(patient);
    } catch (WrongPatientException e) {
      throw UnusableInput.of(e).refusal();
    }
  }

  /** Of the members of a Group. */
  @Operation(name = "$risk-score", type = Group.class, idempotent = true, manualResponse = true)
  @Description(
      shortDefinition =
          "Risks of all members in the background; files of NDJSON as those of an export")
  public void ofGroup(
      @IdParam IdType id,
      @OperationParam(name = "model", max = OperationParam.MAX_UNLIMITED)
          @Nullable List<StringType> models,
      @OperationParam(name = "asOf", max = 1) @Nullable DateTimeType asOf,
      @OperationParam(name = "persist", max = 1) @Nullable BooleanType persist,
      @OperationParam(name = "explain", max = 1) @Nullable BooleanType explain,
      ServletRequestDetails request) {
    start(Population.ofGroup(id.getIdPart()), models, asOf, persist, explain, request);
  }

  /** Nobody's: the definition that HAPI makes of all levels promises it, so it says what to ask. */
  @Operation(name = "$risk-score", type = Group.class, idempotent = true, manualResponse = true)
  @Description(shortDefinition = "Refused: it is asked of one Group, as Group/[id]/$risk-score")
  public void ofNoGroup(ServletRequestDetails request) {
    throw new InvalidRequestException(
        "Of which Group? Ask Group/[id]/$risk-score, or Patient/$risk-score for Patients whom a"
            + " search finds. Nothing was started.");
  }

  /** Of the Patients whom a search finds. */
  @Operation(name = "$risk-score", type = Patient.class, idempotent = true, manualResponse = true)
  @Description(
      shortDefinition =
          "Risks of all Patients, or those whom a search finds, in the background; files of NDJSON"
              + " as those of an export")
  public void ofPatients(
      @OperationParam(name = "criteria", max = 1)
          @Description(
              shortDefinition = "A search for Patients, such as gender=female; without, all")
          @Nullable StringType criteria,
      @OperationParam(name = "model", max = OperationParam.MAX_UNLIMITED)
          @Nullable List<StringType> models,
      @OperationParam(name = "asOf", max = 1) @Nullable DateTimeType asOf,
      @OperationParam(name = "persist", max = 1) @Nullable BooleanType persist,
      @OperationParam(name = "explain", max = 1) @Nullable BooleanType explain,
      ServletRequestDetails request) {
    String search = criteria == null ? "" : criteria.getValueNotNull();
    start(Population.ofSearch(search), models, asOf, persist, explain, request);
  }

  private void start(
      Population population,
      @Nullable List<StringType> models,
      @Nullable DateTimeType asOf,
      @Nullable BooleanType persist,
      @Nullable BooleanType explain,
      ServletRequestDetails request) {
    String prefer = Objects.requireNonNullElse(request.getHeader("Prefer"), "");
    if (!prefer.contains("respond-async")) {
      throw new InvalidRequestException(
          "Scores of many patients are computed in the background: send the header"
              + " 'Prefer: respond-async'. Nothing was started.");
    }
    boolean keeps = keeps(persist, request);
    ScoringQuestion question = question(models, asOf, request);
    populations.start(
        request,
        new ScoringOrder(
            question.asked().url(),
            population,
            question.models().stream().map(it -> it.key().toString()).toList(),
            models == null || models.isEmpty(),
            question.asOf().toEpochMilli(),
            keeps,
            is(explain, true),
            language(request).locale().toLanguageTag()));
  }

  private static Language language(ServletRequestDetails request) {
    return Language.accepted(request.getHeader("Accept-Language"));
  }

  /** By GET nothing may be stored. */
  private static boolean keeps(@Nullable BooleanType persist, ServletRequestDetails request) {
    boolean keeps = is(persist, false);
    if (keeps && request.getRequestType() == RequestTypeEnum.GET) {
      throw new InvalidRequestException(
          "'persist' stores, and GET must not: send the same by POST. Nothing was scored.");
    }
    return keeps;
  }

  private static boolean is(@Nullable BooleanType given, boolean otherwise) {
    return given == null || given.getValue() == null ? otherwise : given.booleanValue();
  }

  private ScoringQuestion question(
      @Nullable List<StringType> models,
      @Nullable DateTimeType asOf,
      ServletRequestDetails request) {
    List<RegisteredModel> chosen = new ModelChoice(registry.current()).of(models);
    Instant now = clock.instant();
    return new ScoringQuestion(
        chosen,
        asOf == null ? now : PointInTime.of(asOf, now),
        asOf == null,
        RawQuery.get(request.getCompleteUrl()));
  }
}
