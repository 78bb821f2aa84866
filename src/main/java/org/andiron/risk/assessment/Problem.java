package org.andiron.risk.assessment;

import java.util.List;
import java.util.Optional;
import org.andiron.risk.feature.ResourceVersion;
import org.andiron.risk.model.ModelInput;

/**
 * One thing that keeps a model from answering.
 *
 * @param input what it is about; empty if about the patient or the model as a whole
 * @param what is wrong
 * @param mend how to mend it, if that is possible
 * @param where resources that cannot be used as they are
 */
public record Problem(
    Kind kind,
    Optional<ModelInput> input,
    String what,
    Optional<String> mend,
    List<ResourceVersion> where) {

  /** What sort of problem it is. */
  public enum Kind {
    /** Nothing that could be used is there. */
    MISSING(true),
    /** Something is there that cannot be used. */
    UNUSABLE(true),
    /** Values that cannot be together. */
    CONTRADICTORY(true),
    /** The model does not hold for such a patient. */
    OUT_OF_POPULATION(false),
    /** The record as a whole is not to be scored. */
    RECORD(false),
    /** The model is not to be used. */
    MODEL(false),
    /** The equation gives nothing. */
    NOT_COMPUTABLE(false);

    private final boolean mendedByData;

    Kind(boolean mendedByData) {
      this.mendedByData = mendedByData;
    }

    /** Whether other data would give an answer. */
    public boolean isMendedByData() {
      return mendedByData;
    }
  }
}
