package org.andiron.security.page.account;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.account.Account;
import org.andiron.security.account.factor.SecondFactors;
import org.andiron.security.account.factor.TotpEnrolment;
import org.andiron.security.account.signin.SignIn;
import org.andiron.security.page.Page;
import org.andiron.security.page.Pages;
import org.andiron.security.page.Redirect;
import org.andiron.security.page.signin.RefusedAttempt;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/**
 * Setting up an authenticator app and recovery codes. Each change asks for the password once more,
 * so that a browser left alone is not enough.
 */
@Controller
@ConditionalOnOwnIssuer
class FactorController {

  private static final String PATH = "/auth/account/authenticator";
  private static final int UNPROCESSABLE = 422;

  private final Pages pages;
  private final AccountPage accountPage;
  private final SecondFactors factors;
  private final SignIn signIn;

  FactorController(Pages pages, AccountPage accountPage, SecondFactors factors, SignIn signIn) {
    this.pages = pages;
    this.accountPage = accountPage;
    this.factors = factors;
    this.signIn = signIn;
  }

  /** Whoever reloads one of the pages that show a secret once is back at the beginning. */
  @GetMapping({PATH, PATH + "/confirm", PATH + "/remove", "/auth/account/recovery-codes"})
  View back() {
    return Redirect.to("/auth/account");
  }

  @PostMapping(PATH)
  View begin(
      @RequestParam(name = "password", defaultValue = "") String password,
      HttpServletRequest request,
      HttpServletResponse response) {
    Account account = accountPage.account(request);
    return withPassword(
        account,
        password,
        request,
        response,
        () -> {
          if (factors.isNeeded(account)) {
            return Redirect.to("/auth/account");
          }
          TotpEnrolment enrolment = factors.enrol(account);
          return pages.page(
              "authenticator",
              Map.of(
                  "qrCode",
                  "data:image/svg+xml;base64,"
                      + Base64.getEncoder()
                          .encodeToString(enrolment.qrCode().getBytes(StandardCharsets.UTF_8)),
                  "secret",
                  enrolment.secret().replaceAll("(.{4})(?!$)", "$1 ")));
        });
  }

  /** The first code of the app shows that it was set up; a wrong one can be followed by another. */
  @PostMapping(PATH + "/confirm")
  View confirm(
      @RequestParam(name = "code", defaultValue = "") String code, HttpServletRequest request) {
    Account account = accountPage.account(request);
    Optional<List<String>> codes = factors.confirm(account, code);
    return codes.isPresent()
        ? recoveryCodes(codes.get())
        : pages.page("authenticator", Map.of("error", true)).withStatus(UNPROCESSABLE);
  }

  @PostMapping(PATH + "/remove")
  View remove(
      @RequestParam(name = "password", defaultValue = "") String password,
      HttpServletRequest request,
      HttpServletResponse response) {
    Account account = accountPage.account(request);
    return withPassword(
        account,
        password,
        request,
        response,
        () -> {
          factors.remove(account, account.username());
          return Redirect.to("/auth/account?done=authenticator-removed");
        });
  }

  @PostMapping("/auth/account/recovery-codes")
  View renewRecoveryCodes(
      @RequestParam(name = "password", defaultValue = "") String password,
      HttpServletRequest request,
      HttpServletResponse response) {
    Account account = accountPage.account(request);
    return withPassword(
        account,
        password,
        request,
        response,
        () ->
            factors.isNeeded(account)
                ? recoveryCodes(factors.renewRecoveryCodes(account))
                : Redirect.to("/auth/account"));
  }

  private View withPassword(
      Account account,
      String password,
      HttpServletRequest request,
      HttpServletResponse response,
      Supplier<View> work) {
    try {
      signIn.confirmPassword(account, password, request.getRemoteAddr());
    } catch (AuthenticationException failure) {
      return RefusedAttempt.shown(accountPage.of(account, request), failure, response);
    }
    return work.get();
  }

  private Page recoveryCodes(List<String> codes) {
    return pages.page("recovery-codes", Map.of("codes", codes));
  }
}
