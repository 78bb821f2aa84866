package org.andiron.security.page;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the pages of sign-in look ({@code andiron.security.page.*}).
 *
 * @param name whose server it is, as people call it
 * @param logo a picture beside the name, SVG or PNG; none if null
 * @param appLogos folder with pictures of apps, named by their client id; none if null
 */
@ConfigurationProperties("andiron.security.page")
public record PageProperties(
    @DefaultValue("Andiron") String name, @Nullable Path logo, @Nullable Path appLogos) {

  private static final int LONGEST_NAME = 60;

  public PageProperties {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "andiron.security.page.name must have 1 to " + LONGEST_NAME + " characters");
    }
  }
}
