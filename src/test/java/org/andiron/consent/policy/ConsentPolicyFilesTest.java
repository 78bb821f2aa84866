package org.andiron.consent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.Confidentiality;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ByteArrayResource;

class ConsentPolicyFilesTest {

  private static ConfigurationFile file(String name, String content) {
    return new ConfigurationFile(
        "consent-policies/" + name,
        new ByteArrayResource(content.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private static ConsentPolicies read(ConfigurationFile... files) {
    return ConsentPolicyFiles.read(Arrays.asList(files));
  }

  @Test
  void theFourPoliciesOfIheAreBroughtAlong() {
    String ihe = "https://profiles.ihe.net/ITI/PCF/Policy-";
    assertThat(ConsentPolicyFiles.broughtAlong())
        .containsOnlyKeys(
            ihe + "all-normal", ihe + "basic-normal", ihe + "break-glass-only", ihe + "deny");
  }

  @Test
  void withoutFilesWhatIsAuthorizedIsPermittedAndNobodyBreaksTheGlass() {
    ConsentPolicies policies = read();
    assertThat(policies.implicit().uri())
        .isEqualTo("https://profiles.ihe.net/ITI/PCF/Policy-all-normal");
    assertThat(policies.breakGlass()).isEqualTo(BreakGlassPolicy.NOBODY);
    assertThat(policies.requireVerified()).isFalse();
    assertThat(policies.legal()).isEmpty();
  }

  @Test
  void anOrganizationChooses() {
    ConsentPolicies policies =
        read(
            file(
                "organization.json",
                """
                {'implicit': 'https://profiles.ihe.net/ITI/PCF/Policy-deny', 'requireVerified': true,
                 'breakGlass': {'groups': ['Group/emergency'], 'minutes': 5}}
                """));
    assertThat(policies.implicit().permits()).isEmpty();
    assertThat(policies.implicit().breakGlass()).isFalse();
    assertThat(policies.requireVerified()).isTrue();
    assertThat(policies.breakGlass())
        .isEqualTo(
            new BreakGlassPolicy(
                Set.of(Code.purpose("BTG"), Code.purpose("ETREAT")),
                Set.of(new ResourceRef("Group", "emergency")),
                Duration.ofMinutes(5)));
  }

  @Test
  void fifteenMinutesUnlessItSaysOtherwise() {
    ConsentPolicies policies =
        read(
            file(
                "organization.json",
                """
                {'implicit': 'https://profiles.ihe.net/ITI/PCF/Policy-deny',
                 'breakGlass': {'groups': ['Group/emergency']}}
                """));
    assertThat(policies.breakGlass().atMost()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void aPolicyOfItsOwn() {
    ConsentPolicies policies =
        read(
            file("organization.json", "{'implicit': 'urn:own'}"),
            file(
                "own.json",
                """
                {'uri': 'urn:own', 'title': 'Own', 'breakGlass': true,
                 'permits': [{'purposes': ['TREAT', 'urn:p|FooBar'], 'roles': ['nurse'],
                              'confidentiality': 'N'}]}
                """));
    assertThat(policies.implicit())
        .isEqualTo(
            new ImplicitPolicy(
                "urn:own",
                "Own",
                List.of(
                    new ImplicitPolicy.Permit(
                        Set.of(Code.purpose("TREAT"), new Code("urn:p", "FooBar")),
                        Set.of("nurse"),
                        Confidentiality.N)),
                true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "own.json; []; expected an object",
        "own.json; {'uri': 'u', 'title': 't', 'permits': []}; breakGlass is missing",
        "own.json; {'uri': 'u', 'title': 't', 'breakGlass': true}; permits is missing",
        "own.json; {'uri': 'u', 'title': '', 'permits': [], 'breakGlass': true}; title must be",
        "own.json; {'uri': 'u', 'title': 't', 'permits': [], 'breakGlass': 'yes'}; true or false",
        "own.json; {'uri': 'u', 'title': 't', 'permits': {}, 'breakGlass': true}; must be an array",
        "own.json; {'permit': []}; unknown name \"permit\"",
        "own.json; {'permits': [{'purposes': ['TREATMENT']}]}; \"TREATMENT\" is no purpose of use",
        "own.json; {'permits': [{'confidentiality': 'X'}]}; confidentiality must be one of",
        "organization.json; {}; implicit is missing",
        "organization.json; {'implicit': 'urn:other'}; line 1, column 14: no policy has this URI",
        "organization.json; {'implicit': 'u', 'breakGlass': {}}; breakGlass needs groups",
        "organization.json; {'implicit': 'u', 'breakGlass': {'groups': ['x']}}; groups must be",
        "organization.json; {'implicit': 'u', 'breakGlass': {'groups': ['Group/g'], 'minutes': 0}};"
            + " minutes must be"
      })
  void aFileThatCannotBeUsedIsRefused(String name, String content, String reason) {
    assertThatThrownBy(() -> read(file(name, content)))
        .isInstanceOf(ConfigurationFileException.class)
        .hasMessageStartingWith("consent-policies/" + name)
        .hasMessageContaining(reason);
  }
}
