package org.andiron.security.page.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.andiron.security.page.Pages;
import org.andiron.security.page.Redirect;
import org.andiron.security.page.SignInStep;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** From one step of signing in to the next, to what somebody came for, and out again. */
@Controller
@ConditionalOnProperty(name = "andiron.security.mode", havingValue = "smart")
class ContinueController {

  private final Pages pages;
  private final HttpSessionRequestCache requests = new HttpSessionRequestCache();
  private final SignedInSession session = new SignedInSession();

  ContinueController(Pages pages) {
    this.pages = pages;
  }

  @GetMapping("/auth/continue")
  View next(HttpServletRequest request, HttpServletResponse response) {
    SignInStep step = SignInStep.of(SecurityContextHolder.getContext().getAuthentication());
    if (step != SignInStep.DONE) {
      return Redirect.to(step.page());
    }
    session.complete(request);
    SavedRequest saved = requests.getRequest(request, response);
    if (saved == null) {
      return Redirect.to(step.page());
    }
    requests.removeRequest(request, response);
    return Redirect.fromForm(pages, InterruptedRequest.address(saved));
  }

  @PostMapping("/auth/sign-out")
  View signOut(HttpServletRequest request) {
    HttpSession current = request.getSession(false);
    if (current != null) {
      current.invalidate();
    }
    SecurityContextHolder.clearContext();
    return Redirect.to("/auth/signed-out");
  }

  @GetMapping("/auth/signed-out")
  View signedOut() {
    return pages.page("signed-out", Map.of());
  }
}
