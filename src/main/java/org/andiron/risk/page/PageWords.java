package org.andiron.risk.page;

import java.text.MessageFormat;
import java.text.NumberFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** Texts and numbers of a page in one language. */
public class PageWords {

  private static final int DIGITS = 3;

  private final Locale locale;
  private final ResourceBundle texts;

  /**
   * Texts of a bundle.
   *
   * @param bundle its base name; it has the texts of this very language, and no others are taken
   */
  public PageWords(String bundle, Locale locale) {
    this.locale = locale;
    this.texts =
        ResourceBundle.getBundle(
            bundle,
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /** A text, filled in. */
  public final String text(String key, Object... arguments) {
    String text = texts.getString(key);
    return arguments.length == 0 ? text : new MessageFormat(text, locale).format(arguments);
  }

  /** A text, or what stands for it if there is none of that key. */
  public final String textOr(String key, String otherwise) {
    return texts.containsKey(key) ? texts.getString(key) : otherwise;
  }

  public final String count(long number) {
    return NumberFormat.getIntegerInstance(locale).format(number);
  }

  /** With three decimals. */
  public final String number(double value) {
    return number(value, DIGITS);
  }

  /** With as many decimals as are asked for. */
  public final String number(double value, int digits) {
    NumberFormat format = NumberFormat.getNumberInstance(locale);
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    String text = format.format(value);
    // What rounds to zero has no sign, and a minus is no hyphen.
    boolean zero = text.chars().noneMatch(it -> it >= '1' && it <= '9');
    return text.replace("-", zero ? "" : "\u2212");
  }

  public final String percent(double part) {
    return percent(part, 1);
  }

  /** With no more decimals than there are and are asked for. */
  public final String percent(double part, int mostDigits) {
    NumberFormat format = NumberFormat.getPercentInstance(locale);
    format.setMaximumFractionDigits(mostDigits);
    return format.format(part);
  }

  protected final Locale locale() {
    return locale;
  }
}
