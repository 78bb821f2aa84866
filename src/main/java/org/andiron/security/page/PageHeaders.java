package org.andiron.security.page;

import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The headers with which browsers keep a page from being read, framed or extended by others.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy</a>
 */
final class PageHeaders {

  private PageHeaders() {}

  /**
   * Sets them.
   *
   * @param withScript whether the page has our script
   * @param formTargets where answers to its forms may redirect to, beside this server
   */
  static void set(HttpServletResponse response, boolean withScript, Set<String> formTargets) {
    Set<String> targets = new TreeSet<>(formTargets);
    response.setHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; "
            + (withScript ? "script-src 'self'; connect-src 'self'; " : "")
            + "form-action 'self'"
            + (targets.isEmpty() ? "" : " " + String.join(" ", targets))
            + "; frame-ancestors 'none'; base-uri 'none'");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cache-Control", "no-store");
  }

  /**
   * The source expression of a redirect URI: its origin, or its scheme if apps on the device take
   * it.
   */
  static String source(String redirectUri) {
    URI uri = URI.create(redirectUri);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("https") || scheme.equals("http");
    return web
        ? scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
        : scheme + ":";
  }
}
