package org.andiron.security.page.app;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.authserver.code.RefusalPage;
import org.andiron.security.page.ErrorController;
import org.andiron.security.page.ErrorController.Code;
import org.andiron.security.page.Pages;

/** Tells a person in their language what is wrong with what an app sent them here with. */
final class RefusedRequestPage implements RefusalPage {

  private final Pages pages;
  private final RegisteredClients clients;

  RefusedRequestPage(Pages pages, RegisteredClients clients) {
    this.pages = pages;
    this.clients = clients;
  }

  @Override
  public void show(HttpServletRequest request, HttpServletResponse response, String description)
      throws IOException {
    ErrorController.page(pages, code(request), description).render(null, request, response);
  }

  private Code code(HttpServletRequest request) {
    if (request.getParameter("response_type") == null && "POST".equals(request.getMethod())) {
      return Code.EXPIRED;
    }
    String clientId = request.getParameter("client_id");
    Optional<ClientRegistration> client =
        clientId == null ? Optional.empty() : clients.find(clientId);
    if (client.isEmpty()) {
      return Code.UNKNOWN_APP;
    }
    String redirectUri = request.getParameter("redirect_uri");
    return redirectUri != null && client.get().redirectUris().contains(redirectUri)
        ? Code.BAD_REQUEST
        : Code.WRONG_REDIRECT;
  }
}
