package org.andiron.security.page.patient;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.andiron.security.KnownUser;
import org.andiron.security.UserDirectory;
import org.andiron.security.page.ErrorController;
import org.andiron.security.page.ErrorController.Code;
import org.andiron.security.page.Page;
import org.andiron.security.page.Pages;
import org.andiron.security.page.Redirect;
import org.andiron.security.page.choice.PatientAnswer;
import org.andiron.security.page.choice.PatientQuestion;
import org.andiron.security.page.choice.PatientQuestions;
import org.andiron.security.page.patient.PatientDirectory.FoundPatients;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** The page where a person chooses a patient. */
@Controller
@ConditionalOnProperty(name = "andiron.security.mode", havingValue = "smart")
class PatientController {

  private static final int LAST_PAGE = 49;

  private final Pages pages;
  private final UserDirectory users;
  private final PatientDirectory patients;

  PatientController(Pages pages, UserDirectory users, PatientDirectory patients) {
    this.pages = pages;
    this.users = users;
    this.patients = patients;
  }

  @GetMapping(PatientQuestions.PAGE)
  View list(
      @RequestParam(name = PatientQuestions.PARAMETER, defaultValue = "") String id,
      @RequestParam(name = "name", defaultValue = "") String name,
      @RequestParam(name = "birthdate", defaultValue = "") String birthDate,
      @RequestParam(name = "identifier", defaultValue = "") String identifier,
      @RequestParam(name = "page", defaultValue = "0") String page,
      HttpServletRequest request) {
    Optional<PatientQuestion> question = PatientQuestions.find(request.getSession(), id);
    Optional<KnownUser> user = users.find(String.valueOf(request.getRemoteUser()));
    if (question.isEmpty() || user.isEmpty()) {
      return ErrorController.page(pages, Code.EXPIRED);
    }
    int number = page.matches("\\d{1,2}") ? Math.min(Integer.parseInt(page), LAST_PAGE) : 0;
    Map<String, Object> content = new HashMap<>();
    content.put("question", id);
    content.put("app", question.get().appName());
    content.put("name", name);
    content.put("birthDate", birthDate);
    content.put("identifier", identifier);
    content.put("page", number);
    content.put("searched", !(name + birthDate + identifier).isBlank());
    return show(content, user.get(), PatientQuery.of(name, birthDate, identifier), number);
  }

  private Page show(
      Map<String, Object> content, KnownUser user, Optional<PatientQuery> query, int number) {
    if (query.isEmpty()) {
      content.put("wrong", true);
      return pages.page("patient", content).withStatus(400);
    }
    FoundPatients found = patients.search(user, query.get(), number);
    content.put("patients", found.entries());
    content.put("first", number * PatientDirectory.PAGE_SIZE + 1);
    content.put("more", found.more() && number < LAST_PAGE);
    return pages.page("patient", content);
  }

  @PostMapping(PatientQuestions.PAGE)
  View choose(
      @RequestParam(name = PatientQuestions.PARAMETER, defaultValue = "") String id,
      @RequestParam(name = "patient", defaultValue = "") String patient,
      HttpServletRequest request) {
    Optional<PatientQuestion> question = PatientQuestions.find(request.getSession(), id);
    Optional<KnownUser> user = users.find(String.valueOf(request.getRemoteUser()));
    if (question.isEmpty() || user.isEmpty()) {
      return ErrorController.page(pages, Code.EXPIRED);
    }
    // No patient is the answer of whoever gives up; one that they may not see is none at all.
    if (!patient.isEmpty() && patients.find(user.get(), patient).isEmpty()) {
      return ErrorController.page(pages, Code.NOT_FOUND);
    }
    PatientQuestions.answer(
        request.getSession(), id, new PatientAnswer(patient.isEmpty() ? null : patient));
    return Redirect.fromForm(pages, question.get().returnTo());
  }
}
