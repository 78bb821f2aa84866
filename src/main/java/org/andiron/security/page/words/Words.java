package org.andiron.security.page.words;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** Texts of one language, from the bundles of the pages. */
final class Words {

  private static final ResourceBundle.Control NO_OTHER_LANGUAGE =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private final Locale locale;
  private final ResourceBundle types;
  private final ResourceBundle messages;

  Words(Locale locale) {
    this.locale = locale;
    this.types = ResourceBundle.getBundle("auth/resource-types", locale, NO_OTHER_LANGUAGE);
    this.messages = ResourceBundle.getBundle("auth/messages", locale, NO_OTHER_LANGUAGE);
  }

  String typeText(String key) {
    return types.getString(key);
  }

  Optional<String> typeTextIfAny(String key) {
    return types.containsKey(key) ? Optional.of(types.getString(key)) : Optional.empty();
  }

  String text(String key, Object... arguments) {
    return new MessageFormat(messages.getString(key), locale).format(arguments);
  }

  /** One after the other, as in "a, b and c". */
  String list(List<String> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    String before = String.join(text("list.comma"), parts.subList(0, parts.size() - 1));
    return text("list.and", before, parts.get(parts.size() - 1));
  }

  String sentence(String text) {
    return text.substring(0, 1).toUpperCase(locale) + text.substring(1);
  }
}
