package org.andiron.security.account.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;

class PendingRegistrationsTest {

  private final PendingRegistrations pending = new PendingRegistrations();
  private final MockHttpServletRequest request = new MockHttpServletRequest();
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  private static PublicKeyCredentialCreationOptions options() {
    return PublicKeyCredentialCreationOptions.builder()
        .rp(PublicKeyCredentialRpEntity.builder().id("ehr.example.org").name("Andiron").build())
        .user(
            ImmutablePublicKeyCredentialUserEntity.builder()
                .id(Bytes.random())
                .name("nina")
                .displayName("Nina Berg")
                .build())
        .challenge(Bytes.random())
        .customize(RelyingParty::demand)
        .build();
  }

  /** The session as another node reads it. */
  private void moveSession() {
    MockHttpSession there = new MockHttpSession();
    // Fails for what cannot be stored.
    there.deserializeState(
        ((MockHttpSession) Objects.requireNonNull(request.getSession())).serializeState());
    request.setSession(there);
  }

  @Test
  void whatWasAskedForSurvivesInAStoredSession() {
    PublicKeyCredentialCreationOptions asked = options();
    pending.save(request, response, asked);
    moveSession();
    PublicKeyCredentialCreationOptions read = Objects.requireNonNull(pending.load(request));
    assertThat(read.getChallenge()).isEqualTo(asked.getChallenge());
    assertThat(read.getRp().getId()).isEqualTo("ehr.example.org");
    assertThat(read.getUser().getId()).isEqualTo(asked.getUser().getId());
    assertThat(read.getUser().getName()).isEqualTo("nina");
    assertThat(read.getAuthenticatorSelection().getUserVerification())
        .isEqualTo(UserVerificationRequirement.REQUIRED);
    assertThat(read.getPubKeyCredParams()).isEqualTo(asked.getPubKeyCredParams()).isNotEmpty();
  }

  @Test
  void whatWasAnsweredIsForgotten() {
    assertThat(pending.load(request)).isNull();
    pending.save(request, response, options());
    pending.save(request, response, null);
    assertThat(pending.load(request)).isNull();
  }
}
