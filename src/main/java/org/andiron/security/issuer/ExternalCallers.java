package org.andiron.security.issuer;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.andiron.security.Caller;
import org.andiron.security.operator.OperatorKey;
import org.andiron.security.resourceserver.Callers;
import org.andiron.security.resourceserver.PurposeClaim;
import org.andiron.security.resourceserver.TokenAnswer;
import org.andiron.security.scope.SmartScopes;

/** Makes callers of what tokens of the issuer say. What is not said allows nothing. */
final class ExternalCallers {

  /** Claims of tokens for which somebody signed in. */
  private static final List<String> OF_SESSIONS = List.of("sid", "session_state", "auth_time");

  private final Optional<String> issuer;
  private final ExternalProperties settings;
  private final Set<String> known;
  private final Map<String, Set<String>> ourRoles;
  private final Supplier<Set<String>> fhirBases;

  /**
   * Reads tokens as the settings say.
   *
   * @param issuer whose tokens they are
   * @param known the roles that have a policy
   * @param fhirBases the base URLs of this server
   */
  ExternalCallers(
      String issuer,
      ExternalProperties settings,
      Set<String> known,
      Supplier<Set<String>> fhirBases) {
    this.issuer = Optional.of(issuer);
    this.settings = settings;
    this.known = Set.copyOf(known);
    this.ourRoles = settings.ourRoles();
    this.fhirBases = fhirBases;
  }

  /** Who presents a good token with these claims. */
  TokenAnswer of(JWTClaimsSet claims) {
    ClaimValues values = new ClaimValues(claims.getClaims());
    Optional<String> client = values.text(settings.claims().client());
    Optional<String> subject = values.text(settings.claims().subject());
    if (client.isEmpty() || subject.isEmpty()) {
      return new TokenAnswer.Forbidden(
          "The token does not say "
              + (client.isEmpty() ? "which app was given it." : "who the user is."));
    }
    if (client.get().equals(OperatorKey.CLIENT_ID) || subject.get().equals(OperatorKey.CLIENT_ID)) {
      return new TokenAnswer.Forbidden("The token has the name of the operator of this server.");
    }
    boolean signedIn = OF_SESSIONS.stream().anyMatch(it -> claims.getClaim(it) != null);
    if (settings.clients().contains(client.get()) && !signedIn) {
      return client(client.get(), values, claims);
    }
    return subject.get().equals(client.get())
        ? new TokenAnswer.Forbidden(
            "No user stands behind the token, and the client is not one that may act for itself"
                + " here.")
        : user(subject.get(), client.get(), values, claims);
  }

  private TokenAnswer client(String client, ClaimValues values, JWTClaimsSet claims) {
    SmartScopes scopes = scopes(values);
    return new TokenAnswer.Known(
        new Caller(
            client,
            client,
            client,
            Optional.empty(),
            Set.of(),
            scopes,
            Optional.empty(),
            id(claims),
            Callers.isAdministrator(true, Set.of(), scopes),
            issuer,
            purposesOfUse(values),
            Optional.empty(),
            declaresPurpose(client)));
  }

  private TokenAnswer user(String subject, String client, ClaimValues values, JWTClaimsSet claims) {
    SmartScopes scopes = scopes(values);
    Set<String> roles = roles(values.all(settings.claims().roles()));
    try {
      return new TokenAnswer.Known(
          new Caller(
              subject,
              client,
              values.text(settings.claims().name()).orElse(subject),
              values.text(settings.claims().fhirUser()).map(this::withoutBase),
              roles,
              scopes,
              values.text(settings.claims().patient()).map(this::patientId),
              id(claims),
              Callers.isAdministrator(false, roles, scopes),
              issuer,
              purposesOfUse(values),
              Optional.empty(),
              declaresPurpose(client)));
    } catch (IllegalArgumentException e) {
      return new TokenAnswer.Forbidden("In the token, " + e.getMessage() + ".");
    }
  }

  private boolean declaresPurpose(String client) {
    return settings.purposeOfUseHeaderClients().contains(client);
  }

  private Set<String> purposesOfUse(ClaimValues values) {
    return values.any(settings.claims().purposeOfUse()).map(PurposeClaim::read).orElse(Set.of());
  }

  private SmartScopes scopes(ClaimValues values) {
    return SmartScopes.of(values.words(settings.claims().scope()));
  }

  private Set<String> roles(Set<String> theirs) {
    Set<String> roles = new TreeSet<>();
    for (String role : theirs) {
      if (!ourRoles.isEmpty()) {
        roles.addAll(ourRoles.getOrDefault(role, Set.of()));
      } else if (known.contains(role)) {
        roles.add(role);
      }
    }
    return roles;
  }

  /** A resource here may be named with our base URL; one of another server stays what it is. */
  private String withoutBase(String reference) {
    return fhirBases.get().stream()
        .map(base -> base + "/")
        .filter(reference::startsWith)
        .findFirst()
        .map(base -> reference.substring(base.length()))
        .orElse(reference);
  }

  private String patientId(String reference) {
    String relative = withoutBase(reference);
    return relative.startsWith("Patient/") ? relative.substring("Patient/".length()) : relative;
  }

  private static String id(JWTClaimsSet claims) {
    return Objects.requireNonNullElse(claims.getJWTID(), "");
  }
}
