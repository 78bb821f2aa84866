package org.andiron.risk.learning;

import java.util.List;
import org.andiron.risk.model.Exclusion;
import org.andiron.risk.model.Goal;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelInput;
import org.andiron.risk.model.Outcome;

/**
 * What is said of a model before it is learned, and goes into its card.
 *
 * @param id name of its folder
 * @param outcome with probabilities or a quantity
 * @param limiting inputs of which nothing is learned: they only tell for whom it is not made
 * @param exclusions for whom it is not made; such examples are left out
 * @param goals of inputs that can be changed
 * @param licence of what is learned
 * @param developer who learns it, and how to reach them
 * @param funding who pays for it
 * @param cohort who the examples are of, how they were chosen, and what the outcome is
 * @param sensitiveInputs which inputs are of race, ethnicity, sex, age, language, orientation,
 *     social determinants or health status, and why they are there
 * @param synthetic whether the patients are made up
 * @param statements of people, for the card
 * @param features the file {@code features.json}: what of a record the inputs are
 */
public record ModelDescription(
    String id,
    String version,
    String url,
    LocalText title,
    LocalText intendedUse,
    LocalText population,
    LocalText notice,
    Outcome outcome,
    List<ModelInput> limiting,
    List<Exclusion> exclusions,
    List<Goal> goals,
    String licence,
    String developer,
    String funding,
    String cohort,
    String sensitiveInputs,
    boolean synthetic,
    ModelStatements statements,
    byte[] features) {

  public ModelDescription {
    limiting = List.copyOf(limiting);
    exclusions = List.copyOf(exclusions);
    goals = List.copyOf(goals);
    features = features.clone();
  }

  @Override
  public byte[] features() {
    return features.clone();
  }
}
