package org.andiron.security.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.View;

/**
 * What a person sees when an app sent them here with a request that cannot even be answered to the
 * app, because it does not say which app it is, or to where.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1">Error response, RFC 6749</a>
 */
@Controller
@ConditionalOnProperty(name = "andiron.security.mode", havingValue = "smart")
public class ErrorController {

  /** Request attribute with what is wrong: one of {@link Code}; set before forwarding to the page. */
  public static final String CODE = "andiron.page.error";

  /** Where to forward to. */
  public static final String PATH = "/auth/error";

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
    /** The form was not one of this session. */
    STALE_FORM,
    /** There is no such page. */
    NOT_FOUND
  }

  private final Pages pages;

  ErrorController(Pages pages) {
    this.pages = pages;
  }

  @RequestMapping(PATH)
  View show(HttpServletRequest request) {
    Code code = request.getAttribute(CODE) instanceof Code known ? known : Code.NOT_FOUND;
    return page(pages, code);
  }

  /** The page about something that is wrong. */
  public static Page page(Pages pages, Code code) {
    String key = code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    boolean ofApp = Set.of(Code.UNKNOWN_APP, Code.WRONG_REDIRECT, Code.BAD_REQUEST).contains(code);
    int status = code == Code.NOT_FOUND ? 404 : code == Code.STALE_FORM ? 403 : 400;
    return pages.page("error", Map.of("code", key, "ofApp", ofApp)).withStatus(status);
  }
}
