package org.andiron.security.authserver;

import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.RegisteredClients;
import org.jspecify.annotations.Nullable;

/**
 * Which client a request says that it comes from, if there is such a client: what stands in the
 * place of a name may be a secret.
 */
final class ClaimedClient {

  private static final String BASIC = "basic ";

  private final RegisteredClients clients;

  ClaimedClient(RegisteredClients clients) {
    this.clients = clients;
  }

  Optional<String> of(HttpServletRequest request) {
    return Stream.of(
            basic(request.getHeader("Authorization")),
            Optional.ofNullable(request.getParameter("client_id")),
            subject(request.getParameter("client_assertion")))
        .flatMap(Optional::stream)
        .flatMap(it -> clients.find(it).stream())
        .map(ClientRegistration::clientId)
        .findFirst();
  }

  private static Optional<String> basic(@Nullable String header) {
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return Optional.empty();
    }
    try {
      String text =
          new String(
              Base64.getDecoder().decode(header.substring(BASIC.length()).strip()),
              StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(text.substring(0, colon));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> subject(@Nullable String assertion) {
    if (assertion == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(SignedJWT.parse(assertion).getJWTClaimsSet().getSubject());
    } catch (ParseException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
