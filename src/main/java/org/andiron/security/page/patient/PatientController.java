package org.andiron.security.page.patient;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.KnownUser;
import org.andiron.security.PatientsShown;
import org.andiron.security.UserDirectory;
import org.andiron.security.authserver.code.PendingAuthorization;
import org.andiron.security.authserver.code.PendingAuthorizations;
import org.andiron.security.page.ErrorController;
import org.andiron.security.page.ErrorController.Code;
import org.andiron.security.page.Page;
import org.andiron.security.page.Pages;
import org.andiron.security.page.Redirect;
import org.andiron.security.page.patient.PatientDirectory.FoundPatients;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The page where a person chooses a patient. */
@Controller
@ConditionalOnOwnIssuer
public class PatientController {

  /** Where it is; the parameter {@code state} says for which app. */
  public static final String PATH = "/auth/patient";

  private static final int LAST_PAGE = 49;

  private final Pages pages;
  private final UserDirectory users;
  private final PatientDirectory patients;
  private final PendingAuthorizations pending;
  private final ApplicationEventPublisher events;

  PatientController(
      Pages pages,
      UserDirectory users,
      PatientDirectory patients,
      PendingAuthorizations pending,
      ApplicationEventPublisher events) {
    this.pages = pages;
    this.pending = pending;
    this.events = events;
    this.users = users;
    this.patients = patients;
  }

  @GetMapping(PATH)
  View list(
      @RequestParam(name = "state", defaultValue = "") String state,
      @RequestParam(name = "name", defaultValue = "") String name,
      @RequestParam(name = "birthdate", defaultValue = "") String birthDate,
      @RequestParam(name = "identifier", defaultValue = "") String identifier,
      @RequestParam(name = "page", defaultValue = "0") String page,
      HttpServletRequest request) {
    Optional<KnownUser> user = users.find(String.valueOf(request.getRemoteUser()));
    Optional<PendingAuthorization> waiting =
        user.flatMap(it -> pending.find(state, it.name()))
            .filter(PendingAuthorization::needsPatient);
    if (waiting.isEmpty()) {
      return ErrorController.page(pages, Code.EXPIRED);
    }
    int number = page.matches("\\d{1,2}") ? Math.min(Integer.parseInt(page), LAST_PAGE) : 0;
    Map<String, Object> content = new HashMap<>();
    content.put("state", state);
    content.put("clientId", waiting.get().client().clientId());
    content.put("app", waiting.get().client().name());
    content.put("name", name);
    content.put("birthDate", birthDate);
    content.put("identifier", identifier);
    content.put("page", number);
    content.put("searched", !(name + birthDate + identifier).isBlank());
    return show(content, user.get(), PatientQuery.of(name, birthDate, identifier), number)
        // Whoever chooses nobody denies the app.
        .leadingTo(Set.of(waiting.get().redirectUri()));
  }

  private Page show(
      Map<String, Object> content, KnownUser user, Optional<PatientQuery> query, int number) {
    if (query.isEmpty()) {
      content.put("wrong", true);
      return pages.page("patient", content).withStatus(400);
    }
    FoundPatients found = patients.search(user, query.get(), number);
    events.publishEvent(
        new PatientsShown.Found(
            user.name(),
            PATH + query.get().parameters() + "&page=" + number,
            found.entries().stream().map(PatientEntry::id).toList()));
    content.put("patients", found.entries());
    content.put("first", number * PatientDirectory.PAGE_SIZE + 1);
    content.put("more", found.more() && number < LAST_PAGE);
    return pages.page("patient", content);
  }

  @PostMapping(PATH)
  View choose(
      @RequestParam(name = "state", defaultValue = "") String state,
      @RequestParam(name = "patient", defaultValue = "") String patient,
      HttpServletRequest request) {
    Optional<KnownUser> user = users.find(String.valueOf(request.getRemoteUser()));
    Optional<PendingAuthorization> waiting =
        user.flatMap(it -> pending.find(state, it.name()))
            .filter(PendingAuthorization::needsPatient);
    if (waiting.isEmpty()) {
      return ErrorController.page(pages, Code.EXPIRED);
    }
    if (patients.find(user.get(), patient).isEmpty()) {
      return ErrorController.page(pages, Code.NOT_FOUND);
    }
    pending.choosePatient(state, user.get().name(), patient);
    return Redirect.to("/auth/authorization?state=" + URLEncoder.encode(state, UTF_8));
  }
}
