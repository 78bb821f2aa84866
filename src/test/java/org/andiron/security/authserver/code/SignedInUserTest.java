package org.andiron.security.authserver.code;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.authentication.WebAuthnAuthentication;

/** Who counts as signed in when an app asks. */
class SignedInUserTest {

  @Test
  void whoHasSignedInAndHasARoleIsAUser() {
    assertThat(
            SignedInUser.is(
                UsernamePasswordAuthenticationToken.authenticated(
                    "nina", null, AuthorityUtils.createAuthorityList("ROLE_nurse"))))
        .isTrue();
  }

  @Test
  void aPasskeyAloneLeavesTheSessionItsOldIdAndIsNotEnough() {
    // A planted session would else become the user's.
    assertThat(
            SignedInUser.is(
                new WebAuthnAuthentication(
                    ImmutablePublicKeyCredentialUserEntity.builder()
                        .name("nina")
                        .id(new Bytes(new byte[] {1}))
                        .displayName("nina")
                        .build(),
                    AuthorityUtils.createAuthorityList("ROLE_nurse"))))
        .isFalse();
  }

  @Test
  void nobodyIsNoUserNorIsWhoHasNoRole() {
    assertThat(
            SignedInUser.is(
                new AnonymousAuthenticationToken(
                    "x", "x", AuthorityUtils.createAuthorityList("ROLE_x"))))
        .isFalse();
    assertThat(
            SignedInUser.is(
                UsernamePasswordAuthenticationToken.authenticated(
                    "nina", null, AuthorityUtils.createAuthorityList("FACTOR_PASSWORD"))))
        .isFalse();
  }
}
