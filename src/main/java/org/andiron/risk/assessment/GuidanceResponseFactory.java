package org.andiron.risk.assessment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.andiron.risk.explanation.ExplanationText;
import org.andiron.risk.explanation.Passage;
import org.andiron.risk.feature.ResourceVersion;
import org.andiron.risk.model.ModelInput;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.GuidanceResponse;
import org.hl7.fhir.r4.model.GuidanceResponse.GuidanceResponseStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;

/**
 * A score without any answer as a GuidanceResponse. Its status is {@code data-required} if other
 * data would give an answer, and {@code failure} if none would: the model does not hold for such a
 * patient, the record is not to be scored, or the model not to be used. To ask for data then would
 * be in vain.
 *
 * @see <a href="https://hl7.org/fhir/R4/guidanceresponse.html">GuidanceResponse</a>
 */
final class GuidanceResponseFactory {

  private static final String PROBLEMS = "problems";
  private static final String OUTPUT = "output";

  private final AnswerStyle style;
  private final Phrases phrases;
  private final Problems problems;

  GuidanceResponseFactory(AnswerStyle style) {
    this.style = style;
    this.phrases = Phrases.in(style.language());
    this.problems = new Problems(phrases);
  }

  /**
   * The GuidanceResponse.
   *
   * @throws IllegalArgumentException if an outcome has an answer
   */
  GuidanceResponse of(Score score) {
    if (score.isAnswered()) {
      throw new IllegalArgumentException("there is an answer");
    }
    List<Problem> found = problems.of(score);
    boolean mendable = problems.areMendedByData(score);
    GuidanceResponse response = new GuidanceResponse();
    response.setMeta(RiskVocabulary.labelled());
    response.setLanguage(style.language().locale().toLanguageTag());
    response.addIdentifier(identifier(score));
    response.setModule(new CanonicalType(RiskVocabulary.canonical(score.card())));
    response.setStatus(
        mendable ? GuidanceResponseStatus.DATAREQUIRED : GuidanceResponseStatus.FAILURE);
    response.setSubject(RiskAssessmentFactory.subject(score));
    response
        .getOccurrenceDateTimeElement()
        .setValueAsString(RiskAssessmentFactory.dateTime(score.asOf()).getValueAsString());
    response.setPerformer(new ModelResources(score.model()).device());
    response.addExtension(RiskAssessmentFactory.computation(score));
    response.addContained(outcome(found));
    response.addEvaluationMessage(new Reference("#" + PROBLEMS));
    response.addContained(output(score));
    response.setOutputParameters(new Reference("#" + OUTPUT));
    if (mendable) {
      needs(score, found, response);
    }
    List<String> notes =
        List.of(
            phrases.say("note.intendedUse", style.language().of(score.card().intendedUse())),
            phrases.say("note.population", style.language().of(score.card().population())));
    notes.forEach(note -> response.addNote().setText(note));
    Narratives.of(response, style.language(), List.of(text(score, found)), notes);
    return response;
  }

  private static Identifier identifier(Score score) {
    String all =
        String.join(
            "\n",
            "GuidanceResponse",
            RiskVocabulary.canonical(score.card()),
            score.model().content().digest(),
            score.subject().reference(),
            score.asOf().toString(),
            score.inputHash());
    UUID uuid = UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
    return new Identifier().setSystem(RiskVocabulary.URIS).setValue("urn:uuid:" + uuid);
  }

  private void needs(Score score, List<Problem> found, GuidanceResponse response) {
    DataNeeds needs = new DataNeeds(score.model().features(), phrases);
    Set<String> done = new LinkedHashSet<>();
    for (Problem problem : found) {
      Optional<ModelInput> input = problem.input();
      if (problem.kind().isMendedByData() && input.isPresent() && done.add(input.get().name())) {
        needs.of(input.get(), score.extraction()).forEach(response::addDataRequirement);
      }
    }
  }

  /** What was found so far. */
  private Parameters output(Score score) {
    Parameters output = new Parameters();
    output.setId(OUTPUT);
    output
        .addParameter()
        .setName("model")
        .setValue(new CanonicalType(RiskVocabulary.canonical(score.card())));
    output.addParameter().setName("asOf").setValue(RiskAssessmentFactory.dateTime(score.asOf()));
    for (ScoredInput input : score.scoredInputs()) {
      if (input.assumed() == AssumedPart.WHOLE) {
        continue;
      }
      output
          .addParameter()
          .setName(input.input().name())
          .setValue(
              RiskVocabulary.value(score.card(), input.input(), input.value(), style.language()));
    }
    return output;
  }

  private OperationOutcome outcome(List<Problem> found) {
    OperationOutcome outcome = new OperationOutcome();
    outcome.setId(PROBLEMS);
    for (Problem problem : found) {
      OperationOutcomeIssueComponent issue =
          outcome
              .addIssue()
              .setSeverity(IssueSeverity.ERROR)
              .setCode(type(problem.kind()))
              .setDetails(new CodeableConcept().setText(problem.what()));
      String diagnostics = diagnostics(problem);
      if (!diagnostics.isEmpty()) {
        issue.setDiagnostics(diagnostics);
      }
    }
    return outcome;
  }

  /** Where it is, and how to mend it. */
  private String diagnostics(Problem problem) {
    List<String> parts = new ArrayList<>();
    if (!problem.where().isEmpty()) {
      parts.add(
          phrases.say(
              "where",
              problem.where().stream()
                  .map(ResourceVersion::reference)
                  .collect(Collectors.joining(", "))));
    }
    problem.mend().ifPresent(parts::add);
    return String.join(" ", parts);
  }

  private static IssueType type(Problem.Kind kind) {
    return switch (kind) {
      case MISSING -> IssueType.REQUIRED;
      case UNUSABLE -> IssueType.VALUE;
      case CONTRADICTORY -> IssueType.CONFLICT;
      case OUT_OF_POPULATION, RECORD, MODEL -> IssueType.BUSINESSRULE;
      case NOT_COMPUTABLE -> IssueType.PROCESSING;
    };
  }

  private ExplanationText text(Score score, List<Problem> found) {
    List<String> lines =
        found.stream().map(it -> (it.what() + " " + diagnostics(it)).strip()).toList();
    return new ExplanationText(
        style.language(),
        phrases.say("noResult", style.language().of(score.card().title())),
        List.of(new Passage(Optional.of(phrases.say("because")), lines)));
  }
}
