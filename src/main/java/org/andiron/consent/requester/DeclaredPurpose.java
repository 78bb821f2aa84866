package org.andiron.consent.requester;

import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.andiron.security.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What a request says it is for, in a header of its own. Only apps that are registered for it may
 * say so, and none against its token. A header that does not count is refused: who sends one relies
 * on it.
 */
public final class DeclaredPurpose {

  /** Name of the header. */
  public static final String HEADER = "X-Purpose-Of-Use";

  private static final Pattern FORM = Pattern.compile("(?:[^\\s|]{1,200}\\|)?[A-Za-z0-9._-]{1,64}");

  private DeclaredPurpose() {}

  /**
   * The purpose; empty if the request does not say.
   *
   * @param caller who calls; nobody if nobody signs in to this server
   * @throws ForbiddenOperationException if the caller may not say that
   * @throws InvalidRequestException if it is not understood
   */
  public static Optional<Code> of(HttpServletRequest request, Optional<Caller> caller) {
    List<String> values = Collections.list(request.getHeaders(HEADER));
    if (values.isEmpty()) {
      return Optional.empty();
    }
    Caller known = caller.filter(Caller::declaresPurpose).orElse(null);
    if (known == null) {
      throw new ForbiddenOperationException(
          "The header "
              + HEADER
              + (caller.flatMap(Caller::issuer).isPresent()
                  ? " is for apps in andiron.security.external.purpose-of-use-header-clients."
                  : " is for apps that are registered with \"purpose_of_use_header\": true, and"
                      + " whose token is newer than that.")
              + " Leave the header out, or have the app allowed it.");
    }
    Code purpose = values.size() == 1 ? read(values.get(0).trim()) : null;
    if (purpose == null) {
      throw new InvalidRequestException(
          "The header "
              + HEADER
              + " must be there once and be one code of v3-ActReason, such as BTG or ETREAT, or"
              + " system|code.");
    }
    if (!known.purposesOfUse().isEmpty()
        && known.purposesOfUse().stream().map(PurposeOfUse::code).noneMatch(purpose::equals)) {
      throw new ForbiddenOperationException(
          "The access token says what its use is for, and the header "
              + HEADER
              + " says something else. Leave the header out, or send a purpose of the token.");
    }
    return Optional.of(purpose);
  }

  private static @Nullable Code read(String text) {
    if (!FORM.matcher(text).matches()) {
      return null;
    }
    Code code = PurposeOfUse.code(text);
    return code.system().equals(CodeSystems.ACT_REASON) && !PurposeOfUse.isKnown(code)
        ? null
        : code;
  }
}
