package org.andiron.security.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.RequestCache;

/** Leads whoever may not see a page yet to what they have to do first. */
final class NextStep implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final Pages pages;
  private final RequestCache requests;

  NextStep(Pages pages, RequestCache requests) {
    this.pages = pages;
    this.requests = requests;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    redirect(request, response, SignInStep.START);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
      throws IOException {
    if (reason instanceof CsrfException) {
      ErrorController.page(pages, ErrorController.Code.STALE_FORM).render(null, request, response);
      return;
    }
    requests.saveRequest(request, response);
    redirect(
        request, response, SignInStep.of(SecurityContextHolder.getContext().getAuthentication()));
  }

  private static void redirect(
      HttpServletRequest request, HttpServletResponse response, SignInStep step)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    if (request.getRequestURI().startsWith("/webauthn/")) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", step.page());
  }
}
