package org.andiron.searchoracle;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;

/**
 * Numbers, quantities and ranges. A number of a resource is exactly that number; one with a
 * comparator is the range it stands for. Units of UCUM are converted; a unit without a system is
 * compared with both code and text, unconverted.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#quantity">3.1.1.4.11</a>
 */
final class QuantityTests {

  private static final String CURRENCIES = "urn:iso:std:iso:4217";

  private final Units units;

  QuantityTests(Units units) {
    this.units = units;
  }

  ElementTest number(String modifier) {
    refuse(modifier);
    return (element, value) -> {
      Prefix.Prefixed search = Prefix.parse(Escapes.unescape(value));
      return number(element)
          .map(target -> isMet(search, BigDecimal.ONE, NumberRange.point(target)))
          .orElse(false);
    };
  }

  ElementTest quantity(String modifier) {
    refuse(modifier);
    return (element, value) -> {
      List<String> parts = Escapes.split(value, '|').stream().map(Escapes::unescape).toList();
      if (parts.size() != 1 && parts.size() != 3) {
        throw new BadSearch("A quantity is a number, or number|system|code: " + value);
      }
      Prefix.Prefixed search = Prefix.parse(parts.get(0));
      NumberRange.number(search.value());
      if (element instanceof Range range) {
        return isMet(search, parts, range);
      }
      return measured(element).map(target -> isMet(search, parts, target)).orElse(false);
    };
  }

  /** The canonical magnitude of a quantity, as far as there is one. */
  Optional<BigDecimal> magnitude(Base element) {
    return measured(element)
        .filter(Quantity::hasValue)
        .map(quantity -> quantity.getValue().multiply(factor(quantity)));
  }

  private boolean isMet(Prefix.Prefixed search, List<String> parts, Range range) {
    Quantity side = range.hasLow() ? range.getLow() : range.getHigh();
    return factors(parts, side)
        .map(
            factors ->
                isMet(
                    search,
                    factors.search(),
                    new NumberRange(
                            range.hasLow() ? range.getLow().getValue() : null,
                            true,
                            range.hasHigh() ? range.getHigh().getValue() : null,
                            true)
                        .times(factors.target())))
        .orElse(false);
  }

  private boolean isMet(Prefix.Prefixed search, List<String> parts, Quantity target) {
    return target.hasValue()
        && factors(parts, target)
            .map(factors -> isMet(search, factors.search(), range(target).times(factors.target())))
            .orElse(false);
  }

  private static boolean isMet(Prefix.Prefixed search, BigDecimal factor, NumberRange target) {
    return NumberRange.isMet(search.value(), search.prefix(), factor, target);
  }

  /** What brings the numbers of the search and of a resource to the same unit. */
  private record Factors(BigDecimal search, BigDecimal target) {
    static final Factors NONE = new Factors(BigDecimal.ONE, BigDecimal.ONE);
  }

  private Optional<Factors> factors(List<String> parts, Quantity target) {
    if (parts.size() == 1) {
      return Optional.of(Factors.NONE);
    }
    String system = parts.get(1);
    String code = parts.get(2);
    boolean sameUnit = code.isEmpty() || code.equals(target.getCode());
    if (system.isEmpty()) {
      return sameUnit || code.equals(target.getUnit())
          ? Optional.of(Factors.NONE)
          : Optional.empty();
    }
    if (!system.equals(target.getSystem())) {
      return Optional.empty();
    }
    if (sameUnit) {
      return Optional.of(Factors.NONE);
    }
    return system.equals(Units.UCUM) && target.hasCode()
        ? convertible(code, target.getCode())
        : Optional.empty();
  }

  private Optional<Factors> convertible(String searched, String stored) {
    Optional<Units.Canonical> from = units.canonical(searched);
    Optional<Units.Canonical> to = units.canonical(stored);
    return from.isPresent() && to.isPresent() && from.get().unit().equals(to.get().unit())
        ? Optional.of(new Factors(from.get().factor(), to.get().factor()))
        : Optional.empty();
  }

  private BigDecimal factor(Quantity quantity) {
    return Units.UCUM.equals(quantity.getSystem()) && quantity.hasCode()
        ? units.canonical(quantity.getCode()).map(Units.Canonical::factor).orElse(BigDecimal.ONE)
        : BigDecimal.ONE;
  }

  private static NumberRange range(Quantity quantity) {
    BigDecimal value = quantity.getValue();
    if (!quantity.hasComparator()) {
      return NumberRange.point(value);
    }
    return switch (quantity.getComparator()) {
      case LESS_THAN -> NumberRange.below(value, false);
      case LESS_OR_EQUAL -> NumberRange.below(value, true);
      case GREATER_THAN -> NumberRange.above(value, false);
      case GREATER_OR_EQUAL -> NumberRange.above(value, true);
      default -> NumberRange.point(value);
    };
  }

  private static Optional<Quantity> measured(Base element) {
    if (element instanceof Money money) {
      return Optional.of(
          new Quantity()
              .setValue(money.getValue())
              .setSystem(CURRENCIES)
              .setCode(money.getCurrency()));
    }
    return element instanceof Quantity quantity ? Optional.of(quantity) : Optional.empty();
  }

  private static Optional<BigDecimal> number(Base element) {
    if (element instanceof DecimalType decimal) {
      return Optional.of(decimal.getValue());
    }
    return element instanceof IntegerType integer
        ? Optional.of(BigDecimal.valueOf(integer.getValue()))
        : Optional.empty();
  }

  private static void refuse(String modifier) {
    if (!modifier.isEmpty()) {
      throw new BadSearch("A number has no modifier " + modifier);
    }
  }
}
