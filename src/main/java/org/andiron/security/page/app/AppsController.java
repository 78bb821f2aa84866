package org.andiron.security.page.app;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.security.AuthorizationEvent;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.UserDirectory;
import org.andiron.security.authserver.client.ClientRegistration;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.authserver.token.AuthorizationStore;
import org.andiron.security.authserver.token.GrantedApp;
import org.andiron.security.page.ErrorController;
import org.andiron.security.page.PageAssets;
import org.andiron.security.page.PageDates;
import org.andiron.security.page.PageLanguage;
import org.andiron.security.page.Pages;
import org.andiron.security.page.Redirect;
import org.andiron.security.page.patient.PatientDirectory;
import org.andiron.security.page.words.ScopeGroup;
import org.andiron.security.page.words.ScopeWords;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The page on which a person sees what they have allowed apps, and takes it back. */
@Controller
@ConditionalOnOwnIssuer
class AppsController {

  private static final String PATH = "/auth/apps";

  private final Pages pages;
  private final PageAssets assets;
  private final AuthorizationStore authorizations;
  private final RegisteredClients clients;
  private final ShownPatient shownPatient;
  private final ApplicationEventPublisher events;

  AppsController(
      Pages pages,
      PageAssets assets,
      AuthorizationStore authorizations,
      RegisteredClients clients,
      UserDirectory users,
      PatientDirectory patients,
      ApplicationEventPublisher events) {
    this.pages = pages;
    this.assets = assets;
    this.authorizations = authorizations;
    this.clients = clients;
    this.shownPatient = new ShownPatient(users, patients, events);
    this.events = events;
  }

  /** An app in the list; the logo is empty if there is none. */
  record Entry(
      String authorization,
      String name,
      String logo,
      String allowedAt,
      String endsAt,
      List<ScopeGroup> groups) {}

  @GetMapping(PATH)
  View list(
      @RequestParam(name = "done", defaultValue = "") String done, HttpServletRequest request) {
    PageLanguage language = PageLanguage.of(request);
    String username = String.valueOf(request.getRemoteUser());
    List<GrantedApp> granted = authorizations.grantedBy(username);
    Map<String, String> names = new HashMap<>();
    granted.stream()
        .flatMap(app -> app.patient().stream())
        .distinct()
        .forEach(
            id ->
                shownPatient
                    .on(PATH, Optional.of(id), username)
                    .ifPresent(it -> names.put(id, it.name())));
    List<Entry> entries =
        granted.stream().map(app -> entry(app, app.patient().map(names::get), language)).toList();
    return pages.page("apps", Map.of("apps", entries, "done", done.equals("revoked")));
  }

  @PostMapping(PATH)
  View revoke(
      @RequestParam(name = "authorization", defaultValue = "") String authorization,
      HttpServletRequest request) {
    String username = String.valueOf(request.getRemoteUser());
    Optional<GrantedApp> app =
        authorizations.grantedBy(username).stream()
            .filter(it -> it.authorization().equals(authorization))
            .findFirst();
    if (app.isEmpty()) {
      return ErrorController.page(pages, ErrorController.Code.NOT_FOUND);
    }
    authorizations.revoke(authorization);
    events.publishEvent(new AuthorizationEvent.TakenBack(username, app.get().clientId()));
    return Redirect.to(PATH + "?done=revoked");
  }

  /** An app; of the patient in context the name, if they are shown. */
  private Entry entry(GrantedApp app, Optional<String> patient, PageLanguage language) {
    PageDates dates = new PageDates(language);
    return new Entry(
        app.authorization(),
        clients.find(app.clientId()).map(ClientRegistration::name).orElse(app.clientId()),
        assets.appLogo(app.clientId()).orElse(""),
        dates.format(app.allowedAt()),
        dates.format(app.expiresAt()),
        new ScopeWords(language.locale()).groups(app.scopes(), patient));
  }
}
