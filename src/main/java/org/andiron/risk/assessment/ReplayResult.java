package org.andiron.risk.assessment;

import java.util.List;
import java.util.Optional;

/** What came of computing a stored score again. */
public sealed interface ReplayResult {

  /**
   * All stored numbers are the same: the score bit for bit, contributions but for the last digits,
   * in which machines may differ.
   */
  record Reproduced(Score score) implements ReplayResult {}

  /** Something is not what it was; the model is, and so are the versions of its inputs. */
  record Different(Score score, List<Difference> differences) implements ReplayResult {

    public Different {
      differences = List.copyOf(differences);
    }
  }

  /** Cannot be computed again, with all that is gone. */
  record Impossible(List<Loss> losses) implements ReplayResult {

    public Impossible {
      losses = List.copyOf(losses);
    }
  }

  /**
   * A number that is another one.
   *
   * @param outcome empty for what all outcomes share
   * @param name of the number
   * @param stored as text that gives the same number again
   * @param computed empty if there is none now
   */
  record Difference(
      Optional<String> outcome, String name, String stored, Optional<String> computed) {}

  /** One thing that is gone. */
  record Loss(Kind kind, String what) {

    /** What is gone. */
    public enum Kind {
      /** No version of the model is here. */
      MODEL,
      /** The model is here in other versions only. */
      MODEL_VERSION,
      /** The version of the model is here with another content. */
      MODEL_CONTENT,
      /** A version of a resource is not among those given. */
      RESOURCE_VERSION,
      /** The stored reference does not say which version it was. */
      VERSION_UNKNOWN
    }
  }
}
