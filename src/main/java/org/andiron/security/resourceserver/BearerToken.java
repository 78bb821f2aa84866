package org.andiron.security.resourceserver;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The token that a request carries in its Authorization header; nowhere else, because URLs and
 * bodies are logged.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">Authorization header, RFC
 *     6750</a>
 */
final class BearerToken {

  private static final Pattern FORM =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/-]+=*) *", Pattern.CASE_INSENSITIVE);

  private BearerToken() {}

  /** Whether a request says who calls, in whatever way. */
  static boolean isPresent(HttpServletRequest request) {
    return request.getHeader("Authorization") != null;
  }

  /** The token, if there is one Authorization header and it has the right form. */
  static Optional<String> of(HttpServletRequest request) {
    List<String> headers = Collections.list(request.getHeaders("Authorization"));
    if (headers.size() != 1) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(headers.get(0));
    return form.matches() ? Optional.of(form.group(1)) : Optional.empty();
  }
}
