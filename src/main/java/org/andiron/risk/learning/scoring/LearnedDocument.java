package org.andiron.risk.learning.scoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.andiron.risk.learning.preprocessing.Preprocessing;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code learned.json}: all that turns the inputs of a person into a probability, but the
 * artefact, which is a file of its own.
 *
 * @param outcome of the card
 * @param artefact name of its file in the same folder
 * @param sha256 of its bytes, in lower-case hexadecimal
 * @param calibration null for quantities
 * @param background mean row of the training rows
 * @param base score with which contributions are compared; null if the format tells none
 * @param training null for what was learned elsewhere
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LearnedDocument(
    String outcome,
    ScorerFormat format,
    String artefact,
    String sha256,
    Preprocessing preprocessing,
    @Nullable Calibration calibration,
    List<Double> background,
    @Nullable Double base,
    @Nullable TrainingRecord training) {

  /**
   * @throws IllegalArgumentException if a part is missing, or the background has another number of
   *     columns
   */
  public LearnedDocument {
    requireThere("outcome", outcome);
    requireThere("format", format);
    requireThere("artefact", artefact);
    requireThere("sha256", sha256);
    requireThere("preprocessing", preprocessing);
    if (Numbers.finite("background", background).length != preprocessing.columns().size()) {
      throw new IllegalArgumentException("background must have a number for each column");
    }
    background = List.copyOf(background);
  }

  private static void requireThere(String name, @Nullable Object part) {
    if (Objects.isNull(part)) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  /** As a file. */
  public byte[] write() {
    return ArtefactJson.inLines(this);
  }
}
