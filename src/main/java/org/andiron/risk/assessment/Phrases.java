package org.andiron.risk.assessment;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.andiron.risk.explanation.Language;

/** What answers say beside the explanation, in one language. */
record Phrases(Language language, ResourceBundle texts) {

  static final String BUNDLE = "risk/assessment";

  static Phrases in(Language language) {
    return new Phrases(
        language,
        ResourceBundle.getBundle(
            BUNDLE,
            language.locale(),
            Phrases.class.getClassLoader(),
            Control.getNoFallbackControl(Control.FORMAT_PROPERTIES)));
  }

  /** The phrase, with its places filled. */
  String say(String key, String... arguments) {
    return new MessageFormat(texts.getString(key), language.locale()).format(arguments);
  }

  /** All of them, one after the other. */
  String list(List<String> parts) {
    return String.join(texts.getString("list"), parts);
  }
}
