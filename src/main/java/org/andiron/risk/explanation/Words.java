package org.andiron.risk.explanation;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** The phrases of one language. All that is put into them is text already. */
final class Words {

  static final String BUNDLE = "risk/explanation";

  private final Language language;
  private final ResourceBundle phrases;

  Words(Language language) {
    this(
        language,
        ResourceBundle.getBundle(
            BUNDLE,
            language.locale(),
            Words.class.getClassLoader(),
            Control.getNoFallbackControl(Control.FORMAT_PROPERTIES)));
  }

  Words(Language language, ResourceBundle phrases) {
    this.language = language;
    this.phrases = phrases;
  }

  Language language() {
    return language;
  }

  boolean has(String key) {
    return phrases.containsKey(key);
  }

  String say(String key, String... arguments) {
    return new MessageFormat(phrases.getString(key), language.locale()).format(arguments);
  }

  /** All of them in a row, joined by a phrase of two. */
  String row(String key, List<String> parts) {
    return parts.stream().reduce((before, next) -> say(key, before, next)).orElse("");
  }

  /** Parts of which one is meant: a, b or c. */
  String oneOf(List<String> parts) {
    int last = parts.size() - 1;
    return last < 1
        ? row("row", parts)
        : say("row.or", row("row", parts.subList(0, last)), parts.get(last));
  }
}
