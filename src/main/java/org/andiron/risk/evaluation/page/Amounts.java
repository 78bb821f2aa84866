package org.andiron.risk.evaluation.page;

import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.evaluation.QuantityReport;

/**
 * Figures in the unit of an outcome, with as many decimals as make sense of it: three digits of its
 * standard deviation.
 */
final class Amounts {

  private static final int MOST_DECIMALS = 9;

  private final Words words;
  private final String unit;
  private final int decimals;

  Amounts(Words words, QuantityReport report) {
    this.words = words;
    this.unit = report.unit();
    double deviation = report.evaluation().sample().deviation();
    int digits = deviation > 0 ? (int) (2 - Math.floor(Math.log10(deviation))) : 3;
    this.decimals = Math.min(Math.max(digits, 0), MOST_DECIMALS);
  }

  /** A number without its unit. */
  String number(double amount) {
    return words.number(amount, decimals);
  }

  /** A number with its unit. */
  String full(double amount) {
    return withUnit(number(amount));
  }

  /** A figure with its unit, or that there is none. */
  String figure(Estimate estimate) {
    return estimate instanceof Estimate.Defined defined
        ? full(defined.value())
        : words.text("none");
  }

  /** Its interval, or why there is no figure; empty if there is a figure without interval. */
  String between(Estimate estimate) {
    return estimate
        .between()
        .map(it -> words.text("between", number(it.low()), number(it.high())))
        .orElseGet(() -> words.between(estimate));
  }

  /** The name of an axis with the unit. */
  String axis(String key) {
    return isPlain() ? words.text(key) : words.text("full", words.text(key), unit);
  }

  private String withUnit(String number) {
    return isPlain() ? number : number + '\u00A0' + unit;
  }

  /** The unit 1 of UCUM is not written. */
  private boolean isPlain() {
    return unit.equals("1");
  }
}
