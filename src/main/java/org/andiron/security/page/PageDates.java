package org.andiron.security.page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;

/**
 * Times as people of a language write them, in the time zone of the server. The zone is told, as
 * whoever reads them may live in another.
 */
public final class PageDates {

  private final DateTimeFormatter formatter;

  public PageDates(PageLanguage language) {
    this.formatter =
        new DateTimeFormatterBuilder()
            .appendLocalized(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .appendLiteral(' ')
            .appendZoneText(TextStyle.SHORT)
            .toFormatter(language.locale())
            .withZone(ZoneId.systemDefault());
  }

  public String format(Instant time) {
    return formatter.format(time);
  }
}
