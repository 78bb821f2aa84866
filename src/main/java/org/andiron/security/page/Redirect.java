package org.andiron.security.page;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;

/** Ways from one page to another. */
public final class Redirect {

  private Redirect() {}

  /** To a page below {@code /auth}, which is where the journey of a form may end. */
  public static View to(String page) {
    RedirectView view = new RedirectView(page, false, true, false);
    view.setStatusCode(HttpStatus.SEE_OTHER);
    view.setExpandUriTemplateVariables(false);
    return view;
  }

  /**
   * From a form to an address that may redirect further, to an app. Browsers apply {@code
   * form-action} to all redirects that follow a form, so that this is a page that leads on by
   * itself: apps need not be named in the policy of pages that know nothing of them.
   */
  public static Page fromForm(Pages pages, String address) {
    return pages.page("continue", Map.of("address", address));
  }
}
