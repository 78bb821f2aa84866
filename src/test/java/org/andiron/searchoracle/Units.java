package org.andiron.searchoracle;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.Pair;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;

/**
 * Canonical units of UCUM. A unit that is not proportional to its canonical one, such as degrees
 * Celsius, has none here and compares only with itself.
 */
final class Units {

  static final String UCUM = "http://unitsofmeasure.org";

  private static final String ONE = "1.00000000000000000000";

  private final UcumService service;
  private final Map<String, Optional<Canonical>> known = new ConcurrentHashMap<>();

  /** A unit as a multiple of a canonical unit. */
  record Canonical(String unit, BigDecimal factor) {}

  Units() {
    try {
      service =
          new UcumEssenceService(
              Objects.requireNonNull(Units.class.getResourceAsStream("/ucum-essence.xml")));
    } catch (UcumException e) {
      throw new IllegalStateException(e);
    }
  }

  Optional<Canonical> canonical(String code) {
    return known.computeIfAbsent(code, this::compute);
  }

  private Optional<Canonical> compute(String code) {
    try {
      Pair canonical = service.getCanonicalForm(new Pair(new Decimal(ONE), code));
      return Optional.of(
          new Canonical(canonical.getCode(), new BigDecimal(canonical.getValue().asDecimal())));
    } catch (UcumException e) {
      return Optional.empty();
    }
  }
}
