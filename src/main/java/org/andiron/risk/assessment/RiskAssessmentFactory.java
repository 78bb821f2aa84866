package org.andiron.risk.assessment;

import static org.andiron.risk.assessment.RiskVocabulary.URIS;
import static org.andiron.risk.assessment.RiskVocabulary.canonical;
import static org.andiron.risk.assessment.RiskVocabulary.part;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.andiron.risk.explanation.Explainer;
import org.andiron.risk.explanation.Explanation;
import org.andiron.risk.explanation.ExplanationText;
import org.andiron.risk.explanation.ExplanationWriter;
import org.andiron.risk.explanation.PredictionExplanation;
import org.andiron.risk.explanation.RefusalExplanation;
import org.andiron.risk.feature.ExtractedFeature;
import org.andiron.risk.feature.ResourceVersion;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeResult;
import org.andiron.risk.model.Prediction;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentStatus;

/** An answered score as a RiskAssessment. */
final class RiskAssessmentFactory {

  private final AnswerStyle style;
  private final ExplanationWriter writer;
  private final Phrases phrases;

  RiskAssessmentFactory(AnswerStyle style) {
    this.style = style;
    this.writer = new ExplanationWriter(style.language());
    this.phrases = Phrases.in(style.language());
  }

  /**
   * The RiskAssessment.
   *
   * @throws IllegalArgumentException if no outcome has an answer
   */
  RiskAssessment of(Score score) {
    if (!score.isAnswered()) {
      throw new IllegalArgumentException("there is no answer for any outcome");
    }
    ModelCard card = score.card();
    RiskAssessment assessment = new RiskAssessment();
    assessment.setMeta(RiskVocabulary.labelled());
    assessment.setLanguage(style.language().locale().toLanguageTag());
    assessment.addIdentifier(identifier(score));
    assessment.setStatus(RiskAssessmentStatus.FINAL);
    assessment.setMethod(method(card));
    assessment.setCode(code(card));
    assessment.setSubject(subject(score));
    ResourceVersion stay = score.extraction().stay();
    if (stay != null) {
      assessment.setEncounter(new Reference(stay.type() + "/" + stay.id()));
    }
    assessment.setOccurrence(dateTime(score.asOf()));
    assessment.setPerformer(new ModelResources(score.model()).device());
    score.basis().forEach(it -> assessment.addBasis(RiskVocabulary.reference(it)));
    assessment.addExtension(computation(score));
    List<ScoredInput> inputs = score.scoredInputs();
    inputs.forEach(input -> assessment.addExtension(input(card, input)));
    answer(score, assessment, inputs);
    return assessment;
  }

  private void answer(Score score, RiskAssessment assessment, List<ScoredInput> inputs) {
    PredictionPart parts = new PredictionPart(score.card(), style);
    Map<String, AssumedPart> assumed = new HashMap<>();
    inputs.forEach(input -> assumed.put(input.input().name(), input.assumed()));
    List<ExplanationText> texts = new ArrayList<>();
    Explainer explainer = new Explainer(score.model().content().model());
    for (OutcomeResult result : score.results()) {
      if (result instanceof Prediction prediction && !style.explained()) {
        Outcome outcome = score.card().outcome(prediction.outcome()).orElseThrow();
        assessment.addPrediction(parts.of(outcome, prediction));
        texts.add(headline(writer.headline(score.card(), outcome, prediction)));
        continue;
      }
      Explanation explanation = explainer.explain(score.inputs(), result);
      ExplanationText text = writer.write(explanation);
      texts.add(style.explained() ? text : headline(text.headline()));
      if (explanation instanceof PredictionExplanation prediction) {
        assessment.addPrediction(parts.explained(prediction, text, assumed));
      } else {
        assessment.addExtension(withheld(parts, (RefusalExplanation) explanation, text));
      }
    }
    List<String> notes = notes(score);
    notes.forEach(note -> assessment.addNote().setText(note));
    // The texts have the notice at their end.
    String notice = style.language().of(score.card().notice());
    List<String> below =
        notes.stream().filter(it -> !style.explained() || !it.equals(notice)).toList();
    Narratives.of(assessment, style.language(), texts, below);
  }

  private ExplanationText headline(String headline) {
    return new ExplanationText(style.language(), headline, List.of());
  }

  /** The same score of the same versions has the same identifier, whoever asks for it. */
  private static Identifier identifier(Score score) {
    String all =
        String.join(
            "\n",
            canonical(score.card()),
            score.model().content().digest(),
            score.subject().reference(),
            score.asOf().toString(),
            score.inputHash(),
            score.basis().stream()
                .map(ResourceVersion::reference)
                .collect(Collectors.joining(" ")));
    UUID uuid = UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
    return new Identifier().setSystem(URIS).setValue("urn:uuid:" + uuid);
  }

  /** The model in its version, and in any. */
  private static CodeableConcept method(ModelCard card) {
    return new CodeableConcept()
        .addCoding(new Coding().setSystem(URIS).setCode(canonical(card)))
        .addCoding(new Coding().setSystem(URIS).setCode(card.url()))
        .setText(card.title().en() + ", " + card.version());
  }

  private CodeableConcept code(ModelCard card) {
    return new CodeableConcept()
        .addCoding(new Coding("http://snomed.info/sct", "225338004", "Risk assessment (procedure)"))
        .setText(style.language().of(card.title()));
  }

  static Reference subject(Score score) {
    return new Reference("Patient/" + score.subject().id());
  }

  static DateTimeType dateTime(Instant instant) {
    return new DateTimeType(DateTimeFormatter.ISO_INSTANT.format(instant));
  }

  static Extension computation(Score score) {
    Extension computation = new Extension(RiskVocabulary.COMPUTATION);
    computation.addExtension(part("modelDigest", score.model().content().digest()));
    computation.addExtension(part("inputHash", score.inputHash()));
    return computation;
  }

  private Extension input(ModelCard card, ScoredInput scored) {
    Extension input = new Extension(RiskVocabulary.INPUT);
    input.addExtension(
        part("input", RiskVocabulary.coding(card, scored.input(), style.language())));
    input.addExtension(
        part(
            "value", RiskVocabulary.value(card, scored.input(), scored.value(), style.language())));
    input.addExtension(part("assumed", new CodeType(scored.assumed().code())));
    input.addExtension(part("outOfDistribution", new BooleanType(scored.outOfDistribution())));
    scored.found().ifPresent(found -> source(found, input));
    return input;
  }

  private static void source(ExtractedFeature found, Extension input) {
    Instant date = found.date();
    if (date != null) {
      input.addExtension(part("date", dateTime(date)));
    }
    found.basis().forEach(it -> input.addExtension(part("source", RiskVocabulary.reference(it))));
  }

  private Extension withheld(
      PredictionPart parts, RefusalExplanation refusal, ExplanationText text) {
    Extension withheld = new Extension(RiskVocabulary.WITHHELD);
    withheld.addExtension(part("outcome", parts.outcome(refusal.outcome())));
    text.passages().get(0).lines().forEach(line -> withheld.addExtension(part("reason", line)));
    return withheld;
  }

  /** What the model is for and what the answer is not, and what is to be noted of its inputs. */
  private List<String> notes(Score score) {
    List<String> notes = new ArrayList<>(new ScoreNotes(phrases).of(score));
    notes.add(1, style.language().of(score.card().notice()));
    return notes;
  }
}
