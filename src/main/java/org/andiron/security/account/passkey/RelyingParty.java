package org.andiron.security.account.passkey;

import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.security.AccountEvent;
import org.andiron.security.AccountEvent.Factor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.web.webauthn.api.AuthenticatorSelectionCriteria;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialCreationOptions.PublicKeyCredentialCreationOptionsBuilder;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialParameters;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRequestOptions;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialRpEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.ResidentKeyRequirement;
import org.springframework.security.web.webauthn.api.UserVerificationRequirement;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialCreationOptionsRequest;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialRequestOptionsRequest;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.security.web.webauthn.management.RelyingPartyAuthenticationRequest;
import org.springframework.security.web.webauthn.management.RelyingPartyRegistrationRequest;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;
import org.springframework.security.web.webauthn.management.Webauthn4JRelyingPartyOperations;

/**
 * This server as passkeys know it: by the host of its issuer. The device has to verify its user, by
 * a PIN or a finger, so that a passkey is two factors in one.
 *
 * @see <a href="https://www.w3.org/TR/webauthn-3/#relying-party">Relying party, WebAuthn</a>
 */
final class RelyingParty implements WebAuthnRelyingPartyOperations {

  /** How devices call it to their users. */
  static final String NAME = "Andiron";

  private final PublicKeyCredentialUserEntityRepository users;
  private final UserCredentialRepository passkeys;
  private final Supplier<String> issuer;
  private final ApplicationEventPublisher events;
  private volatile @Nullable WebAuthnRelyingPartyOperations operations;

  /**
   * @param issuer public root of the server; asked for at the first use, when the port is known
   */
  RelyingParty(
      PublicKeyCredentialUserEntityRepository users,
      UserCredentialRepository passkeys,
      Supplier<String> issuer,
      ApplicationEventPublisher events) {
    this.users = users;
    this.passkeys = passkeys;
    this.issuer = issuer;
    this.events = events;
  }

  @Override
  public PublicKeyCredentialCreationOptions createPublicKeyCredentialCreationOptions(
      PublicKeyCredentialCreationOptionsRequest request) {
    return operations().createPublicKeyCredentialCreationOptions(request);
  }

  /**
   * Keeps the passkey that a device has made.
   *
   * @throws IllegalArgumentException if what the device sent is not right
   */
  @Override
  public CredentialRecord registerCredential(RelyingPartyRegistrationRequest request) {
    CredentialRecord passkey = verified(request);
    events.publishEvent(
        new AccountEvent.FactorAdded(
            request.getCreationOptions().getUser().getName(), Factor.PASSKEY));
    return passkey;
  }

  private CredentialRecord verified(RelyingPartyRegistrationRequest request) {
    WebAuthnRelyingPartyOperations ready = operations();
    try {
      String type = request.getPublicKey().getCredential().getType().getValue();
      if (!type.equals(PublicKeyCredentialType.PUBLIC_KEY.getValue())) {
        throw new IllegalArgumentException("It is no public key.");
      }
      return ready.registerCredential(request);
    } catch (DataIntegrityViolationException e) {
      throw refused(e);
    } catch (DataAccessException e) {
      throw e;
    } catch (RuntimeException e) {
      // As Spring Security does for signing in: missing fields and odd bytes make verification fail
      // in more ways than it has exceptions of its own for.
      throw refused(e);
    }
  }

  private static IllegalArgumentException refused(RuntimeException cause) {
    return new IllegalArgumentException("The passkey was not accepted.", cause);
  }

  @Override
  public PublicKeyCredentialRequestOptions createCredentialRequestOptions(
      PublicKeyCredentialRequestOptionsRequest request) {
    return operations().createCredentialRequestOptions(request);
  }

  @Override
  public PublicKeyCredentialUserEntity authenticate(RelyingPartyAuthenticationRequest request) {
    return operations().authenticate(request);
  }

  private WebAuthnRelyingPartyOperations operations() {
    WebAuthnRelyingPartyOperations ready = operations;
    if (ready == null) {
      ready = create(URI.create(issuer.get()));
      operations = ready;
    }
    return ready;
  }

  private WebAuthnRelyingPartyOperations create(URI root) {
    Webauthn4JRelyingPartyOperations created =
        new Webauthn4JRelyingPartyOperations(
            users,
            passkeys,
            PublicKeyCredentialRpEntity.builder().id(root.getHost()).name(NAME).build(),
            Set.of(root.getScheme() + "://" + root.getAuthority()));
    created.setCustomizeCreationOptions(RelyingParty::demand);
    created.setCustomizeRequestOptions(
        options -> options.userVerification(UserVerificationRequirement.REQUIRED));
    return created;
  }

  /** What each device must do and be able to that makes a passkey. */
  static void demand(PublicKeyCredentialCreationOptionsBuilder options) {
    options
        .pubKeyCredParams(
            PublicKeyCredentialParameters.EdDSA,
            PublicKeyCredentialParameters.ES256,
            PublicKeyCredentialParameters.RS256)
        .authenticatorSelection(
            AuthenticatorSelectionCriteria.builder()
                .userVerification(UserVerificationRequirement.REQUIRED)
                .residentKey(ResidentKeyRequirement.REQUIRED)
                .build());
  }
}
