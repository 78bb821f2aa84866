package org.andiron.risk.learning;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.andiron.risk.learning.scoring.TrainingRecord;
import org.andiron.risk.model.OutcomeOutput;
import org.andiron.risk.model.SourceAttribute;

/**
 * The source attributes of a learned model. What nobody did, such as a validation elsewhere, they
 * say is not done.
 *
 * @param ranges within which values it was learned
 * @param algorithm its title
 */
record LearnedAttributes(
    ModelDescription description,
    LearningCounts counts,
    String ranges,
    TrainingRecord record,
    String algorithm) {

  private static final String NOBODY =
      "None: nobody has validated this model on data of another site or another time than those"
          + " that it was learned with.";

  Map<SourceAttribute, String> texts(String summary, String subgroups, String heldOut) {
    Map<SourceAttribute, String> texts = new EnumMap<>(SourceAttribute.class);
    output(texts);
    purpose(texts);
    caution(texts);
    development(texts);
    fairness(texts);
    validation(texts);
    performance(texts, summary, subgroups, heldOut);
    maintenance(texts);
    texts.putAll(description.statements().attributes());
    return texts;
  }

  private boolean probability() {
    return description.outcome().output() == OutcomeOutput.PROBABILITY;
  }

  private void output(Map<SourceAttribute, String> texts) {
    texts.put(SourceAttribute.DEVELOPER, description.developer());
    texts.put(SourceAttribute.FUNDING, description.funding());
    String horizon =
        description
            .outcome()
            .horizon()
            .map(it -> " within %d %s".formatted(it.value(), it.unit().code()))
            .orElse("");
    texts.put(
        SourceAttribute.OUTPUT_VALUE,
        "%s of: %s%s."
            .formatted(
                probability() ? "Probability" : "Quantity",
                description.outcome().title().en(),
                horizon));
    texts.put(
        SourceAttribute.OUTPUT_TYPE,
        probability() ? "Prediction (probability)." : "Prediction (quantity).");
  }

  private void purpose(Map<SourceAttribute, String> texts) {
    texts.put(SourceAttribute.INTENDED_USE, description.intendedUse().en());
    texts.put(SourceAttribute.POPULATION, description.population().en());
    texts.put(
        SourceAttribute.USERS,
        "Physicians, nurses, pharmacists and other licensed clinicians who treat the patient.");
    texts.put(
        SourceAttribute.DECISION_ROLE,
        "Informs a decision that the clinician makes with the patient. It starts no treatment and"
            + " closes no option by itself.");
  }

  private void caution(Map<SourceAttribute, String> texts) {
    texts.put(
        SourceAttribute.OUT_OF_SCOPE,
        "All who are not in the population above, whose inputs are out of range, or who are unlike"
            + " those that it was learned of. It gives no cause and no effect of a treatment.");
    texts.put(
        SourceAttribute.KNOWN_RISKS,
        (description.synthetic()
                ? "It was learned of made-up patients: it shows that the machinery works and says"
                    + " nothing of real people. It must not be used for care. "
                : "It is a demonstration on the data that it was learned of until somebody has"
                    + " validated it on others. ")
            + "It repeats what was recorded, with its gaps and its unequal care; associations may"
            + " change when care does.");
  }

  private void development(Map<SourceAttribute, String> texts) {
    texts.put(
        SourceAttribute.TRAINING_CRITERIA,
        "%s Of %d examples, %d were learned of%s and %d held out; %d of the patients of one part and of the time of the other are in neither, nor are %d whose outcome was not known before those held out began, and %d lacked an input. Left out because the model would refuse them: %s.%s"
            .formatted(
                description.cohort(),
                counts.all(),
                counts.training(),
                probability() ? " (%d with the outcome)".formatted(counts.trainingEvents()) : "",
                counts.heldOut(),
                counts.aside(),
                counts.overlapping(),
                counts.lacking(),
                counts.leftOut().isEmpty()
                    ? "none"
                    : counts.leftOut().entrySet().stream()
                        .map(it -> it.getKey() + " " + it.getValue())
                        .collect(Collectors.joining(", ")),
                ranges));
    texts.put(SourceAttribute.SENSITIVE_INPUTS, description.sensitiveInputs());
    texts.put(
        SourceAttribute.TRAINING_REPRESENTATIVENESS,
        description.synthetic()
            ? "The patients are made up and represent nobody."
            : "They are the patients of this server who are in the cohort; whom they represent"
                + " beyond it was not examined.");
    texts.put(
        SourceAttribute.TRAINING_RELEVANCE,
        description.synthetic()
            ? "Made-up records have the form of real ones and not their associations."
            : "The data are of the setting in which the model is to be used.");
  }

  private void fairness(Map<SourceAttribute, String> texts) {
    texts.put(
        SourceAttribute.FAIRNESS_APPROACH,
        "Discrimination, calibration in the large, sensitivity and specificity are compared"
            + " between the groups of patients that are recorded, with intervals, and not told for"
            + " groups with fewer than 100 with the outcome or without it.");
    texts.put(
        SourceAttribute.BIAS_MANAGEMENT,
        "Gaps between groups are reported and nothing is adjusted for them; whoever enables the"
            + " model decides whether they are acceptable.");
  }

  private void validation(Map<SourceAttribute, String> texts) {
    texts.put(SourceAttribute.VALIDATION_SOURCE, NOBODY);
    texts.put(SourceAttribute.VALIDATION_TESTERS, "Nobody.");
    texts.put(SourceAttribute.VALIDATION_REPRESENTATIVENESS, "There is no external data.");
    texts.put(SourceAttribute.VALIDATION_PROCESS, "There was none.");
  }

  private void performance(
      Map<SourceAttribute, String> texts, String summary, String subgroups, String heldOut) {
    texts.put(SourceAttribute.VALIDITY_INTERNAL, heldOut + " " + summary);
    texts.put(SourceAttribute.FAIRNESS_INTERNAL, subgroups);
    texts.put(SourceAttribute.VALIDITY_EXTERNAL, NOBODY);
    texts.put(SourceAttribute.FAIRNESS_EXTERNAL, NOBODY);
    texts.put(
        SourceAttribute.OUTCOME_EVALUATIONS,
        "None: what comes of using the model was not studied. How it was learned: %s, seed %d,"
                .formatted(algorithm, record.seed())
            + " data with SHA-256 "
            + record.data()
            + ".");
  }

  private static void maintenance(Map<SourceAttribute, String> texts) {
    texts.put(
        SourceAttribute.VALIDITY_MONITORING,
        "None of its own. What the server watches of its models (inputs, scores, and outcomes as"
            + " they arrive) it watches of this one too, as often as its operator has set.");
    texts.put(
        SourceAttribute.VALIDITY_LOCAL,
        "The examples that were held out are local data; nothing else was examined.");
    texts.put(
        SourceAttribute.FAIRNESS_MONITORING,
        "None of its own; the same as for validity, by group of patients.");
    texts.put(
        SourceAttribute.FAIRNESS_LOCAL, "As under fairness on the examples that were held out.");
    texts.put(
        SourceAttribute.UPDATES,
        "None by itself: a new version is learned when its developer does so, and used when an"
            + " administrator enables it.");
    texts.put(
        SourceAttribute.CORRECTIONS,
        "When a risk is found an administrator disables the model or goes back to another version"
            + " at once.");
  }
}
