package org.andiron.security.issuer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.andiron.security.issuer.ExternalProperties.Validation;
import org.junit.jupiter.api.Test;

class TokenRulesTest {

  private static final String ISSUER = "https://id.example.org/realms/ward";
  private static final String BASE = "https://fhir.example.org/fhir";

  private final SettableClock clock = new SettableClock();

  @Test
  void aTokenOfTheIssuerForThisServerIsGoodNow() {
    good(Validation.JWT, claims -> claims);
    good(Validation.JWT, claims -> claims.notBeforeTime(at(0)).claim("typ", null));
    good(Validation.JWT, claims -> claims.issueTime(at(20)));
    good(Validation.INTROSPECTION, claims -> claims.issuer(null).expirationTime(null));
  }

  @Test
  void noOtherIssuer() {
    refused(Validation.JWT, claims -> claims.issuer(ISSUER + "/"));
    refused(Validation.JWT, claims -> claims.issuer(null));
    refused(Validation.INTROSPECTION, claims -> claims.issuer("https://other.example.org"));
  }

  @Test
  void noOtherAudience() {
    for (Validation validation : Validation.values()) {
      refused(validation, claims -> claims.audience("account"));
      refused(validation, claims -> claims.audience((String) null));
      refused(validation, claims -> claims.audience(BASE + "/"));
    }
  }

  @Test
  void noOtherTime() {
    refused(Validation.JWT, claims -> claims.expirationTime(at(-1)));
    refused(Validation.JWT, claims -> claims.expirationTime(null));
    refused(Validation.INTROSPECTION, claims -> claims.expirationTime(at(-1)));
    refused(Validation.JWT, claims -> claims.notBeforeTime(at(60)));
    refused(Validation.JWT, claims -> claims.issueTime(at(60)));
  }

  @Test
  void noTokenThatIsForSomethingElse() {
    for (String kind : new String[] {"ID", "Refresh", "Offline", "Logout"}) {
      refused(Validation.JWT, claims -> claims.claim("typ", kind));
    }
    refused(Validation.JWT, claims -> claims.claim("at_hash", "x"));
  }

  private Date at(int seconds) {
    return Date.from(Instant.ofEpochSecond(clock.instant().getEpochSecond() + seconds));
  }

  private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
    return change
        .apply(
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("u1")
                .audience(BASE)
                .expirationTime(at(60))
                .claim("typ", "Bearer"))
        .build();
  }

  private TokenRules rules(Validation validation) {
    return new TokenRules(ISSUER, validation, () -> Set.of(BASE), clock);
  }

  private void good(Validation validation, UnaryOperator<JWTClaimsSet.Builder> change) {
    assertThatCode(() -> rules(validation).require(claims(change))).doesNotThrowAnyException();
  }

  private void refused(Validation validation, UnaryOperator<JWTClaimsSet.Builder> change) {
    assertThatThrownBy(() -> rules(validation).require(claims(change)))
        .isInstanceOf(RefusedTokenException.class);
  }
}
