package org.andiron.risk.assessment;

import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.concurrent.ConcurrentHashMap;
import org.andiron.risk.explanation.Language;
import org.andiron.risk.explanation.Phrase;

/** What answers say beside the explanation, in one language. */
record Phrases(Language language, ResourceBundle texts, Map<String, Phrase> read) {

  static final String BUNDLE = "risk/assessment";

  static Phrases in(Language language) {
    return new Phrases(
        language,
        ResourceBundle.getBundle(
            BUNDLE,
            language.locale(),
            Phrases.class.getClassLoader(),
            Control.getNoFallbackControl(Control.FORMAT_PROPERTIES)),
        new ConcurrentHashMap<>());
  }

  /** The phrase, with its places filled. */
  String say(String key, String... arguments) {
    return read.computeIfAbsent(key, it -> Phrase.of(texts.getString(it))).say(arguments);
  }

  /** All of them, one after the other. */
  String list(List<String> parts) {
    return String.join(texts.getString("list"), parts);
  }
}
