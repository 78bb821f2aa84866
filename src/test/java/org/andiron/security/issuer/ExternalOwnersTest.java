package org.andiron.security.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.andiron.security.operator.OperatorKey;
import org.andiron.security.scope.SmartScopes;
import org.andiron.security.subscriber.OwnerLookup.Found;
import org.junit.jupiter.api.Test;

/** Whose Subscriptions still tell something when tokens come from elsewhere. */
class ExternalOwnersTest {

  private static final String ISSUER = "https://login.example.org/realms/ward";
  private static final SmartScopes SCOPES = SmartScopes.of("system/Observation.rs");

  private final ExternalOwners owners =
      new ExternalOwners(ISSUER, ExternalSettings.of("clients=lab"));

  private Found find(String issuer, String subject, String client) {
    return owners.find(
        Optional.of(issuer).filter(it -> !it.isEmpty()), subject, client, SCOPES, Optional.empty());
  }

  @Test
  void aClientOfTheIssuerThatMayActForItselfKeepsItsOwn() {
    assertThat(find(ISSUER, "lab", "lab"))
        .isInstanceOfSatisfying(
            Found.Owner.class,
            owner -> {
              assertThat(owner.caller().issuer()).hasValue(ISSUER);
              assertThat(owner.caller().actsForItself()).isTrue();
            });
    assertThat(find(ISSUER, "other", "other")).isInstanceOf(Found.Nobody.class);
    assertThat(find(ISSUER, "nina", "lab")).isInstanceOf(Found.Nobody.class);
  }

  @Test
  void whoHasTheNameOfSomebodyElsewhereOwnsNothingOfTheirs() {
    assertThat(find("", "lab", "lab")).isEqualTo(Found.ELSEWHERE);
    assertThat(find("https://other.example.org", "lab", "lab")).isEqualTo(Found.ELSEWHERE);
    assertThat(find(ISSUER, OperatorKey.CLIENT_ID, OperatorKey.CLIENT_ID))
        .isInstanceOf(Found.Nobody.class);
  }

  @Test
  void theOperatorOfThisServerStaysTheSame() {
    assertThat(find("", OperatorKey.CLIENT_ID, OperatorKey.CLIENT_ID))
        .isInstanceOf(Found.Owner.class);
  }
}
