package org.andiron.storage.query;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.andiron.storage.index.IndexNumbers;
import org.andiron.storage.query.Criterion.DateTest;
import org.andiron.storage.query.Criterion.NumberTest;
import org.andiron.storage.query.Criterion.QuantityTest;

/**
 * Conditions on ranges. A value in the index is a range <i>low</i> to <i>high</i>; ends that are
 * open are infinite, so that no comparison is with null.
 *
 * <p>Dates are half-open, and so is the date searched, from <i>a</i> to <i>b</i>:
 *
 * <table>
 *   <caption>Dates</caption>
 *   <tr><th>prefix</th><th>condition</th><th>no beginning</th><th>no end</th></tr>
 *   <tr><td>eq</td><td>low ≥ a and high ≤ b</td><td>no</td><td>no</td></tr>
 *   <tr><td>ne</td><td>low &lt; a or high &gt; b</td><td>yes</td><td>yes</td></tr>
 *   <tr><td>gt</td><td>high &gt; b</td><td>if it ends after b</td><td>yes</td></tr>
 *   <tr><td>lt</td><td>low &lt; a</td><td>yes</td><td>if it begins before a</td></tr>
 *   <tr><td>ge</td><td>high &gt; a</td><td>if it ends after a</td><td>yes</td></tr>
 *   <tr><td>le</td><td>low &lt; b</td><td>yes</td><td>if it begins before b</td></tr>
 *   <tr><td>sa</td><td>low ≥ b</td><td>no</td><td>if it begins at b or later</td></tr>
 *   <tr><td>eb</td><td>high ≤ a</td><td>if it ends at a or earlier</td><td>no</td></tr>
 *   <tr><td>ap, po</td><td>low &lt; b and high &gt; a</td><td>if it ends after a</td><td>if it
 *   begins before b</td></tr>
 * </table>
 *
 * <p>The range above a date is from its beginning on for {@code ge}, from its end on for {@code
 * gt}; below it likewise. For {@code ap}, <i>a</i> and <i>b</i> are a tenth of the time to now
 * farther apart on both sides.
 *
 * <p>Numbers are closed, most of them points. What is written as <i>v</i> stands for the numbers
 * from <i>a</i> to, but not including, <i>b</i>:
 *
 * <table>
 *   <caption>Numbers</caption>
 *   <tr><th>prefix</th><th>condition</th><th>no lower end</th><th>no upper end</th></tr>
 *   <tr><td>eq</td><td>low ≥ a and high &lt; b</td><td>no</td><td>no</td></tr>
 *   <tr><td>ne</td><td>low &lt; a or high ≥ b</td><td>yes</td><td>yes</td></tr>
 *   <tr><td>gt</td><td>high &gt; v</td><td>if it ends above v</td><td>yes</td></tr>
 *   <tr><td>lt</td><td>low &lt; v</td><td>yes</td><td>if it begins below v</td></tr>
 *   <tr><td>ge</td><td>high ≥ v</td><td>if it ends at v or above</td><td>yes</td></tr>
 *   <tr><td>le</td><td>low ≤ v</td><td>yes</td><td>if it begins at v or below</td></tr>
 *   <tr><td>sa</td><td>low &gt; v</td><td>no</td><td>if it begins above v</td></tr>
 *   <tr><td>eb</td><td>high &lt; v</td><td>if it ends below v</td><td>no</td></tr>
 *   <tr><td>ap, po</td><td>low ≤ b and high ≥ a</td><td>if it ends at a or above</td><td>if it
 *   begins at b or below</td></tr>
 * </table>
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#prefix">Prefixes</a>
 */
final class RangeSql {

  private static final String UCUM = "http://unitsofmeasure.org";

  private final IndexNumbers numbers;
  private final IndexedForms forms;

  RangeSql(IndexNumbers numbers, IndexedForms forms) {
    this.numbers = numbers;
    this.forms = forms;
  }

  /** On a row of {@code idx_date}. */
  static Sql dates(String alias, List<DateTest> tests) {
    return Sql.any(tests.stream().map(it -> date(alias + ".low", alias + ".high", it)).toList());
  }

  private static Sql date(String low, String high, DateTest test) {
    OffsetDateTime a = inTable(test.low());
    OffsetDateTime b = inTable(test.high());
    return switch (test.comparator()) {
      // That it begins before b follows, and gives the index on its beginning a second end.
      case EQ -> between(low + " >= ? and " + low + " < ? and " + high + " <= ?", a, b, b);
      case NE -> between(low + " < ? or " + high + " > ?", a, b);
      case GT -> Sql.of(high + " > ?", b);
      case LT -> Sql.of(low + " < ?", a);
      case GE -> Sql.of(high + " > ?", a);
      case LE -> Sql.of(low + " < ?", b);
      case SA -> Sql.of(low + " >= ?", b);
      case EB -> Sql.of(high + " <= ?", a);
      case AP, PO -> between(low + " < ? and " + high + " > ?", b, a);
    };
  }

  /** On a column with instants; each is shorter than whatever can be searched. */
  static Sql instants(String column, List<DateTest> tests) {
    return Sql.any(tests.stream().map(it -> instant(column, it)).toList());
  }

  private static Sql instant(String column, DateTest test) {
    // A column without a time zone has the time in that of the server, as HAPI writes it.
    Timestamp a = Timestamp.from(test.low());
    Timestamp b = Timestamp.from(test.high());
    return switch (test.comparator()) {
      case EQ, AP, PO -> between(column + " >= ? and " + column + " < ?", a, b);
      case NE -> between(column + " < ? or " + column + " >= ?", a, b);
      case GT, SA -> Sql.of(column + " >= ?", b);
      case LT, EB -> Sql.of(column + " < ?", a);
      case GE -> Sql.of(column + " >= ?", a);
      case LE -> Sql.of(column + " < ?", b);
    };
  }

  private static OffsetDateTime inTable(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** On a row of {@code idx_number}. */
  static Sql numbers(String alias, List<NumberTest> tests) {
    return Sql.any(tests.stream().map(it -> number(alias + ".low", alias + ".high", it)).toList());
  }

  private static Sql number(String low, String high, NumberTest test) {
    BigDecimal v = test.value();
    BigDecimal a = test.low();
    BigDecimal b = test.high();
    return switch (test.comparator()) {
      case EQ -> between(low + " >= ? and " + low + " < ? and " + high + " < ?", a, b, b);
      case NE -> between(low + " < ? or " + high + " >= ?", a, b);
      case GT -> Sql.of(high + " > ?", v);
      case LT -> Sql.of(low + " < ?", v);
      case GE -> Sql.of(high + " >= ?", v);
      case LE -> Sql.of(low + " <= ?", v);
      case SA -> Sql.of(low + " > ?", v);
      case EB -> Sql.of(high + " < ?", v);
      case AP, PO -> between(low + " <= ? and " + high + " >= ?", b, a);
    };
  }

  private static Sql between(String condition, Object... values) {
    return Sql.of('(' + condition + ')', values);
  }

  /** On a row of {@code idx_quantity}. */
  Sql quantities(String alias, List<QuantityTest> tests) {
    return Sql.any(tests.stream().map(it -> quantity(alias, it)).toList());
  }

  private Sql quantity(String alias, QuantityTest test) {
    Sql number = number(alias + ".low", alias + ".high", test.number());
    String system = test.system();
    String code = test.code();
    if (system == null) {
      return code == null
          ? number
          : Sql.of("((" + alias + ".code = ? or " + alias + ".unit = ?) and ", code, code)
              .then(number)
              .then(")");
    }
    if (code != null && system.equals(UCUM)) {
      Optional<Sql> canonical = canonical(alias, test.number(), code);
      if (canonical.isPresent()) {
        return canonical.get();
      }
    }
    if (numbers.system(system).isEmpty()) {
      return Sql.FALSE;
    }
    Sql unit = Sql.of("(" + alias + ".system = ? and ", numbers.system(system).getAsInt());
    return (code == null ? unit : unit.then(alias + ".code = ? and ", code)).then(number).then(")");
  }

  private Optional<Sql> canonical(String alias, NumberTest test, String code) {
    Optional<IndexedForms.CanonicalQuantity> value = forms.canonical(test.value(), code);
    Optional<IndexedForms.CanonicalQuantity> low = forms.canonical(test.low(), code);
    Optional<IndexedForms.CanonicalQuantity> high = forms.canonical(test.high(), code);
    if (value.isEmpty() || low.isEmpty() || high.isEmpty()) {
      return Optional.empty();
    }
    NumberTest inBaseUnits =
        new NumberTest(
            test.comparator(), value.get().value(), low.get().value(), high.get().value());
    return Optional.of(
        Sql.of("(" + alias + ".canonical_unit = ? and ", value.get().unit())
            .then(number(alias + ".canonical_low", alias + ".canonical_high", inBaseUnits))
            .then(")"));
  }
}
