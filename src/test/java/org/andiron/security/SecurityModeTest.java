package org.andiron.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.SecurityFilterChain;

/** What is there in which mode, and that there is always exactly one of them. */
class SecurityModeTest {

  private final ApplicationContextRunner runner =
      new ApplicationContextRunner()
          .withUserConfiguration(
              OpenModeConfiguration.class, Smart.class, Settings.class, ModeConverter.class);

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnSmartMode
  static class Smart {}

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(SecurityProperties.class)
  static class Settings {}

  @Test
  void isSmartIfNothingIsSaid() {
    runner.run(
        context -> {
          assertThat(context).hasSingleBean(Smart.class).doesNotHaveBean(SecurityFilterChain.class);
          assertThat(context.getBean(SecurityProperties.class).mode())
              .isEqualTo(SecurityProperties.Mode.SMART);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"smart", "SMART", " Smart "})
  void isSmartIfThatIsSaid(String written) {
    runner
        .withPropertyValues("andiron.security.mode=" + written)
        .run(
            context -> {
              assertThat(context)
                  .hasSingleBean(Smart.class)
                  .doesNotHaveBean(SecurityFilterChain.class);
              assertThat(context.getBean(SecurityProperties.class).mode())
                  .isEqualTo(SecurityProperties.Mode.SMART);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "OPEN", " Open ", "o_pen"})
  void isOpenIfThatIsSaid(String written) {
    runner
        .withPropertyValues("andiron.security.mode=" + written)
        .run(
            context -> {
              assertThat(context)
                  .hasSingleBean(SecurityFilterChain.class)
                  .doesNotHaveBean(Smart.class);
              assertThat(context.getBean(SecurityProperties.class).mode())
                  .isEqualTo(SecurityProperties.Mode.OPEN);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"closed", "none", "off", "openly"})
  void isNothingElse(String written) {
    runner
        .withPropertyValues("andiron.security.mode=" + written)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining(
                        "there is no mode of that name; there are smart and open"));
  }
}
