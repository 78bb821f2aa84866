package org.andiron.storage.distribution;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How distribution files are loaded, {@code andiron.terminology.*}.
 *
 * @param languages as in BCP 47, the dearest first: which terms of SNOMED CT are the display, and
 *     which linguistic variants of LOINC are loaded
 */
@ConfigurationProperties("andiron.terminology")
public record TerminologyProperties(@DefaultValue("en") List<String> languages) {

  public TerminologyProperties {
    languages = List.copyOf(languages);
    for (String language : languages) {
      if (Locale.forLanguageTag(language).getLanguage().isEmpty()) {
        throw new IllegalArgumentException(
            "andiron.terminology.languages must be languages as in BCP 47, such as en or zh-CN");
      }
    }
  }
}
