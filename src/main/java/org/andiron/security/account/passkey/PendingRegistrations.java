package org.andiron.security.account.passkey;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.registration.PublicKeyCredentialCreationOptionsRepository;

/**
 * What a device was asked for that is to make a passkey, until it answers. Of Spring's options,
 * which a stored session cannot hold, that is kept in which one request differs from another.
 */
final class PendingRegistrations implements PublicKeyCredentialCreationOptionsRepository {

  private static final String ATTRIBUTE = PendingRegistrations.class.getName();

  /** What is kept, in Java's own types. */
  private record Pending(
      String relyingParty, String userId, String name, String displayName, String challenge)
      implements Serializable {

    static Pending of(PublicKeyCredentialCreationOptions options) {
      return new Pending(
          String.valueOf(options.getRp().getId()),
          options.getUser().getId().toBase64UrlString(),
          options.getUser().getName(),
          String.valueOf(options.getUser().getDisplayName()),
          options.getChallenge().toBase64UrlString());
    }

    PublicKeyCredentialCreationOptions options() {
      return PublicKeyCredentialCreationOptions.builder()
          .rp(
              PublicKeyCredentialRpEntity.builder()
                  .id(relyingParty)
                  .name(RelyingParty.NAME)
                  .build())
          .user(
              ImmutablePublicKeyCredentialUserEntity.builder()
                  .id(Bytes.fromBase64(userId))
                  .name(name)
                  .displayName(displayName)
                  .build())
          .challenge(Bytes.fromBase64(challenge))
          .customize(RelyingParty::demand)
          .build();
    }
  }

  @Override
  public void save(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable PublicKeyCredentialCreationOptions options) {
    HttpSession session = request.getSession();
    if (options == null) {
      session.removeAttribute(ATTRIBUTE);
    } else {
      session.setAttribute(ATTRIBUTE, Pending.of(options));
    }
  }

  @Override
  public @Nullable PublicKeyCredentialCreationOptions load(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null && session.getAttribute(ATTRIBUTE) instanceof Pending pending
        ? pending.options()
        : null;
  }
}
