package org.andiron.storage.index;

import java.math.BigDecimal;
import java.util.Objects;
import org.andiron.storage.index.IndexEntries.CanonicalRange;
import org.andiron.storage.index.IndexEntries.NumberEntry;
import org.andiron.storage.index.IndexEntries.QuantityEntry;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Money;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.jspecify.annotations.Nullable;

/**
 * Numbers and quantities. A comparator opens the end of the range that it points to, and {@code <}
 * and {@code >} leave out the number itself, by a step that no search can tell; a range whose ends
 * have different units is indexed only if they have a common canonical one, in that. The samples of
 * sampled data are not a quantity.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#quantity">Quantity parameters</a>
 */
final class Quantities {

  /** The system of the codes of currencies. */
  private static final String CURRENCIES = "urn:iso:std:iso:4217";

  /**
   * By how many powers of ten the step from a number to the next is less than the number, for ends
   * that do not belong to their range. No measurement is so exact, but canonical forms are.
   */
  private static final int FINER = 18;

  private final CanonicalUnits units;

  Quantities(CanonicalUnits units) {
    this.units = units;
  }

  static void indexNumber(
      Base value, IndexedParameter parameter, int group, EntryCollector entries) {
    if (value instanceof IntegerType integer && integer.getValue() != null) {
      BigDecimal number = BigDecimal.valueOf(integer.getValue());
      entries.add(new NumberEntry(parameter.code(), group, number, number));
    } else if (value instanceof DecimalType decimal && isIndexable(decimal.getValue())) {
      entries.add(new NumberEntry(parameter.code(), group, decimal.getValue(), decimal.getValue()));
    } else if (value instanceof Quantity quantity) {
      number(Ends.of(quantity), parameter, group, entries);
    } else if (value instanceof Range range) {
      number(Ends.of(range), parameter, group, entries);
    }
  }

  void indexQuantity(Base value, IndexedParameter parameter, int group, EntryCollector entries) {
    if (value instanceof Quantity quantity) {
      quantity(Ends.of(quantity), quantity, parameter, group, entries);
    } else if (value instanceof Range range) {
      range(range, parameter, group, entries);
    } else if (value instanceof Money money && isIndexable(money.getValue())) {
      BigDecimal amount = money.getValue();
      entries.add(
          new QuantityEntry(
              parameter.code(),
              group,
              CURRENCIES,
              money.getCurrency(),
              null,
              amount,
              amount,
              null));
    }
  }

  private void range(Range range, IndexedParameter parameter, int group, EntryCollector entries) {
    Ends ends = Ends.of(range);
    if (!ends.isStated()) {
      return;
    }
    if (ends.low() == null || ends.high() == null) {
      quantity(
          ends, ends.low() == null ? range.getHigh() : range.getLow(), parameter, group, entries);
      return;
    }
    Quantity low = range.getLow();
    Quantity high = range.getHigh();
    if (sameUnit(low, high)) {
      quantity(ends, low, parameter, group, entries);
      return;
    }
    CanonicalRange from = canonical(new Ends(ends.low(), null), low);
    CanonicalRange to = canonical(new Ends(null, ends.high()), high);
    if (from != null && to != null && from.unit().equals(to.unit())) {
      Quantity unit = new Quantity().setSystem(CanonicalUnits.UCUM).setCode(from.unit());
      quantity(new Ends(from.low(), to.high()), unit, parameter, group, entries);
    }
  }

  private void quantity(
      Ends ends, Quantity unit, IndexedParameter parameter, int group, EntryCollector entries) {
    if (ends.isUsable()) {
      entries.add(
          new QuantityEntry(
              parameter.code(),
              group,
              unit.getSystem(),
              unit.getCode(),
              unit.getUnit(),
              ends.low(),
              ends.high(),
              canonical(ends, unit)));
    }
  }

  private @Nullable CanonicalRange canonical(Ends ends, Quantity unit) {
    return units.convert(unit.getSystem(), unit.getCode(), ends.low(), ends.high());
  }

  private static void number(
      Ends ends, IndexedParameter parameter, int group, EntryCollector entries) {
    if (ends.isUsable()) {
      entries.add(new NumberEntry(parameter.code(), group, ends.low(), ends.high()));
    }
  }

  private static boolean sameUnit(Quantity low, Quantity high) {
    return Objects.equals(low.getSystem(), high.getSystem())
        && Objects.equals(low.getCode(), high.getCode())
        && (low.getCode() != null || Objects.equals(low.getUnit(), high.getUnit()));
  }

  private static boolean isIndexable(@Nullable BigDecimal value) {
    return value != null && DecimalInterval.isIndexable(value);
  }

  private static BigDecimal least(BigDecimal value) {
    return BigDecimal.ONE.scaleByPowerOfTen(value.precision() - value.scale() - FINER);
  }

  private record Ends(@Nullable BigDecimal low, @Nullable BigDecimal high) {

    static Ends of(Quantity quantity) {
      BigDecimal value = indexable(quantity);
      Quantity.QuantityComparator comparator = quantity.getComparator();
      if (comparator == null) {
        return new Ends(value, value);
      }
      return switch (comparator) {
        case LESS_THAN -> new Ends(null, value == null ? null : value.subtract(least(value)));
        case LESS_OR_EQUAL -> new Ends(null, value);
        case GREATER_THAN -> new Ends(value == null ? null : value.add(least(value)), null);
        case GREATER_OR_EQUAL -> new Ends(value, null);
        default -> new Ends(value, value);
      };
    }

    static Ends of(Range range) {
      return new Ends(
          range.hasLow() ? indexable(range.getLow()) : null,
          range.hasHigh() ? indexable(range.getHigh()) : null);
    }

    boolean isStated() {
      return low != null || high != null;
    }

    /** Whether there is an end at all, and the ends are in order. */
    boolean isUsable() {
      return isStated() && (low == null || high == null || low.compareTo(high) <= 0);
    }

    private static @Nullable BigDecimal indexable(Quantity quantity) {
      BigDecimal value = quantity.getValue();
      return isIndexable(value) ? value : null;
    }
  }
}
