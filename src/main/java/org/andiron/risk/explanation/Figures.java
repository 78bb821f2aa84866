package org.andiron.risk.explanation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormatSymbols;
import java.util.Optional;
import java.util.function.Predicate;
import org.andiron.risk.model.RiskLevels;

/** Numbers with as many digits as a reader can use, and never rounded over a limit. */
final class Figures {

  private static final double SMALL = 0.01;
  private static final double LARGE = 0.99;
  private static final int MOST_DECIMALS = 6;

  private final Words words;
  private final DecimalFormatSymbols symbols;

  Figures(Words words) {
    this.words = words;
    this.symbols = DecimalFormatSymbols.getInstance(words.language().locale());
  }

  /**
   * A probability in percent: whole numbers from 10 %, one decimal below, and no figure below 1 %
   * or above 99 %, where a model of groups says no more of one person. It has more decimals if
   * rounding would put it on another level than it has.
   */
  String percent(double probability, Optional<RiskLevels> levels) {
    if (probability < SMALL) {
      return words.say("percent.below", percentage(SMALL));
    }
    if (probability > LARGE) {
      return words.say("percent.above", percentage(LARGE));
    }
    BigDecimal exact = exactPercentage(probability);
    int decimals = exact.setScale(1, RoundingMode.HALF_UP).compareTo(BigDecimal.TEN) < 0 ? 1 : 0;
    BigDecimal rounded =
        rounded(
            exact,
            decimals,
            it ->
                levels.isEmpty()
                    || rank(it.movePointLeft(2).doubleValue(), levels.get())
                        == rank(probability, levels.get()));
    return words.say("percent", fixed(rounded));
  }

  /** A published probability in percent, with the digits that it has. */
  String exactPercent(double probability) {
    return words.say("percent", percentage(probability));
  }

  /** Hundred times the number, with the digits that it has. */
  String percentage(double number) {
    return plain(exactPercentage(number));
  }

  /** A share in whole percent. */
  String share(double share) {
    return share < SMALL
        ? words.say("percent.below", percentage(SMALL))
        : words.say("percent", fixed(exactPercentage(share).setScale(0, RoundingMode.HALF_UP)));
  }

  /** A measured value: three digits, but all before the point. */
  String quantity(double value) {
    return quantity(value, it -> true);
  }

  /**
   * A measured value that must stay distinct from something.
   *
   * @param distinct whether it is, after rounding
   */
  String quantity(double value, Predicate<BigDecimal> distinct) {
    return plain(rounded(BigDecimal.valueOf(value), decimals(value, 3), distinct));
  }

  /** A contribution with its sign; what is 0 after rounding has none. */
  String signed(double value, int decimals) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    return rounded.signum() > 0 ? "+" + fixed(rounded) : fixed(rounded);
  }

  /** A factor, with three digits. */
  String factor(double value) {
    return fixed(BigDecimal.valueOf(value).setScale(decimals(value, 3), RoundingMode.HALF_UP));
  }

  /** The number with its digits, without zeros at the end. */
  String exact(double value) {
    return plain(BigDecimal.valueOf(value));
  }

  private static BigDecimal exactPercentage(double probability) {
    return BigDecimal.valueOf(probability).movePointRight(2);
  }

  private static int decimals(double value, int digits) {
    double size = Math.abs(value);
    int before = size < 1 ? 1 : (int) Math.floor(Math.log10(size)) + 1;
    return Math.max(0, digits - before);
  }

  private static BigDecimal rounded(
      BigDecimal exact, int decimals, Predicate<BigDecimal> acceptable) {
    for (int more = decimals; more <= MOST_DECIMALS; more++) {
      BigDecimal rounded = exact.setScale(more, RoundingMode.HALF_UP);
      if (acceptable.test(rounded)) {
        return rounded;
      }
    }
    return exact;
  }

  private static long rank(double value, RiskLevels levels) {
    return levels.levels().stream()
        .filter(level -> level.from().isPresent() && value >= level.from().getAsDouble())
        .count();
  }

  private String plain(BigDecimal number) {
    return fixed(number.stripTrailingZeros());
  }

  /** As a DecimalFormat with thousands in groups, which is too costly to make for each number. */
  private String fixed(BigDecimal number) {
    String digits = number.abs().toPlainString();
    int point = digits.indexOf('.');
    int whole = point < 0 ? digits.length() : point;
    StringBuilder text = new StringBuilder(digits.length() + 4);
    if (number.signum() < 0) {
      text.append('\u2212');
    }
    for (int i = 0; i < whole; i++) {
      if (i > 0 && (whole - i) % 3 == 0) {
        text.append(symbols.getGroupingSeparator());
      }
      text.append(digits.charAt(i));
    }
    if (point >= 0) {
      text.append(symbols.getDecimalSeparator()).append(digits, point + 1, digits.length());
    }
    return text.toString();
  }
}
