package org.andiron.risk.evaluation.page;

import java.util.Locale;

/** The languages of the page. */
public enum ReportLanguage {
  ENGLISH("en", Locale.ENGLISH),
  SIMPLIFIED_CHINESE("zh-CN", Locale.SIMPLIFIED_CHINESE);

  private final String tag;
  private final Locale locale;

  ReportLanguage(String tag, Locale locale) {
    this.tag = tag;
    this.locale = locale;
  }

  /** As BCP 47 and HTML name it. */
  public String tag() {
    return tag;
  }

  /** By which numbers and days are written. */
  public Locale locale() {
    return locale;
  }
}
