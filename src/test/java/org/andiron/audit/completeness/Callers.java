package org.andiron.audit.completeness;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.andiron.testsupport.SigningClient;

/** Who asks: backend services with more or fewer rights, and who has none. */
final class Callers {

  /** A token is used for less than it lasts. */
  private static final Duration USED = Duration.ofMinutes(2);

  private final Map<SigningClient, String> clients;
  private final Client client;
  private final String issuer;
  private final Map<SigningClient, String> tokens = new LinkedHashMap<>();
  private Instant until = Instant.MIN;

  /**
   * @param clients as {@link #clients} makes them
   * @param issuer of the server's tokens
   */
  Callers(Map<SigningClient, String> clients, Client client, String issuer) {
    this.clients = clients;
    this.client = client;
    this.issuer = issuer;
  }

  /** New ones, and the scopes of each; the first may do everything. */
  static Map<SigningClient, String> clients() {
    Map<SigningClient, String> clients = new LinkedHashMap<>();
    clients.put(SigningClient.rsa("completeness-all"), "system/*.cruds");
    clients.put(SigningClient.rsa("completeness-reader"), "system/*.rs");
    clients.put(
        SigningClient.rsa("completeness-narrow"), "system/Patient.rs system/Observation.cruds");
    return clients;
  }

  /** How the one of this number, counted round, says who it is. */
  synchronized String authorization(int caller) {
    if (Instant.now().isAfter(until)) {
      Map<SigningClient, String> fresh = new LinkedHashMap<>();
      clients.forEach((it, scope) -> fresh.put(it, token(it, scope)));
      if (!fresh.containsValue("")) {
        tokens.putAll(fresh);
        until = Instant.now().plus(USED);
      }
    }
    return "Bearer " + List.copyOf(tokens.values()).get(caller % tokens.size());
  }

  /** Empty if the server cannot give one at the moment. */
  private String token(SigningClient of, String scope) {
    HttpAnswer answer =
        client.send(
            Ask.of(
                    "POST",
                    "/oauth2/token",
                    SigningClient.form(of.assertion(issuer + "/oauth2/token"), scope))
                .with("Content-Type", "application/x-www-form-urlencoded"));
    return answer.status() == 200 ? answer.json().get(0).path("access_token").asText() : "";
  }
}
