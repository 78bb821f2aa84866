package org.andiron.storage.search;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.andiron.storage.index.CanonicalUnits;
import org.andiron.storage.index.IndexEntries.CanonicalRange;
import org.andiron.storage.index.PhoneticCodes;
import org.andiron.storage.index.TextFold;
import org.andiron.storage.query.IndexedForms;

/** Gives searched values the forms that the index gave to stored ones. */
record IndexedFormsOfText(CanonicalUnits units) implements IndexedForms {

  @Override
  public List<String> fold(String text) {
    return TextFold.forms(text);
  }

  @Override
  public List<String> sounds(String text) {
    return List.copyOf(PhoneticCodes.of(text));
  }

  @Override
  public Optional<CanonicalQuantity> canonical(BigDecimal value, String ucumCode) {
    CanonicalRange range = units.convert(CanonicalUnits.UCUM, ucumCode, value, value);
    return range == null || range.low() == null
        ? Optional.empty()
        : Optional.of(new CanonicalQuantity(range.unit(), range.low()));
  }
}
