package org.andiron.security.page;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.View;

/**
 * What a person sees when an app sent them here with a request that cannot even be answered to the
 * app, because it does not say which app it is, or to where.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1">Error response, RFC
 *     6749</a>
 */
@Controller
@ConditionalOnOwnIssuer
public class ErrorController {

  /** What can be wrong. */
  public enum Code {
    /** No app of that id is registered. */
    UNKNOWN_APP,
    /** The app is registered with other redirect URIs. */
    WRONG_REDIRECT,
    /** The request is not complete, or a parameter comes twice. */
    BAD_REQUEST,
    /** What was to be allowed is over, or was answered before. */
    EXPIRED,
    /** The person has an account without any role, so that no app can get anything through them. */
    NO_ROLE,
    /** The form was not one of this session. */
    STALE_FORM,
    /** There is no such page. */
    NOT_FOUND
  }

  private static final Map<Code, Integer> STATUS =
      Map.of(Code.NOT_FOUND, 404, Code.STALE_FORM, 403, Code.NO_ROLE, 403);

  private final Pages pages;

  ErrorController(Pages pages) {
    this.pages = pages;
  }

  /** Whatever there is no page for. */
  @RequestMapping("/auth/**")
  View show() {
    return page(pages, Code.NOT_FOUND);
  }

  /** The page about something that is wrong. */
  public static Page page(Pages pages, Code code) {
    return page(pages, code, "");
  }

  /** The page about something that is wrong, with a sentence for those who run the app. */
  public static Page page(Pages pages, Code code, String description) {
    String key = code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    boolean ofApp = Set.of(Code.UNKNOWN_APP, Code.WRONG_REDIRECT, Code.BAD_REQUEST).contains(code);
    int status = STATUS.getOrDefault(code, 400);
    return pages
        .page("error", Map.of("code", key, "ofApp", ofApp, "description", description))
        .withStatus(status);
  }
}
