package org.andiron.security.page.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.andiron.security.account.Account;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.signin.AccountUser;
import org.andiron.security.account.signin.SignIn;
import org.andiron.security.account.signin.TooManyAttemptsException;
import org.andiron.security.authserver.code.SignInTime;
import org.andiron.security.page.Pages;
import org.andiron.security.page.TestPages;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class SignInControllerTest {

  private final Pages pages = TestPages.create();
  private final SignIn signIn = mock(SignIn.class);
  private final Accounts accounts = mock(Accounts.class);
  private final SignedInSession signedIn = new SignedInSession(mock(SignInTime.class));
  private final MockHttpSession session = new MockHttpSession();
  private final MockMvc mvc =
      MockMvcBuilders.standaloneSetup(
              new SignInController(pages, signIn, signedIn),
              new ContinueController(pages, accounts, signedIn, event -> {}))
          .build();

  @AfterEach
  void nobodyStaysSignedIn() {
    SecurityContextHolder.clearContext();
  }

  private static Account account(boolean mustChangePassword, String... roles) {
    return new Account(
        UUID.randomUUID(),
        "nina",
        "Nina",
        Optional.empty(),
        Set.of(roles),
        Optional.empty(),
        true,
        true,
        mustChangePassword,
        Instant.EPOCH,
        Instant.EPOCH,
        1);
  }

  private MockHttpServletResponse attempt() throws Exception {
    return mvc.perform(
            post("/auth/sign-in").session(session).param("username", "nina").param("password", "x"))
        .andReturn()
        .getResponse();
  }

  private MockHttpServletResponse open(String path) throws Exception {
    return mvc.perform(get(path).session(session)).andReturn().getResponse();
  }

  private void signedIn(AccountUser user) {
    SecurityContextHolder.getContext()
        .setAuthentication(
            UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities()));
  }

  private String failure(AuthenticationException exception) throws Exception {
    when(signIn.withPassword(eq("nina"), eq("x"), any())).thenThrow(exception);
    MockHttpServletResponse answer = attempt();
    assertThat(answer.getStatus()).isEqualTo(401);
    return Jsoup.parse(answer.getContentAsString()).select("main").html();
  }

  @Test
  void nothingTellsWhyAnAttemptFailed() throws Exception {
    String wrong = failure(new BadCredentialsException("one"));
    assertThat(failure(new DisabledException("other"))).isEqualTo(wrong);
    assertThat(wrong).contains("role=\"alert\"").contains("aria-invalid=\"true\"");
  }

  @Test
  void whoHasToWaitIsToldHowLong() throws Exception {
    TooManyAttemptsException tooMany = mock(TooManyAttemptsException.class);
    when(tooMany.retryAfter()).thenReturn(Duration.ofSeconds(61));
    when(signIn.withPassword(any(), any(), any())).thenThrow(tooMany);
    MockHttpServletResponse answer = attempt();
    assertThat(answer.getStatus()).isEqualTo(429);
    assertThat(answer.getHeader("Retry-After")).isEqualTo("61");
    assertThat(answer.getContentAsString()).contains("Try again in 2 minutes");
  }

  @Test
  void theSessionGetsAnotherIdWhenSomebodySignsIn() throws Exception {
    String planted = session.getId();
    when(signIn.withPassword(any(), any(), any()))
        .thenReturn(AccountUser.of(account(false, "nurse")));
    MockHttpServletResponse answer = attempt();
    assertThat(answer.getStatus()).isEqualTo(303);
    assertThat(answer.getHeader("Location")).isEqualTo("/auth/continue");
    assertThat(session.getId()).isNotEqualTo(planted);
    assertThat(session.getAttribute("SPRING_SECURITY_CONTEXT")).isNotNull();
  }

  @Test
  void eachStepLeadsToTheNext() throws Exception {
    assertThat(open("/auth/continue").getHeader("Location")).isEqualTo("/auth/sign-in");
    signedIn(AccountUser.withoutSecondFactor(account(true, "nurse")));
    assertThat(open("/auth/continue").getHeader("Location")).isEqualTo("/auth/second-factor");
    signedIn(AccountUser.of(account(true, "nurse")));
    assertThat(open("/auth/continue").getHeader("Location")).isEqualTo("/auth/password");
    signedIn(AccountUser.of(account(false, "nurse")));
    assertThat(open("/auth/continue").getHeader("Location")).isEqualTo("/auth/account");
  }

  private void interrupted() {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/oauth2/authorize");
    request.setServerName("evil.example.org");
    request.setQueryString("client_id=a&state=b%20c");
    request.setSession(session);
    HttpSessionRequestCache cache = new HttpSessionRequestCache();
    cache.setMatchingRequestParameterName(null);
    cache.saveRequest(request, new MockHttpServletResponse());
  }

  @Test
  void inTheEndOneIsWhereOneWantedToGoAndOnNoOtherHost() throws Exception {
    interrupted();
    signedIn(AccountUser.of(account(false, "nurse")));
    MockHttpServletResponse answer = open("/auth/continue");
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(Jsoup.parse(answer.getContentAsString()).select("main a").attr("href"))
        .isEqualTo("/oauth2/authorize?client_id=a&state=b%20c");
    assertThat(open("/auth/continue").getHeader("Location")).isEqualTo("/auth/account");
  }

  @Test
  void whoHasNoRoleIsNotSentBackAndForth() throws Exception {
    interrupted();
    signedIn(AccountUser.of(account(false)));
    MockHttpServletResponse answer = open("/auth/continue");
    assertThat(answer.getStatus()).isEqualTo(403);
    assertThat(answer.getContentAsString()).contains("Your account has no role yet");
  }

  @Test
  void signingOutEndsTheSession() throws Exception {
    signedIn(AccountUser.of(account(false, "nurse")));
    MockHttpServletResponse answer =
        mvc.perform(post("/auth/sign-out").session(session)).andReturn().getResponse();
    assertThat(answer.getHeader("Location")).isEqualTo("/auth/signed-out");
    assertThat(session.isInvalid()).isTrue();
  }
}
