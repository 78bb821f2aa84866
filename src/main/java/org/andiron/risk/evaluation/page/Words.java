package org.andiron.risk.evaluation.page;

import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.ResourceBundle;
import org.andiron.risk.evaluation.Estimate;

/** Texts and figures in one language. */
final class Words {

  private static final int DIGITS = 3;

  private final Locale locale;
  private final ResourceBundle texts;
  private final DateTimeFormatter moments;

  Words(ReportLanguage language) {
    this.locale = language.locale();
    this.texts =
        ResourceBundle.getBundle(
            "risk/evaluation-report",
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    this.moments =
        new DateTimeFormatterBuilder()
            .appendLocalized(FormatStyle.LONG, null)
            .appendPattern(" HH:mm 'UTC'")
            .toFormatter(locale)
            .withZone(ZoneOffset.UTC);
  }

  String text(String key, Object... arguments) {
    String text = texts.getString(key);
    return arguments.length == 0 ? text : new MessageFormat(text, locale).format(arguments);
  }

  /** What an attribute is called; as it is, if it is none of those known. */
  String attribute(String attribute) {
    String key = "attribute." + attribute;
    return texts.containsKey(key) ? texts.getString(key) : attribute;
  }

  /** What a value of an attribute is called; as it is, if it is none of those known. */
  String value(String attribute, String value) {
    String key = "value." + attribute + '.' + value;
    return texts.containsKey(key) ? texts.getString(key) : value;
  }

  String moment(Instant time) {
    return moments.format(time);
  }

  String count(long number) {
    return NumberFormat.getIntegerInstance(locale).format(number);
  }

  String number(double value) {
    return number(value, DIGITS);
  }

  String number(double value, int digits) {
    NumberFormat format = NumberFormat.getNumberInstance(locale);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    String text = format.format(value);
    // What rounds to zero has no sign, and a minus is no hyphen.
    boolean zero = text.chars().noneMatch(it -> it >= '1' && it <= '9');
    return text.replace("-", zero ? "" : "\u2212");
  }

  String percent(double part) {
    return percent(part, 1);
  }

  String percent(double part, int mostDigits) {
    NumberFormat format = NumberFormat.getPercentInstance(locale);
    format.setMaximumFractionDigits(mostDigits);
    return format.format(part);
  }

  /** A figure alone, or that there is none. */
  String figure(Estimate estimate) {
    return estimate instanceof Estimate.Defined defined ? number(defined.value()) : text("none");
  }

  /** Its interval, or why there is no figure; empty if there is a figure without interval. */
  String between(Estimate estimate) {
    if (estimate instanceof Estimate.Undefined undefined) {
      return text("undefined." + undefined.reason());
    }
    return estimate
        .between()
        .map(it -> text("between", number(it.low()), number(it.high())))
        .orElse("");
  }

  /** A figure with its interval. */
  String full(Estimate estimate) {
    String between = between(estimate);
    return estimate instanceof Estimate.Undefined || between.isEmpty()
        ? (between.isEmpty() ? figure(estimate) : between)
        : text("full", figure(estimate), between);
  }
}
