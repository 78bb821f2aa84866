package org.andiron.risk.cds;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.andiron.risk.explanation.Language;

/** What cards say beside the explanation, in one language. */
record CardWords(Language language, ResourceBundle texts) {

  static final String BUNDLE = "risk/cds";

  static CardWords in(Language language) {
    return new CardWords(
        language,
        ResourceBundle.getBundle(
            BUNDLE,
            language.locale(),
            CardWords.class.getClassLoader(),
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
