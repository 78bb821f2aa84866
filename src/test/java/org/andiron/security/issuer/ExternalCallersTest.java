package org.andiron.security.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.andiron.security.Caller;
import org.andiron.security.resourceserver.TokenAnswer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who calls, as tokens of other issuers say it. */
class ExternalCallersTest {

  private static final String ISSUER = "https://login.example.org/realms/ward";
  private static final Set<String> ROLES = Set.of("nurse", "physician", "administrator");

  private static TokenAnswer answer(
      UnaryOperator<JWTClaimsSet.Builder> change, String... settings) {
    JWTClaimsSet claims =
        change
            .apply(
                new JWTClaimsSet.Builder()
                    .subject("7f0c")
                    .claim("azp", "growth-chart")
                    .claim("sid", "s1")
                    .claim("preferred_username", "nina")
                    .claim("scope", "openid user/*.rs")
                    .claim("realm_access", Map.of("roles", List.of("uma_authorization", "nurse"))))
            .build();
    return new ExternalCallers(
            ISSUER,
            ExternalSettings.of(settings),
            ROLES,
            () -> Set.of("https://fhir.example.org/fhir"))
        .of(claims);
  }

  private static Caller caller(UnaryOperator<JWTClaimsSet.Builder> change, String... settings) {
    TokenAnswer answer = answer(change, settings);
    assertThat(answer).isInstanceOf(TokenAnswer.Known.class);
    return ((TokenAnswer.Known) answer).caller();
  }

  private static void forbidden(UnaryOperator<JWTClaimsSet.Builder> change, String... settings) {
    assertThat(answer(change, settings)).isInstanceOf(TokenAnswer.Forbidden.class);
  }

  @Nested
  class OfAUser {

    @Test
    void isReadAsKeycloakWritesIt() {
      Caller caller = caller(claims -> claims);
      assertThat(caller.subject()).isEqualTo("7f0c");
      assertThat(caller.client()).isEqualTo("growth-chart");
      assertThat(caller.displayName()).isEqualTo("nina");
      assertThat(caller.roles()).containsExactly("nurse");
      assertThat(caller.scopes().text()).contains("user/*.rs");
      assertThat(caller.actsForItself()).isFalse();
      assertThat(caller.administrator()).isFalse();
      assertThat(caller.patient()).isEmpty();
    }

    @Test
    void saysWithEachRequestWhatItIsForIfTheAppIsListed() {
      String listed = "purpose-of-use-header-clients=emergency-desk, growth-chart";
      assertThat(caller(claims -> claims).declaresPurpose()).isFalse();
      assertThat(caller(claims -> claims, listed).declaresPurpose()).isTrue();
      assertThat(caller(claims -> claims.claim("azp", "other"), listed).declaresPurpose())
          .isFalse();
      assertThat(
              caller(claims -> claims.subject("emergency-desk").claim("azp", "other"), listed)
                  .declaresPurpose())
          .isFalse();
    }

    @Test
    void isNobodyOfTheSameNameElsewhere() {
      Caller caller = caller(claims -> claims);
      assertThat(caller.issuer()).hasValue(ISSUER);
      Caller ours =
          new Caller(
              caller.subject(),
              caller.client(),
              caller.displayName(),
              caller.fhirUser(),
              caller.roles(),
              caller.scopes(),
              caller.patient(),
              caller.tokenId(),
              caller.administrator());
      assertThat(caller.party()).isNotEqualTo(ours.party());
    }

    @Test
    void hasNoRoleThatIsNotOurs() {
      Caller caller =
          caller(claims -> claims.claim("realm_access", Map.of("roles", List.of("chief"))));
      assertThat(caller.roles()).isEmpty();
      assertThat(caller(claims -> claims.claim("realm_access", null)).roles()).isEmpty();
      assertThat(caller(claims -> claims.claim("realm_access", "nurse")).roles()).isEmpty();
    }

    @Test
    void hasTheRolesThatTheirsStandFor() {
      UnaryOperator<JWTClaimsSet.Builder> theirs =
          claims ->
              claims
                  .claim("realm_access", Map.of("roles", List.of("Pflege", "administrator")))
                  .claim("groups", List.of("/station=1"));
      Caller caller =
          caller(
              theirs,
              "role-mapping=Pflege=nurse,/station=1=physician",
              "claims.roles=realm_access.roles,groups");
      assertThat(caller.roles())
          .as("what is not mapped is no role")
          .containsExactlyInAnyOrder("nurse", "physician");
    }

    @Test
    void isFoundUnderOtherNames() {
      Caller caller =
          caller(
              claims ->
                  claims
                      .claim("uid", "nina")
                      .claim("https://example.org/roles", "physician")
                      .claim("scp", List.of("user/Patient.rs", "user/Observation.rs"))
                      .claim("ctx", Map.of("fhir", Map.of("patient", "Patient/p1"))),
              "claims.subject=uid",
              "claims.roles=https://example.org/roles",
              "claims.scope=scp",
              "claims.patient=ctx.fhir.patient");
      assertThat(caller.subject()).isEqualTo("nina");
      assertThat(caller.roles()).containsExactly("physician");
      assertThat(caller.scopes().text()).isEqualTo("user/Patient.rs user/Observation.rs");
      assertThat(caller.patient()).contains("p1");
    }

    @Test
    void mayBeNamedWithOurBaseUrlButNotWithThatOfAnother() {
      assertThat(
              caller(
                      claims ->
                          claims.claim("fhirUser", "https://fhir.example.org/fhir/Practitioner/n1"))
                  .fhirUser())
          .contains("Practitioner/n1");
      forbidden(claims -> claims.claim("fhirUser", "https://other.example.org/Practitioner/n1"));
      forbidden(claims -> claims.claim("patient", "https://other.example.org/Patient/p1"));
      forbidden(claims -> claims.claim("patient", "p1 p2"));
    }

    @Test
    void isAdministratorByRoleAndScopeTogether() {
      UnaryOperator<JWTClaimsSet.Builder> role =
          claims -> claims.claim("realm_access", Map.of("roles", List.of("administrator")));
      assertThat(caller(role).administrator()).isFalse();
      assertThat(
              caller(claims -> role.apply(claims).claim("scope", "user/*.cruds")).administrator())
          .isTrue();
      assertThat(caller(claims -> claims.claim("scope", "user/*.cruds")).administrator()).isFalse();
    }

    @Test
    void isNobodyWithoutUserOrApp() {
      forbidden(claims -> claims.subject(null));
      forbidden(claims -> claims.claim("azp", null));
    }

    @Test
    void isNotTheOperator() {
      forbidden(claims -> claims.subject("andiron-operator"));
      forbidden(
          claims -> claims.claim("azp", "andiron-operator").claim("sid", null),
          "clients=andiron-operator");
    }
  }

  @Nested
  class OfAClient {

    private static JWTClaimsSet.Builder nightly(JWTClaimsSet.Builder claims) {
      return claims
          .claim("azp", "nightly")
          .claim("sid", null)
          .claim("scope", "system/Patient.rs")
          .claim("preferred_username", "service-account-nightly");
    }

    @Test
    void actsForItselfIfItIsListed() {
      Caller caller = caller(OfAClient::nightly, "clients=other,nightly");
      assertThat(caller.actsForItself()).isTrue();
      assertThat(caller.subject()).isEqualTo("nightly");
      assertThat(caller.roles()).isEmpty();
      assertThat(caller.scopes().text()).isEqualTo("system/Patient.rs");
      assertThat(caller.administrator()).isFalse();
    }

    @Test
    void doesNotActForItselfOtherwise() {
      assertThat(caller(OfAClient::nightly).actsForItself()).isFalse();
      assertThat(caller(OfAClient::nightly, "clients=other").actsForItself()).isFalse();
      forbidden(claims -> nightly(claims).subject("nightly"));
    }

    @Test
    void doesNotActForItselfWhenSomebodySignedInToIt() {
      assertThat(caller(claims -> nightly(claims).claim("sid", "s1"), "clients=nightly"))
          .extracting(Caller::actsForItself)
          .isEqualTo(false);
    }
  }
}
