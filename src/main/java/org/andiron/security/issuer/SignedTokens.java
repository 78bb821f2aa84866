package org.andiron.security.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Set;

/**
 * Tokens that the issuer has signed. Keys come from the issuer alone, whatever a token names, and
 * the algorithm is one of those with a public key.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8725">JSON Web Token Best Current Practices, RFC
 *     8725</a>
 */
final class SignedTokens implements TokenClaimsSource {

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  SignedTokens(JWKSource<SecurityContext> keys) {
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT,
            new JOSEObjectType("at+jwt"),
            new JOSEObjectType("application/at+jwt"),
            null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    // TokenRules looks at the claims.
    processor.setJWTClaimsSetVerifier((claims, context) -> {});
  }

  @Override
  public JWTClaimsSet claims(String token)
      throws RefusedTokenException, IssuerUnavailableException {
    try {
      return processor.process(token, null);
    } catch (JOSEException e) {
      if (e.getCause() instanceof IssuerUnavailableException unavailable) {
        throw unavailable;
      }
      throw refused();
    } catch (ParseException | BadJOSEException | RuntimeException e) {
      throw refused();
    }
  }

  private static RefusedTokenException refused() {
    return new RefusedTokenException("The token is not an access token signed by the issuer.");
  }
}
