package org.andiron.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.web.server.PortInUseException;

class StartupRefusalReporterTest {

  enum Colour {
    DEEP_RED,
    BLUE
  }

  record Trial(Colour colour, int count) {
    Trial {
      if (count > 9) {
        throw new IllegalArgumentException("andiron.trial.count must be 9 at most");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colour | foo | setting andiron.trial.colour must be one of deep-red, blue",
        "count | abc | setting andiron.trial.count must be a number",
        "count | 10 | setting andiron.trial is not usable: andiron.trial.count must be 9 at most",
      })
  void aWrongValueIsNamedWithItsSetting(String name, String value, String reason) {
    var values = new MapConfigurationPropertySource(Map.of("andiron.trial." + name, value));
    try {
      new Binder(values).bind("andiron.trial", Trial.class);
    } catch (BindException e) {
      assertThat(StartupRefusalReporter.reasonOf(new IllegalStateException("outer", e)))
          .contains(reason);
      return;
    }
    assertThat(value).as("a value that is refused").isNull();
  }

  @Test
  void aTakenPortIsNamed() {
    assertThat(StartupRefusalReporter.reasonOf(new PortInUseException(4711)))
        .hasValueSatisfying(it -> assertThat(it).contains("4711").contains("--server.port"));
  }

  @Test
  void theReasonOfARefusalIsOneLine() {
    assertThat(StartupRefusalReporter.reasonOf(new StartupRefusedException("a\n  b")))
        .contains("a b");
  }

  @Test
  void otherFailuresKeepTheirStackTrace() {
    assertThat(StartupRefusalReporter.reasonOf(new IllegalStateException("bug"))).isEmpty();
  }
}
