package org.andiron.audit.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;

/** The languages of reports. The first is that of whoever speaks none of them. */
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

  Locale locale() {
    return locale;
  }

  /** The one that a tag of BCP 47 names, such as {@code zh} or {@code en-GB}. */
  public static Optional<ReportLanguage> named(String tag) {
    String language = Locale.forLanguageTag(tag.replace('_', '-')).getLanguage();
    return Arrays.stream(values())
        .filter(it -> it.locale.getLanguage().equals(language))
        .findFirst();
  }

  /** The one that a reader likes most, by {@code Accept-Language}; empty for none. */
  public static ReportLanguage accepted(String header) {
    List<LanguageRange> ranges;
    try {
      ranges = header.isBlank() ? List.of() : LanguageRange.parse(header);
    } catch (IllegalArgumentException e) {
      ranges = List.of();
    }
    return ranges.stream()
        .filter(it -> it.getWeight() > 0)
        .map(it -> named(it.getRange()))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(ENGLISH);
  }
}
