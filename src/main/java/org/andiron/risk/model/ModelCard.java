package org.andiron.risk.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is known of a model, as its {@code model.json} says it.
 *
 * @param id name of its folder
 * @param url by which it is known everywhere, without version
 * @param population for whom it is made, in words; the limits are in inputs and exclusions
 * @param notice what the answers are not, such as a diagnosis
 * @param evidence how absence of evidence is understood
 * @param source of the coefficients
 * @param goals of inputs that can be changed; those without a goal are taken as they are
 * @param demonstration whether it shows how a model is made and is not for any person: it is never
 *     the one for who asks for no version, unless somebody promotes it
 * @param evaluated missing if nobody did
 * @param expires last day on which it is used
 */
public record ModelCard(
    String id,
    String version,
    String url,
    LocalText title,
    LocalText intendedUse,
    LocalText population,
    LocalText notice,
    String evidence,
    String licence,
    List<Reference> references,
    CoefficientSource source,
    List<ModelInput> inputs,
    List<Exclusion> exclusions,
    List<Goal> goals,
    List<Outcome> outcomes,
    SourceAttributes attributes,
    boolean demonstration,
    Optional<Evaluation> evaluated,
    Optional<LocalDate> expires) {

  public ModelCard {
    references = List.copyOf(references);
    inputs = List.copyOf(inputs);
    exclusions = List.copyOf(exclusions);
    goals = List.copyOf(goals);
    outcomes = List.copyOf(outcomes);
  }

  /**
   * The card in a file.
   *
   * @param file how to name it in errors
   * @throws org.andiron.storage.config.ConfigurationFileException if anything in it is not as it
   *     must be, with place and reason
   */
  public static ModelCard read(String file, byte[] content) {
    return new CardReader(file).read(content);
  }

  /** The card as a file that {@link #read} reads: the same card has the same bytes. */
  public byte[] write() {
    return CardWriter.write(this);
  }

  /** The input of that name. */
  public Optional<ModelInput> input(String name) {
    return inputs.stream().filter(input -> input.name().equals(name)).findFirst();
  }

  /** The outcome of that id. */
  public Optional<Outcome> outcome(String outcome) {
    return outcomes.stream().filter(it -> it.id().equals(outcome)).findFirst();
  }

  /** Whether it answers with risks; otherwise it only computes inputs of others. */
  public boolean predictsRisk() {
    return outcomes.stream()
        .map(Outcome::output)
        .anyMatch(Predicate.isEqual(OutcomeOutput.QUANTITY).negate());
  }

  /** Why the model is not to be used on that day at all, if it is not. */
  public Optional<RefusalReason> obstacle(LocalDate day) {
    if (evaluated.isEmpty()) {
      return Optional.of(new RefusalReason.NotEvaluated());
    }
    return expires.filter(day::isAfter).map(RefusalReason.Expired::new);
  }
}
