package org.andiron.storage.index;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.storage.index.IndexEntries.CanonicalRange;
import org.fhir.ucum.Component;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.DefinedUnit;
import org.fhir.ucum.ExpressionParser;
import org.fhir.ucum.Pair;
import org.fhir.ucum.Symbol;
import org.fhir.ucum.Term;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.Unit;
import org.jspecify.annotations.Nullable;

/**
 * UCUM units in terms of UCUM's base units, so that 5 mg and 0.005 g are the same. Units on other
 * scales than a ratio, such as pH and decibel, have no canonical form, except the temperatures
 * {@code Cel} and {@code [degF]}. Arbitrary units, such as {@code [iU]}, stay in the canonical
 * form. Results are rounded to 20 digits.
 *
 * <p>UCUM's definitions are read when the first unit is asked for.
 *
 * @see <a href="https://ucum.org/ucum">The Unified Code for Units of Measure</a>
 */
public final class CanonicalUnits {

  /** The code system of UCUM's units. */
  public static final String UCUM = "http://unitsofmeasure.org";

  private static final MathContext RESULT = new MathContext(20);
  private static final int LONGEST_CODE = 100;

  /** The library multiplies as often as the exponent says. */
  private static final long LARGEST_EXPONENT = 30;

  /** A bound, since units come from what clients send. */
  private static final int MOST_CACHED = 10_000;

  /** The digits with which the library computes. */
  private static final String ONE = "1.000000000000000000000000000000";

  private static final BigDecimal FIVE_NINTHS =
      BigDecimal.valueOf(5).divide(BigDecimal.valueOf(9), MathContext.DECIMAL128);

  private static final Conversion CELSIUS =
      new Conversion("K", BigDecimal.ONE, new BigDecimal("273.15"));
  private static final Conversion FAHRENHEIT =
      new Conversion("K", FIVE_NINTHS, new BigDecimal("459.67"));

  private final Map<String, Optional<Conversion>> conversions = new ConcurrentHashMap<>();

  /** Creates a converter that knows no unit yet. */
  public CanonicalUnits() {}

  /**
   * The range in base units, null if the unit is not one of UCUM's that can be converted.
   *
   * @param low null for no lower end
   * @param high null for no upper end
   */
  public @Nullable CanonicalRange convert(
      @Nullable String system,
      @Nullable String code,
      @Nullable BigDecimal low,
      @Nullable BigDecimal high) {
    if (!UCUM.equals(system) || code == null) {
      return null;
    }
    Conversion conversion = conversion(code).orElse(null);
    if (conversion == null) {
      return null;
    }
    return new CanonicalRange(conversion.unit(), conversion.apply(low), conversion.apply(high));
  }

  private Optional<Conversion> conversion(String code) {
    Optional<Conversion> known = conversions.get(code);
    if (known == null) {
      known = Optional.ofNullable(find(code));
      if (conversions.size() < MOST_CACHED) {
        conversions.put(code, known);
      }
    }
    return known;
  }

  private static @Nullable Conversion find(String code) {
    if (code.equals("Cel")) {
      return CELSIUS;
    }
    if (code.equals("[degF]")) {
      return FAHRENHEIT;
    }
    if (code.isBlank() || code.length() > LONGEST_CODE) {
      return null;
    }
    try {
      UcumEssenceService ucum = Definitions.UCUM_SERVICE;
      List<Symbol> symbols = new ArrayList<>();
      collectSymbols(new ExpressionParser(ucum.getModel()).parse(code), symbols);
      if (symbols.stream().anyMatch(it -> isSpecial(it) || isLarge(it.getExponent()))) {
        return null;
      }
      Pair canonical = ucum.getCanonicalForm(new Pair(new Decimal(ONE), code));
      if (canonical.getValue() == null) {
        return null;
      }
      BigDecimal factor = new BigDecimal(canonical.getValue().asDecimal());
      String unit = unit(canonical.getCode(), symbols);
      return factor.signum() == 0
          ? null
          : new Conversion(unit, factor.stripTrailingZeros(), BigDecimal.ZERO);
    } catch (UcumException | RuntimeException e) {
      // The library answers some of what is not a unit with exceptions of the runtime.
      return null;
    }
  }

  /**
   * The base units, and the arbitrary units with them: the library takes these for the number one,
   * but international units are not the same as any other, nor as plain numbers.
   */
  private static String unit(String baseUnits, List<Symbol> symbols) {
    Set<String> parts = new TreeSet<>();
    for (Symbol symbol : symbols) {
      String arbitrary = arbitrary(symbol.getUnit());
      if (arbitrary != null) {
        parts.add(arbitrary);
      }
    }
    if (!baseUnits.isEmpty()) {
      parts.add(baseUnits);
    }
    return parts.isEmpty() ? "1" : String.join(".", parts);
  }

  /** The code of an arbitrary unit, the same for all names of it; null for other units. */
  private static @Nullable String arbitrary(Unit unit) {
    if (!(unit instanceof DefinedUnit defined) || !defined.getValue().getValue().isOne()) {
      return null;
    }
    String definition = defined.getValue().getUnit();
    if (definition.equals("1")) {
      return defined.getCode();
    }
    Unit other = Definitions.UCUM_SERVICE.getModel().getUnit(definition);
    return other == null ? null : arbitrary(other);
  }

  private static boolean isSpecial(Symbol symbol) {
    return symbol.getUnit() instanceof DefinedUnit unit && unit.isSpecial();
  }

  private static boolean isLarge(long exponent) {
    return Math.abs(exponent) > LARGEST_EXPONENT;
  }

  private static void collectSymbols(@Nullable Component component, List<Symbol> symbols) {
    if (component instanceof Term term) {
      collectSymbols(term.getComp(), symbols);
      collectSymbols(term.getTerm(), symbols);
    } else if (component instanceof Symbol symbol) {
      symbols.add(symbol);
    }
  }

  private record Conversion(String unit, BigDecimal factor, BigDecimal offset) {

    @Nullable BigDecimal apply(@Nullable BigDecimal value) {
      return value == null
          ? null
          : value.add(offset).multiply(factor).round(RESULT).stripTrailingZeros();
    }
  }

  private static final class Definitions {

    static final UcumEssenceService UCUM_SERVICE = read();

    private static UcumEssenceService read() {
      try (InputStream definitions =
          UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
        return new UcumEssenceService(definitions);
      } catch (IOException | UcumException e) {
        throw new IllegalStateException("The definitions of UCUM's units cannot be read", e);
      }
    }
  }
}
