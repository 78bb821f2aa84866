package org.andiron.audit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.andiron.audit.event.EventKind;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class AppliedSettingsTest {

  private static Map<String, String> of(Map<String, Object> variables, Map<String, Object> file) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().remove("systemProperties");
    environment.getPropertySources().remove("systemEnvironment");
    environment
        .getPropertySources()
        .addLast(new SystemEnvironmentPropertySource("systemEnvironment", variables));
    environment.getPropertySources().addLast(new MapPropertySource("file", file));
    return AppliedSettings.of(environment);
  }

  @Test
  void areThoseOfAndironAsDigests() {
    Map<String, String> settings =
        of(Map.of(), Map.of("andiron.audit.retention", "P7Y", "server.port", "1", "andironx", "y"));
    assertThat(settings).containsOnlyKeys("andiron.audit.retention");
    assertThat(settings.values()).noneMatch(it -> it.contains("P7Y"));
  }

  @Test
  void changeWithTheirValueAlone() {
    Map<String, String> once = of(Map.of(), Map.of("andiron.audit.retention", "P7Y"));
    assertThat(of(Map.of(), Map.of("andiron.audit.retention", "P7Y"))).isEqualTo(once);
    assertThat(of(Map.of(), Map.of("andiron.audit.retention", "P8Y"))).isNotEqualTo(once);
  }

  @Test
  void aVariableOfTheEnvironmentCountsBeforeAFile() {
    Map<String, Object> file = Map.of("andiron.audit.seal-interval", "1s");
    Map<String, String> both = of(Map.of("ANDIRON_AUDIT_SEALINTERVAL", "2s"), file);
    assertThat(both).hasSize(1);
    assertThat(List.copyOf(both.values()))
        .isEqualTo(List.copyOf(of(Map.of(), Map.of("andiron.audit.seal-interval", "2s")).values()))
        .isNotEqualTo(List.copyOf(of(Map.of(), file).values()));
  }

  @Test
  void ofSecretsOnlyThatThereIsOne() {
    assertThat(
            of(
                Map.of("ANDIRON_DB_PASSWORD", "one"),
                Map.of(
                    "andiron.audit.siem.authorization", "two",
                    "andiron.x.client-secret", "${missing:three}")))
        .hasSize(3)
        .allSatisfy((name, state) -> assertThat(state).isEqualTo("set"));
  }

  @Test
  void areConfiguration() {
    assertThat(AppliedConfiguration.kind("andiron.audit.retention"))
        .isEqualTo(EventKind.CONFIGURATION_CHANGE);
  }
}
