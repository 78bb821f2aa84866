package org.andiron.security.authserver.backend;

import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a client assertion. Clients of SMART Backend Services send no {@code client_id}: the
 * assertion says whose it is.
 *
 * @see <a
 *     href="https://hl7.org/fhir/smart-app-launch/STU2.2/client-confidential-asymmetric.html">Client
 *     authentication: asymmetric</a>
 */
public final class AssertionConverter implements AuthenticationConverter {

  private static final ClientAuthenticationMethod JWT_BEARER =
      new ClientAuthenticationMethod("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    String type = request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION_TYPE);
    String assertion = request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION);
    if (type == null && assertion == null) {
      return null;
    }
    if (assertion == null || !JWT_BEARER.getValue().equals(type)) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
    }
    Map<String, Object> parameters = new HashMap<>();
    request
        .getParameterMap()
        .forEach(
            (name, values) -> {
              if (values.length != 1) {
                throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
              }
              parameters.put(name, values[0]);
            });
    if (request.getHeader("Authorization") != null
        || parameters.containsKey(OAuth2ParameterNames.CLIENT_SECRET)) {
      // Two ways at once: which of them counts must not be a question.
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
    }
    String clientId = subject(assertion);
    Object named = parameters.get(OAuth2ParameterNames.CLIENT_ID);
    if (named != null && !named.equals(clientId)) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
    boolean redeemsCode =
        "authorization_code".equals(parameters.get(OAuth2ParameterNames.GRANT_TYPE));
    return new OAuth2ClientAuthenticationToken(
        clientId, JWT_BEARER, assertion, redeemsCode ? parameters : Map.of());
  }

  private static String subject(String assertion) {
    try {
      String subject = SignedJWT.parse(assertion).getJWTClaimsSet().getSubject();
      if (subject != null && !subject.isBlank()) {
        return subject;
      }
    } catch (ParseException | RuntimeException e) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
    throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
  }
}
