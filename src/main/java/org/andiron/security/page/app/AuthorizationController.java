package org.andiron.security.page.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.UserDirectory;
import org.andiron.security.authserver.code.PendingAuthorization;
import org.andiron.security.authserver.code.PendingAuthorizations;
import org.andiron.security.page.ErrorController;
import org.andiron.security.page.PageAssets;
import org.andiron.security.page.PageLanguage;
import org.andiron.security.page.Pages;
import org.andiron.security.page.Redirect;
import org.andiron.security.page.patient.PatientController;
import org.andiron.security.page.patient.PatientDirectory;
import org.andiron.security.page.patient.PatientEntry;
import org.andiron.security.page.words.ScopeWords;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * The page on which a person allows an app what it asks for, or some of it. Its form goes to the
 * authorization endpoint, with the scopes that are to stay.
 */
@Controller
@ConditionalOnOwnIssuer
class AuthorizationController {

  private static final String PATH = "/auth/authorization";

  private final Pages pages;
  private final PageAssets assets;
  private final PendingAuthorizations pending;
  private final ShownPatient shownPatient;

  AuthorizationController(
      Pages pages,
      PageAssets assets,
      PendingAuthorizations pending,
      UserDirectory users,
      PatientDirectory patients,
      ApplicationEventPublisher events) {
    this.pages = pages;
    this.assets = assets;
    this.pending = pending;
    this.shownPatient = new ShownPatient(users, patients, events);
  }

  @GetMapping(PATH)
  View ask(
      @RequestParam(name = "state", defaultValue = "") String state, HttpServletRequest request) {
    String username = String.valueOf(request.getRemoteUser());
    Optional<PendingAuthorization> waiting = pending.find(state, username);
    if (waiting.isEmpty()) {
      return ErrorController.page(pages, ErrorController.Code.EXPIRED);
    }
    PendingAuthorization asked = waiting.get();
    if (asked.needsPatient()) {
      return Redirect.to(PatientController.PATH + "?state=" + URLEncoder.encode(state, UTF_8));
    }
    Optional<PatientEntry> patient =
        shownPatient.on(PATH, Optional.ofNullable(asked.context().patient()), username);
    Map<String, Object> content = new HashMap<>();
    content.put("clientId", asked.client().clientId());
    content.put("app", asked.client().name());
    content.put("host", host(asked.redirectUri()));
    content.put("state", state);
    content.put(
        "groups",
        new ScopeWords(PageLanguage.of(request).locale())
            .groups(asked.requested().texts(), patient.map(PatientEntry::name)));
    assets.appLogo(asked.client().clientId()).ifPresent(path -> content.put("appLogo", path));
    patient.ifPresent(it -> content.put("patient", it));
    return pages.page("authorize", content).leadingTo(Set.of(asked.redirectUri()));
  }

  /**
   * What tells a person where they are sent: the host, or the scheme that an app on the device has.
   */
  private static String host(String redirectUri) {
    URI uri = URI.create(redirectUri);
    return uri.getHost() == null ? uri.getScheme() + ":" : uri.getHost();
  }
}
