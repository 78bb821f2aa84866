package org.andiron.risk.explanation;

import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Set;
import org.andiron.risk.model.LocalText;
import org.jspecify.annotations.Nullable;

/** The languages of explanations. */
public enum Language {
  ENGLISH(Locale.ENGLISH),
  SIMPLIFIED_CHINESE(Locale.SIMPLIFIED_CHINESE);

  private final Locale locale;

  Language(Locale locale) {
    this.locale = locale;
  }

  /** Chinese for any Chinese, English for all others. */
  public static Language of(Locale locale) {
    return locale.getLanguage().equals("zh") ? SIMPLIFIED_CHINESE : ENGLISH;
  }

  /** The one that a reader likes most, by {@code Accept-Language}; English if that names none. */
  public static Language accepted(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return ENGLISH;
    }
    try {
      return LanguageRange.parse(header).stream()
          .filter(it -> it.getWeight() > 0)
          .map(it -> Locale.forLanguageTag(it.getRange()))
          .filter(it -> Set.of("en", "zh").contains(it.getLanguage()))
          .findFirst()
          .map(Language::of)
          .orElse(ENGLISH);
    } catch (IllegalArgumentException e) {
      return ENGLISH;
    }
  }

  /** Its locale. */
  public Locale locale() {
    return locale;
  }

  /** The text in this language. */
  public String of(LocalText text) {
    return this == ENGLISH ? text.en() : text.zh();
  }

  /** A title within a sentence: small, unless it begins with an abbreviation. */
  String within(LocalText title) {
    String text = of(title);
    boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return word ? text.substring(0, 1).toLowerCase(Locale.ENGLISH) + text.substring(1) : text;
  }
}
