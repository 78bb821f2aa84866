package org.andiron.security.page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/** Times as people of a language write them, in the time zone of the server. */
public final class PageDates {

  private final DateTimeFormatter formatter;

  public PageDates(PageLanguage language) {
    this.formatter =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .withLocale(language.locale())
            .withZone(ZoneId.systemDefault());
  }

  public String format(Instant time) {
    return formatter.format(time);
  }
}
