package org.andiron.storage.content;

import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How texts are indexed, {@code andiron.search.*}.
 *
 * @param textLanguage name of a text search configuration of PostgreSQL; {@code simple} has words
 *     as they are, any other also finds their inflected forms
 * @param attachmentLimit size of the largest attachment that is searched in; 0 for none
 */
@ConfigurationProperties("andiron.search")
public record ContentProperties(
    @DefaultValue("simple") String textLanguage, @DefaultValue("10MB") DataSize attachmentLimit) {

  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  public ContentProperties {
    if (!NAME.matcher(textLanguage).matches()) {
      throw new IllegalArgumentException(
          "andiron.search.text-language must be the name of a text search configuration of"
              + " PostgreSQL, such as simple, english or german");
    }
    if (attachmentLimit.isNegative()) {
      throw new IllegalArgumentException("andiron.search.attachment-limit must not be negative");
    }
  }
}
