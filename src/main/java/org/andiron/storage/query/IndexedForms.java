package org.andiron.storage.query;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The forms in which the index has texts and quantities. */
public interface IndexedForms {

  /** A quantity in UCUM base units. */
  record CanonicalQuantity(String unit, BigDecimal value) {}

  /**
   * A text without case, accents and punctuation; further forms if dashes or apostrophes in it may
   * be blanks as well.
   */
  List<String> fold(String text);

  /** How the words of a text sound; texts with a code in common sound alike. */
  List<String> sounds(String text);

  /** A quantity in base units; empty if the code is not one of UCUM's. */
  Optional<CanonicalQuantity> canonical(BigDecimal value, String ucumCode);
}
