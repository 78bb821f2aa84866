package org.andiron.risk.explanation;

import java.util.Locale;
import org.andiron.risk.model.LocalText;

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
