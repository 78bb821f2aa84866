package org.andiron.storage.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search has to know of code systems and value sets.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#token">Modifiers of tokens</a>
 */
public interface Terminology {

  /** A code; the system is null if it has none. */
  record Code(@Nullable String system, String code) {}

  /**
   * Codes of one system that are in the database.
   *
   * @param codes a statement that selects them
   */
  record StoredCodes(String system, Sql codes) {}

  /** Codes, of which those of large code systems are not listed. */
  record Codes(List<Code> listed, List<StoredCodes> stored) {

    public Codes {
      listed = List.copyOf(listed);
      stored = List.copyOf(stored);
    }
  }

  /**
   * The codes of a value set.
   *
   * @param valueSet its canonical URL, with or without version, or its relative URL
   * @throws ca.uhn.fhir.rest.server.exceptions.InvalidRequestException if it cannot be expanded
   */
  Codes expand(String valueSet);

  /** The code itself and all that subsume it. */
  Codes above(String system, String code);

  /** The code itself and all that it subsumes. */
  Codes below(String system, String code);
}
