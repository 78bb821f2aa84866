package org.andiron.security.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import org.andiron.security.authserver.backend.JsonAnswer;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of the issuer. They are fetched again for a key id that is not among them, so
 * that a rotation is noticed at once.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {

  private static final int SHORTEST_RSA_KEY = 2048;

  private final KeptCopy<JWKSet> copy;

  /**
   * The keys of an issuer.
   *
   * @param configured where they are; if absent, where the issuer says
   */
  IssuerKeys(@Nullable URI configured, IssuerMetadata metadata, IssuerHttp http, Clock clock) {
    this.copy =
        new KeptCopy<>(
            () -> fetch(configured == null ? metadata.endpoint("jwks_uri") : configured, http),
            clock);
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
      throws RemoteKeySourceException {
    try {
      return selector.select(copy.get(keys -> !selector.select(keys).isEmpty())).stream()
          .filter(IssuerKeys::isStrong)
          .toList();
    } catch (IssuerUnavailableException e) {
      throw new RemoteKeySourceException(e.getMessage(), e);
    }
  }

  private static boolean isStrong(JWK key) {
    try {
      return !(key instanceof RSAKey rsa)
          || rsa.toRSAPublicKey().getModulus().bitLength() >= SHORTEST_RSA_KEY;
    } catch (JOSEException e) {
      return false;
    }
  }

  private static KeptCopy.Fetched<JWKSet> fetch(URI uri, IssuerHttp http)
      throws IssuerUnavailableException {
    JsonAnswer answer = http.get(uri);
    try {
      return new KeptCopy.Fetched<>(JWKSet.parse(answer.body()), answer.lifetime());
    } catch (ParseException e) {
      throw new IssuerUnavailableException("The keys of the issuer cannot be read.", e);
    }
  }
}
