package org.andiron.security;

import org.andiron.security.SecurityProperties.Mode;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Reads {@code andiron.security.mode}, and says which modes there are. */
@Component
@ConfigurationPropertiesBinding
final class ModeConverter implements Converter<String, Mode> {

  @Override
  public Mode convert(String written) {
    if (written.strip().equalsIgnoreCase("open")) {
      return Mode.OPEN;
    }
    if (written.strip().equalsIgnoreCase("smart")) {
      return Mode.SMART;
    }
    throw new IllegalArgumentException("there is no mode of that name; there are smart and open");
  }
}
