package org.andiron.risk.assessment;

import static org.andiron.risk.assessment.RiskVocabulary.UCUM;
import static org.andiron.risk.assessment.RiskVocabulary.decimal;
import static org.andiron.risk.assessment.RiskVocabulary.part;
import static org.andiron.risk.assessment.RiskVocabulary.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.andiron.risk.explanation.ExplanationText;
import org.andiron.risk.explanation.Influence;
import org.andiron.risk.explanation.InputValue;
import org.andiron.risk.explanation.PredictionExplanation;
import org.andiron.risk.model.Attribution;
import org.andiron.risk.model.Horizon;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.model.Outcome;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.Prediction;
import org.andiron.risk.model.RiskLevel;
import org.andiron.risk.model.RiskLevels;
import org.andiron.risk.model.Scale;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentPredictionComponent;

/**
 * An answer for one outcome as FHIR has it. There is no {@code relativeRisk}: it is that of the
 * population in general, which no published equation states; the explanation compares with the
 * reference person of the equation instead.
 */
record PredictionPart(ModelCard card, AnswerStyle style) {

  /** Decimals of a probability in percent, unless rounding would put it on another level. */
  static final int DECIMALS = 2;

  private static final String RISK_PROBABILITY =
      "http://terminology.hl7.org/CodeSystem/risk-probability";

  /** Codes of {@link #RISK_PROBABILITY} for levels that are called the same. */
  private static final Map<String, String> LIKELIHOODS =
      Map.of(
          "low", "Low likelihood",
          "moderate", "Moderate likelihood",
          "high", "High likelihood");

  private static final Map<Scale, String> SCALES =
      Map.of(
          Scale.LOG_ODDS, "log-odds",
          Scale.LOG_HAZARD, "log-hazard",
          Scale.POINTS, "points",
          Scale.LOG_QUANTITY, "log-quantity");

  /** With what each input contributes, and the rationale. */
  RiskAssessmentPredictionComponent explained(
      PredictionExplanation explanation, ExplanationText text, Map<String, AssumedPart> assumed) {
    RiskAssessmentPredictionComponent part = of(explanation.outcome(), explanation.prediction());
    part.addExtension(contributions(explanation, assumed));
    part.setRationale(text.plain().strip());
    return part;
  }

  RiskAssessmentPredictionComponent of(Outcome outcome, Prediction prediction) {
    RiskAssessmentPredictionComponent part = new RiskAssessmentPredictionComponent();
    part.setOutcome(outcome(outcome));
    Extension result = new Extension(RiskVocabulary.RESULT);
    if (prediction.probability().isPresent()) {
      double probability = prediction.probability().getAsDouble();
      BigDecimal percent = percent(outcome, probability);
      part.setProbability(new DecimalType(percent));
      result.addExtension(part("probability", decimal(probability)));
      result.addExtension(part("decimals", new IntegerType(percent.scale())));
    }
    add(result, "score", prediction.score(), "{score}");
    add(result, "quantity", prediction.estimate().quantity(), outcome.unit().orElse("1"));
    add(result, "annualRate", prediction.estimate().annualRate(), "/a");
    part.addExtension(result);
    prediction.level().ifPresent(level -> part.setQualitativeRisk(level(level)));
    outcome.horizon().ifPresent(horizon -> part.setWhen(when(horizon)));
    return part;
  }

  /** The outcome by well-known codes, and by its id. */
  CodeableConcept outcome(Outcome outcome) {
    CodeableConcept concept = RiskVocabulary.concept(outcome.title(), style.language());
    outcome
        .codings()
        .forEach(it -> concept.addCoding(new Coding(it.system(), it.code(), it.display())));
    return concept.addCoding(
        new Coding(
            RiskVocabulary.outcomes(card.url()),
            outcome.id(),
            style.language().of(outcome.title())));
  }

  /** Half up; with all its digits where that would be another level than the model gives. */
  static BigDecimal percent(Outcome outcome, double probability) {
    BigDecimal exact = RiskVocabulary.exact(probability).movePointRight(2);
    BigDecimal rounded = exact.setScale(DECIMALS, RoundingMode.HALF_UP);
    boolean same =
        outcome.output() != OutcomeOutput.PROBABILITY
            || outcome.levels().isEmpty()
            || rank(outcome.levels().get(), rounded.movePointLeft(2).doubleValue())
                == rank(outcome.levels().get(), probability);
    return same || exact.scale() <= DECIMALS ? rounded : exact;
  }

  private static long rank(RiskLevels levels, double value) {
    return levels.levels().stream()
        .filter(level -> level.from().isPresent() && value >= level.from().getAsDouble())
        .count();
  }

  private CodeableConcept level(RiskLevel level) {
    CodeableConcept concept = RiskVocabulary.concept(level.title(), style.language());
    if (LIKELIHOODS.containsKey(level.code())) {
      concept.addCoding(new Coding(RISK_PROBABILITY, level.code(), LIKELIHOODS.get(level.code())));
    }
    return concept.addCoding(
        new Coding(
            RiskVocabulary.levels(card.url()), level.code(), style.language().of(level.title())));
  }

  /** From the time of scoring on. */
  private static Range when(Horizon horizon) {
    return new Range().setLow(time(0, horizon)).setHigh(time(horizon.value(), horizon));
  }

  private static Quantity time(int value, Horizon horizon) {
    return new Quantity()
        .setValue(value)
        .setUnit(horizon.unit().code())
        .setSystem(UCUM)
        .setCode(horizon.unit().code());
  }

  private static void add(Extension result, String name, OptionalDouble value, String unit) {
    if (value.isPresent()) {
      result.addExtension(part(name, quantity(value.getAsDouble(), unit)));
    }
  }

  private Extension contributions(
      PredictionExplanation explanation, Map<String, AssumedPart> assumed) {
    Attribution attribution = explanation.prediction().attribution();
    Extension all = new Extension(RiskVocabulary.CONTRIBUTIONS);
    all.addExtension(part("scale", new CodeType(SCALES.get(attribution.scale()))));
    all.addExtension(part("predictor", decimal(attribution.predictor())));
    all.addExtension(part("base", decimal(attribution.base())));
    all.addExtension(part("sum", decimal(explanation.sum())));
    for (Influence influence : explanation.influences()) {
      Extension one = described("contribution", influence.actual(), assumed);
      influence
          .reference()
          .ifPresent(
              it ->
                  one.addExtension(
                      part(
                          "reference",
                          RiskVocabulary.value(
                              card, influence.actual().input(), it, style.language()))));
      one.addExtension(
          part("direction", new CodeType(influence.direction().name().toLowerCase(Locale.ROOT))));
      one.addExtension(part("amount", decimal(influence.contribution())));
      all.addExtension(one);
    }
    for (InputValue stratum : explanation.strata()) {
      all.addExtension(described("stratum", stratum, assumed));
    }
    return all;
  }

  private Extension described(String name, InputValue actual, Map<String, AssumedPart> assumed) {
    Extension one = new Extension(name);
    one.addExtension(part("input", RiskVocabulary.coding(card, actual.input(), style.language())));
    one.addExtension(
        part(
            "value", RiskVocabulary.value(card, actual.input(), actual.value(), style.language())));
    AssumedPart how = assumed.getOrDefault(actual.input().name(), AssumedPart.NONE);
    one.addExtension(part("assumed", new CodeType(how.code())));
    return one;
  }
}
