package org.andiron.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class UnknownSettingsTest {

  @Test
  void aSettingThatExistsIsTakenInEverySpelling() {
    assertThatCode(() -> start(Map.of("andiron.trial.max-size", "1"), Map.of()))
        .doesNotThrowAnyException();
    assertThatCode(() -> start(Map.of("andiron.trial.maxSize", "1"), Map.of()))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                start(
                    Map.of("andiron.trial.names[0]", "b", "andiron.trial.inner.deep", "x"),
                    Map.of("ANDIRON_TRIAL_NAMES_0", "a")))
        .doesNotThrowAnyException();
  }

  @Test
  void aMisspeltSettingIsRefusedWithTheOneThatWasMeant() {
    assertThatThrownBy(() -> start(Map.of("andiron.trial.max-sise", "1"), Map.of()))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessage(
            "there is no setting andiron.trial.max-sise; did you mean andiron.trial.max-size?");
  }

  @Test
  void aSettingThatResemblesNoneIsRefused() {
    assertThatThrownBy(() -> start(Map.of("andiron.nosuch", "1"), Map.of()))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessage("there is no setting andiron.nosuch; see --help");
  }

  @Test
  void settingsOfOthersAreNotLookedAt() {
    assertThatCode(() -> start(Map.of("spring.nosuch", "1", "andirons.trial", "1"), Map.of()))
        .doesNotThrowAnyException();
  }

  @Test
  void aVariableOfTheEnvironmentIsWarnedOfIfItResemblesASetting(CapturedOutput output) {
    start(Map.of(), Map.of("ANDIRON_TRIAL_MAXSISE", "1", "ANDIRON_PORT_8080_TCP", "tcp://h:1"));
    assertThat(output).contains("did you mean ANDIRON_TRIAL_MAXSIZE?").doesNotContain("8080");
  }

  private static void start(Map<String, Object> arguments, Map<String, Object> variables) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .replace(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
    environment.getPropertySources().addFirst(new MapPropertySource("arguments", arguments));
    try (var context = new AnnotationConfigApplicationContext()) {
      context.setEnvironment(environment);
      context.register(Settings.class);
      new UnknownSettings().initialize(context);
      context.refresh();
    }
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(Trial.class)
  static class Settings {}

  @ConfigurationProperties("andiron.trial")
  record Trial(int maxSize, List<String> names, Inner inner) {
    record Inner(String deep) {}
  }
}
