package org.andiron.security.page.app;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.UserDirectory;
import org.andiron.security.page.ErrorController;
import org.andiron.security.page.PageAssets;
import org.andiron.security.page.PageLanguage;
import org.andiron.security.page.Pages;
import org.andiron.security.page.app.AuthorizationRequests.AuthorizationRequest;
import org.andiron.security.page.patient.PatientDirectory;
import org.andiron.security.page.patient.PatientEntry;
import org.andiron.security.page.words.ScopeWords;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * The page on which a person allows an app what it asks for, or some of it. Its form goes to the
 * authorization endpoint, with the scopes that are to stay.
 */
@Controller
@ConditionalOnProperty(name = "andiron.security.mode", havingValue = "smart")
class AuthorizationController {

  private final Pages pages;
  private final PageAssets assets;
  private final AuthorizationRequests requests;
  private final ShownPatient shownPatient;

  AuthorizationController(
      Pages pages,
      PageAssets assets,
      AuthorizationRequests requests,
      UserDirectory users,
      PatientDirectory patients) {
    this.pages = pages;
    this.assets = assets;
    this.requests = requests;
    this.shownPatient = new ShownPatient(users, patients);
  }

  @GetMapping("/auth/authorize")
  View ask(
      @RequestParam(name = "client_id", defaultValue = "") String clientId,
      @RequestParam(name = "state", defaultValue = "") String state,
      HttpServletRequest request) {
    String username = String.valueOf(request.getRemoteUser());
    Optional<AuthorizationRequest> waiting = requests.find(clientId, state, username);
    if (waiting.isEmpty()) {
      return ErrorController.page(pages, ErrorController.Code.EXPIRED);
    }
    AuthorizationRequest asked = waiting.get();
    Optional<PatientEntry> patient = shownPatient.of(asked.patient(), username);
    Map<String, Object> content = new HashMap<>();
    content.put("clientId", asked.clientId());
    content.put("app", asked.appName());
    content.put("host", host(asked.redirectUri()));
    content.put("state", state);
    content.put(
        "groups",
        new ScopeWords(PageLanguage.of(request).locale())
            .groups(asked.scopes(), patient.map(PatientEntry::name)));
    assets.appLogo(asked.clientId()).ifPresent(path -> content.put("appLogo", path));
    patient.ifPresent(it -> content.put("patient", it));
    return pages.page("authorize", content).leadingTo(Set.of(asked.redirectUri()));
  }

  /** What tells a person where they are sent: the host, or the scheme that an app on the device has. */
  private static String host(String redirectUri) {
    URI uri = URI.create(redirectUri);
    return uri.getHost() == null ? uri.getScheme() + ":" : uri.getHost();
  }
}
