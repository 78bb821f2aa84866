package org.andiron.risk.feature;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.fhir.ucum.Component;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.DefinedUnit;
import org.fhir.ucum.ExpressionParser;
import org.fhir.ucum.Operator;
import org.fhir.ucum.Pair;
import org.fhir.ucum.Symbol;
import org.fhir.ucum.Term;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;
import org.jspecify.annotations.Nullable;

/**
 * Conversions between units of UCUM, and for an {@link Analyte} between mass and amount of
 * substance. Thread-safe.
 *
 * <p>UCUM alone takes a mole for a number, and haemoglobin A1c in percent for ten times that in
 * mmol/mol; here moles are kept apart from numbers, equivalents from moles, and arbitrary units
 * such as {@code [iU]} from everything else.
 */
public final class UnitConverter {

  private static final int LONGEST_UNIT = 60;
  private static final int KEPT = 4096;

  /** More digits than a double has; the library keeps as many as it is given. */
  private static final String ONE = "1.000000000000000000000000000000";

  /** To kelvin, by definition; the library does not convert scales with an offset. */
  private static final Map<String, LinearConversion> TEMPERATURES =
      Map.of(
          "K", new LinearConversion(1, 0),
          "Cel", new LinearConversion(1, 273.15),
          "[degF]", new LinearConversion(5 / 9d, 459.67 * 5 / 9));

  /** From mmol/mol of IFCC to percent of NGSP. */
  private static final LinearConversion MASTER_EQUATION = new LinearConversion(0.09148, 2.152);

  private record Question(String from, String to, @Nullable Analyte analyte) {}

  /** Exponents of what must not be mixed up. */
  private record Kind(int moles, int equivalents, String arbitrary) {
    boolean hasAmount() {
      return moles != 0 || equivalents != 0;
    }
  }

  private final UcumService ucum;
  private final Map<Question, Optional<LinearConversion>> known = new ConcurrentHashMap<>();
  private final Map<String, Boolean> units = new ConcurrentHashMap<>();

  /** With the definitions of UCUM that the library brings. */
  public UnitConverter() {
    try (InputStream essence = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
      ucum = new UcumEssenceService(Objects.requireNonNull(essence));
    } catch (IOException | UcumException e) {
      throw new IllegalStateException("The definitions of UCUM cannot be read", e);
    }
  }

  /** Whether UCUM has the unit. */
  public boolean isUnit(String unit) {
    if (unit.isBlank() || unit.length() > LONGEST_UNIT) {
      return false;
    }
    Boolean found = units.get(unit);
    if (found != null) {
      return found;
    }
    boolean valid = ucum.validate(unit) == null;
    keep(units, unit, valid);
    return valid;
  }

  /**
   * How to convert.
   *
   * @param from a unit of UCUM
   * @param to a unit of UCUM
   * @param analyte what is measured, if mass and amount of substance may be converted
   * @return empty if one is no unit of UCUM, or no conversion leads from the one to the other
   */
  public Optional<LinearConversion> conversion(String from, String to, @Nullable Analyte analyte) {
    if (!isUnit(from) || !isUnit(to)) {
      return Optional.empty();
    }
    Question question = new Question(from, to, analyte);
    Optional<LinearConversion> found = known.get(question);
    if (found != null) {
      return found;
    }
    Optional<LinearConversion> answer;
    try {
      answer = find(from, to, analyte);
    } catch (UcumException e) {
      answer = Optional.empty(); // different dimensions
    }
    keep(known, question, answer);
    return answer;
  }

  /** Records name any number of units; those beyond a limit are worked out each time. */
  private static <K, V> void keep(Map<K, V> answers, K question, V answer) {
    if (answers.size() < KEPT) {
      answers.put(question, answer);
    }
  }

  private Optional<LinearConversion> find(String from, String to, @Nullable Analyte analyte)
      throws UcumException {
    if (TEMPERATURES.containsKey(from) && TEMPERATURES.containsKey(to)) {
      return Optional.of(temperature(from).andThen(temperature(to).inverse()));
    }
    if (analyte == Analyte.ENZYME) {
      return find(activity(from), activity(to), null);
    }
    Kind kindFrom = kind(from);
    Kind kindTo = kind(to);
    if (!kindFrom.arbitrary.equals(kindTo.arbitrary)) {
      return Optional.empty();
    }
    if (analyte == Analyte.HBA1C) {
      return Optional.of(glycatedHaemoglobin(from, kindFrom, to, kindTo));
    }
    if (kindFrom.equals(kindTo)) {
      return Optional.of(factor(from, to, 1));
    }
    if (analyte == null) {
      return Optional.empty();
    }
    boolean equivalents = kindFrom.equivalents != kindTo.equivalents;
    if (equivalents && !analyte.isMonovalentIon()) {
      return Optional.empty();
    }
    int moles = kindFrom.moles + kindFrom.equivalents - kindTo.moles - kindTo.equivalents;
    return switch (moles) {
      case 0 -> Optional.of(factor(from, to, 1));
      case 1 -> Optional.of(factor(perMole(from), to, analyte.gramsPerMole()));
      case -1 -> Optional.of(factor(from, perMole(to), 1 / analyte.gramsPerMole()));
      default -> Optional.empty();
    };
  }

  private LinearConversion glycatedHaemoglobin(String from, Kind kindFrom, String to, Kind kindTo)
      throws UcumException {
    // The moles of mmol/mol cancel out, so ask the text.
    boolean ifccFrom = kindFrom.hasAmount() || from.contains("mol");
    boolean ifccTo = kindTo.hasAmount() || to.contains("mol");
    if (ifccFrom == ifccTo) {
      return factor(from, to, 1);
    }
    return ifccFrom
        ? factor(from, "mmol/mol", 1).andThen(MASTER_EQUATION).andThen(factor("%", to, 1))
        : factor(from, "%", 1)
            .andThen(MASTER_EQUATION.inverse())
            .andThen(factor("mmol/mol", to, 1));
  }

  private static String activity(String unit) {
    return unit.replace("[IU]", "U").replace("[iU]", "U");
  }

  private static LinearConversion temperature(String unit) {
    return Objects.requireNonNull(TEMPERATURES.get(unit));
  }

  private static String perMole(String unit) {
    return "(" + unit + ").(g/mol)";
  }

  private LinearConversion factor(String from, String to, double more) throws UcumException {
    if (from.equals(to)) {
      return new LinearConversion(more, 0);
    }
    Pair canonicalFrom = ucum.getCanonicalForm(new Pair(new Decimal(ONE), from));
    Pair canonicalTo = ucum.getCanonicalForm(new Pair(new Decimal(ONE), to));
    if (!canonicalFrom.getCode().equals(canonicalTo.getCode())) {
      throw new UcumException("Different dimensions");
    }
    // Divided here: the library's division is off by ten for some numbers of many digits.
    BigDecimal quotient = number(canonicalFrom).divide(number(canonicalTo), MathContext.DECIMAL128);
    return new LinearConversion(quotient.doubleValue() * more, 0);
  }

  private static BigDecimal number(Pair canonical) {
    return new BigDecimal(canonical.getValue().asDecimal());
  }

  private Kind kind(String unit) throws UcumException {
    int[] exponents = new int[2];
    StringBuilder arbitrary = new StringBuilder();
    collect(new ExpressionParser(ucum.getModel()).parse(unit), 1, exponents, arbitrary);
    return new Kind(exponents[0], exponents[1], arbitrary.toString());
  }

  private static void collect(
      @Nullable Term term, int sign, int[] exponents, StringBuilder arbitrary)
      throws UcumException {
    int next = sign;
    for (Term at = term; at != null; at = at.getTerm()) {
      Component component = at.getComp();
      // A term without a component begins with its operator: /min
      if (component instanceof Symbol symbol) {
        count(symbol, next, exponents, arbitrary);
      } else if (component instanceof Term inner) {
        collect(inner, next, exponents, arbitrary);
      }
      if (at.getOp() != null) {
        next = at.getOp() == Operator.DIVISION ? -sign : sign;
      }
    }
  }

  private static void count(Symbol symbol, int sign, int[] exponents, StringBuilder arbitrary)
      throws UcumException {
    String code = symbol.getUnit().getCode();
    int exponent = sign * symbol.getExponent();
    if (code.equals("mol")) {
      exponents[0] += exponent;
    } else if (code.equals("eq")) {
      exponents[1] += exponent;
    } else if (symbol.getUnit() instanceof DefinedUnit defined) {
      if (defined.isSpecial()) {
        throw new UcumException("No linear conversion from " + code);
      }
      if (isArbitrary(code)) {
        arbitrary.append(code.toUpperCase(Locale.ROOT)).append(exponent);
      }
    }
  }

  /** Units of a procedure, as UCUM calls them: bracketed, and about nothing but themselves. */
  private static boolean isArbitrary(String code) {
    return switch (code) {
      case "[iU]",
          "[IU]",
          "[arb'U]",
          "[USP'U]",
          "[GPL'U]",
          "[MPL'U]",
          "[APL'U]",
          "[beth'U]",
          "[anti'Xa'U]",
          "[todd'U]",
          "[dye'U]",
          "[smgy'U]",
          "[bdsk'U]",
          "[ka'U]",
          "[knk'U]",
          "[mclg'U]",
          "[tb'U]",
          "[CFU]",
          "[PFU]",
          "[FFU]",
          "[BAU]",
          "[AU]",
          "[Amb'a'1'U]",
          "[D'ag'U]",
          "[ELU]",
          "[EU]",
          "[Lf]",
          "[IR]" ->
          true;
      default -> false;
    };
  }
}
