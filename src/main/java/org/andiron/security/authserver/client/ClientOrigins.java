package org.andiron.security.authserver.client;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/**
 * Which web pages may call this server from a browser: those of registered apps, which are the
 * origins of their redirect URIs; for what everybody may read, all. Cookies are never sent along.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS protocol</a>
 */
public final class ClientOrigins implements CorsConfigurationSource {

  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final List<String> REQUEST_HEADERS =
      List.of(
          "Accept",
          "Authorization",
          "Cache-Control",
          "Content-Type",
          "If-Match",
          "If-Modified-Since",
          "If-None-Exist",
          "If-None-Match",
          "Prefer",
          "X-Request-Id");
  private static final List<String> RESPONSE_HEADERS =
      List.of(
          "Content-Location",
          "ETag",
          "Expires",
          "Last-Modified",
          "Location",
          "Retry-After",
          "WWW-Authenticate",
          "X-Progress",
          "X-Request-Id");

  private final Supplier<Set<String>> registered;
  private final Predicate<HttpServletRequest> open;
  private final Clock clock;
  private volatile Known known = new Known(Set.of(), Instant.MIN);

  private record Known(Set<String> origins, Instant at) {}

  /**
   * Allows some origins.
   *
   * @param registered those of apps, asked for again now and then
   * @param open what pages of all origins may read
   */
  public ClientOrigins(
      Supplier<Set<String>> registered, Predicate<HttpServletRequest> open, Clock clock) {
    this.registered = registered;
    this.open = open;
    this.clock = clock;
  }

  @Override
  public @Nullable CorsConfiguration getCorsConfiguration(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return null;
    }
    boolean everybody = open.test(request);
    if (!everybody && !isRegistered(origin)) {
      return null;
    }
    CorsConfiguration configuration = new CorsConfiguration();
    configuration.setAllowedOrigins(List.of(everybody ? CorsConfiguration.ALL : origin));
    configuration.setAllowedMethods(METHODS);
    configuration.setAllowedHeaders(REQUEST_HEADERS);
    configuration.setExposedHeaders(RESPONSE_HEADERS);
    configuration.setAllowCredentials(false);
    configuration.setMaxAge(Duration.ofMinutes(10));
    return configuration;
  }

  private boolean isRegistered(String origin) {
    Instant now = clock.instant();
    Known last = known;
    Duration limit = last.origins().contains(origin) ? KEPT : PAUSE;
    if (last.at().equals(Instant.MIN) || last.at().plus(limit).isBefore(now)) {
      last = new Known(registered.get(), now);
      known = last;
    }
    return last.origins().contains(origin);
  }

  /** The origins of the redirect URIs of all clients. */
  public static Set<String> of(RegisteredClients clients) {
    return clients.all().stream()
        .flatMap(client -> client.redirectUris().stream())
        .filter(uri -> uri.startsWith("http:") || uri.startsWith("https:"))
        .map(URI::create)
        .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority())
        .collect(Collectors.toUnmodifiableSet());
  }
}
