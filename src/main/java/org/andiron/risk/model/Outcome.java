package org.andiron.risk.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a model predicts.
 *
 * @param id unique in its model
 * @param codings where a code is well known
 * @param horizon none where the publication has none
 * @param unit in UCUM, of a quantity
 * @param limits of inputs, narrower than those of the model
 * @param scores least and largest score
 */
public record Outcome(
    String id,
    LocalText title,
    List<Coding> codings,
    Optional<Horizon> horizon,
    OutcomeOutput output,
    Optional<String> unit,
    Map<String, Range> limits,
    Range scores,
    Optional<RiskLevels> levels) {

  public Outcome {
    codings = List.copyOf(codings);
    limits = Map.copyOf(limits);
  }
}
