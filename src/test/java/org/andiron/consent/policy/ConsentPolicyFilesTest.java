package org.andiron.consent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.Confidentiality;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFileException;
import org.jspecify.annotations.Nullable;
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
    return new ConsentPolicyFiles(FhirContext.forR4Cached(), ZoneId.of("Europe/Berlin"))
        .read(Arrays.asList(files));
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
        "legal/a.json; {'id': 'a', 'title': 't', 'rule': {}}; emergencyException is missing",
        "legal/a.json; {'id': 'a', 'title': 't', 'emergencyException': true}; rule is missing",
        "legal/a.json; {'identifier': 'a'}; unknown name \"identifier\"",
        "legal/a.json; {'id': 'a', 'title': 't', 'patient': 'p'}; line 1, column 38: patient must",
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

  private static final String MENTAL =
      """
      {'id': 'urn:law:mental-health',
       'title': 'Records of treatment ordered by a court',
       'patient': 'Patient/p',
       'emergencyException': true,
       'rule': {
         'type': 'deny',
         'period': {'start': '2026-01-01', 'end': '2026-12-31'},
         'securityLabel': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
                            'code': 'PSY'}],
         'provision': [{'type': 'permit', 'actor': [{
           'role': {'text': 'may see'}, 'reference': {'reference': 'Practitioner/judge'}}]}]
       }}
      """;

  @Test
  void aLegalPolicyIsReadLikeAProvision() {
    ConsentPolicies policies = read(file("legal/mental.json", MENTAL));
    assertThat(policies.legal())
        .containsExactly(
            new LegalPolicy(
                "urn:law:mental-health",
                "Records of treatment ordered by a court",
                new ResourceRef("Patient", "p"),
                true,
                new Provision(
                    "rule",
                    ProvisionType.DENY,
                    List.of(
                        new Criterion.Labels(Set.of(), Set.of(Code.sensitivity("PSY"))),
                        new Criterion.Period(
                            new TimeRange(
                                Instant.parse("2025-12-31T23:00:00Z"),
                                Instant.parse("2026-12-31T23:00:00Z")))),
                    List.of(
                        new Provision(
                            "rule.provision[0]",
                            ProvisionType.PERMIT,
                            List.of(
                                new Criterion.Actors(
                                    List.of(
                                        new Actor(
                                            null,
                                            new ConsentReference.Local(
                                                new ResourceRef("Practitioner", "judge")))))),
                            List.of())))));
  }

  @Test
  void aLegalPolicyWithoutPatientIsAboutAll() {
    ConsentPolicies policies =
        read(file("legal/mental.json", MENTAL.replace("'patient': 'Patient/p',", "")));
    assertThat(policies.legal()).extracting(LegalPolicy::patient).containsOnlyNulls();
  }

  /** The file is {@link #MENTAL} with one text in the place of another. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'type': 'deny',; ; line 5, column 10: rule.type is missing",
        "'type': 'deny'; 'type': 'permit'; line 5, column 10: rule forbids nothing",
        "'type': 'deny'; 'type': 'forbid'; line 6, column 12: \"forbid\" is not a value of"
            + " rule.type",
        "'period'; 'periods'; line 7, column 4: unknown element \"periods\" in rule",
        "2026-01-01; 2027-01-01; line 7, column 14: rule.period ends before it begins",
        "'role': {'text': 'may see'},; ; rule.provision.actor.role is missing",
        "'type': 'permit',; ; line 10, column 18: rule.provision[0].type is missing",
        "'reference': 'Practitioner/judge'; 'display': 'Judge'; rule.provision[0].actor names",
        "Practitioner/judge; Observation/judge; rule.provision[0].actor[0].reference is not"
            + " somebody",
        "'PSY'; ''; is empty"
      })
  void aRuleThatCannotBeComputedIsRefusedWithItsPlace(
      String text, @Nullable String instead, String reason) {
    assertThat(MENTAL).contains(text);
    String content = MENTAL.replace(text, instead == null ? "" : instead);
    assertThatThrownBy(() -> read(file("legal/mental.json", content)))
        .isInstanceOf(ConfigurationFileException.class)
        .hasMessageStartingWith("consent-policies/legal/mental.json")
        .hasMessageContaining(reason);
  }

  @Test
  void aNameIsThatOfOnePolicy() {
    assertThatThrownBy(() -> read(file("legal/a.json", MENTAL), file("legal/b.json", MENTAL)))
        .hasMessage(
            "consent-policies/legal/b.json: \"urn:law:mental-health\" is already used by"
                + " consent-policies/legal/a.json");
  }

  @Test
  void aLegalPolicyMayBeCalledLikeTheChoiceOfTheOrganization() {
    ConsentPolicies policies = read(file("legal/organization.json", MENTAL));
    assertThat(policies.legal()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"all-normal", "basic-normal", "break-glass-only", "deny"})
  void eachOfTheFourCanBeChosen(String name) {
    String uri = "https://profiles.ihe.net/ITI/PCF/Policy-" + name;
    ConsentPolicies policies = read(file("organization.json", "{'implicit': '" + uri + "'}"));
    assertThat(policies.implicit()).isEqualTo(ConsentPolicyFiles.broughtAlong().get(uri));
  }
}
