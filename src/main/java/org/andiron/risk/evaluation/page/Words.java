package org.andiron.risk.evaluation.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import org.andiron.risk.evaluation.Estimate;
import org.andiron.risk.page.PageWords;

/** Texts and figures of an evaluation in one language. */
final class Words extends PageWords {

  private final DateTimeFormatter moments;

  Words(ReportLanguage language) {
    super("risk/evaluation-report", language.locale());
    this.moments =
        new DateTimeFormatterBuilder()
            .appendLocalized(FormatStyle.LONG, null)
            .appendPattern(" HH:mm 'UTC'")
            .toFormatter(locale())
            .withZone(ZoneOffset.UTC);
  }

  /** What an attribute is called; as it is, if it is none of those known. */
  String attribute(String attribute) {
    return textOr("attribute." + attribute, attribute);
  }

  /** What a value of an attribute is called; as it is, if it is none of those known. */
  String value(String attribute, String value) {
    return textOr("value." + attribute + '.' + value, value);
  }

  String moment(Instant time) {
    return moments.format(time);
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
