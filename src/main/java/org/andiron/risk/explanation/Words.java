package org.andiron.risk.explanation;

import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.concurrent.ConcurrentHashMap;

/** The phrases of one language. All that is put into them is text already. */
final class Words {

  static final String BUNDLE = "risk/explanation";

  private final Language language;
  private final ResourceBundle phrases;
  private final Map<String, Phrase> read = new ConcurrentHashMap<>();

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
    return read.computeIfAbsent(key, it -> Phrase.of(phrases.getString(it))).say(arguments);
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
