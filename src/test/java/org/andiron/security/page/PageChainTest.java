package org.andiron.security.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import jakarta.servlet.Filter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.andiron.security.access.SeenRecords;
import org.andiron.security.account.Account;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.factor.SecondFactors;
import org.andiron.security.account.passkey.PasskeySignIn;
import org.andiron.security.account.passkey.Passkeys;
import org.andiron.security.account.password.PasswordProperties;
import org.andiron.security.account.password.PasswordRules;
import org.andiron.security.account.session.AccountSessions;
import org.andiron.security.account.signin.AccountUser;
import org.andiron.security.account.signin.SignIn;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.authserver.code.PendingAuthorizations;
import org.andiron.security.authserver.code.SignInTime;
import org.andiron.security.authserver.token.AuthorizationStore;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** The pages behind their filters: who gets where, and with what. */
class PageChainTest {

  private final GenericWebApplicationContext context =
      new GenericWebApplicationContext(new MockServletContext());
  private final SignIn signIn = mock(SignIn.class);
  private final Accounts accounts = mock(Accounts.class);
  private final AuthorizationStore authorizations = mock(AuthorizationStore.class);
  private final MockHttpSession session = new MockHttpSession();
  private MockMvc mvc;

  @Configuration
  @EnableWebMvc
  @EnableWebSecurity
  static class Web {}

  @BeforeEach
  void start() {
    TestPropertyValues.of("andiron.security.mode=smart").applyTo(context);
    new AnnotatedBeanDefinitionReader(context).register(Web.class);
    bean(PageProperties.class, new PageProperties("Test Hospital", null, null));
    bean(PasswordProperties.class, new PasswordProperties(12, 19456, 2));
    bean(PasswordRules.class, new PasswordRules(new PasswordProperties(12, 19456, 2)));
    bean(SignIn.class, signIn);
    bean(Accounts.class, accounts);
    bean(AuthorizationStore.class, authorizations);
    List.of(
            PasskeySignIn.class,
            Passkeys.class,
            SecondFactors.class,
            AccountSessions.class,
            SignInTime.class,
            PendingAuthorizations.class,
            RegisteredClients.class,
            SeenRecords.class,
            DaoRegistry.class)
        .forEach(this::mocked);
    new ClassPathBeanDefinitionScanner(context).scan("org.andiron.security.page");
    context.refresh();
    mvc =
        MockMvcBuilders.webAppContextSetup(context)
            .addFilters(context.getBean("springSecurityFilterChain", Filter.class))
            .build();
  }

  @AfterEach
  void stop() {
    context.close();
  }

  private <T> void bean(Class<T> type, T bean) {
    // A singleton is not autowired, which mocks could not be.
    context.getBeanFactory().registerSingleton(type.getName(), bean);
  }

  private <T> void mocked(Class<T> type) {
    bean(type, mock(type));
  }

  private MockHttpServletResponse send(MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request.session(session)).andReturn().getResponse();
  }

  private static AccountUser nurse(boolean mustChangePassword) {
    return AccountUser.of(account(mustChangePassword));
  }

  private static Account account(boolean mustChangePassword) {
    return new Account(
        UUID.randomUUID(),
        "nina",
        "Nina",
        Optional.empty(),
        Set.of("nurse"),
        Optional.empty(),
        true,
        true,
        mustChangePassword,
        Instant.EPOCH,
        Instant.EPOCH,
        1);
  }

  private MockHttpServletResponse signIn(AccountUser user) throws Exception {
    when(signIn.withPassword(any(), any(), any())).thenReturn(user);
    Document page = Jsoup.parse(send(get("/auth/sign-in")).getContentAsString());
    return send(
        post("/auth/sign-in")
            .param("username", "nina")
            .param("password", "secret")
            .param("_csrf", page.select("form input[name=_csrf]").attr("value")));
  }

  private static void assertLeadsTo(MockHttpServletResponse answer, String page) {
    assertThat(answer.getStatus()).isEqualTo(303);
    assertThat(answer.getHeader("Location")).isEqualTo(page);
  }

  @Test
  void whoeverSignsInIsWhereTheyWantedToGo() throws Exception {
    assertLeadsTo(send(get("/auth/apps")), "/auth/sign-in");
    assertLeadsTo(signIn(nurse(false)), "/auth/continue");
    assertThat(
            Jsoup.parse(send(get("/auth/continue")).getContentAsString())
                .select("main a")
                .attr("href"))
        .isEqualTo("/auth/apps");
    MockHttpServletResponse apps = send(get("/auth/apps"));
    assertThat(apps.getStatus()).isEqualTo(200);
    assertThat(apps.getContentAsString())
        .contains("Signed in as Nina")
        .contains("not allowed any app");
  }

  @Test
  void aFormWithoutTheTokenOfTheSessionIsRefused() throws Exception {
    send(get("/auth/sign-in"));
    MockHttpServletResponse answer =
        send(post("/auth/sign-in").param("username", "nina").param("password", "secret"));
    assertThat(answer.getStatus()).isEqualTo(403);
    assertThat(answer.getContentAsString()).contains("The page was open for too long");
    assertThat(answer.getHeader("Content-Security-Policy")).startsWith("default-src 'none'");
  }

  @Test
  void whoeverIsHalfSignedInSeesNothingButTheNextStep() throws Exception {
    signIn(AccountUser.withoutSecondFactor(account(true)));
    for (String page :
        List.of(
            "/auth/account",
            "/auth/apps",
            "/auth/authorization",
            "/auth/patient",
            "/auth/password")) {
      assertLeadsTo(send(get(page)), "/auth/second-factor");
    }
    MockHttpServletResponse answer = send(get("/auth/second-factor"));
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getContentAsString()).doesNotContain("Signed in as");
  }

  @Test
  void aPasswordOfSomebodyElseIsGoodForChoosingAnotherOnly() throws Exception {
    signIn(nurse(true));
    assertLeadsTo(send(get("/auth/account")), "/auth/password");
    MockHttpServletResponse answer = send(get("/auth/password"));
    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(Jsoup.parse(answer.getContentAsString()).select("#current")).isEmpty();
  }

  private String problem(String password, String language) throws Exception {
    Document page = Jsoup.parse(send(get("/auth/password")).getContentAsString());
    MockHttpServletResponse answer =
        send(
            post("/auth/password")
                .header("Accept-Language", language)
                .param("password", password)
                .param("repeated", password)
                .param("_csrf", page.select("form input[name=_csrf]").attr("value")));
    assertThat(answer.getStatus()).as(password).isEqualTo(422);
    return Jsoup.parse(answer.getContentAsString()).select("#problem").text();
  }

  @Test
  void aWeakPasswordIsRefusedInTheLanguageOfThePage() throws Exception {
    when(accounts.byUsername("nina")).thenReturn(Optional.of(account(true)));
    signIn(nurse(true));
    assertThat(problem("elevenchars", "en")).contains("too short", "12");
    assertThat(problem("elevenchars", "zh-CN")).contains("太短", "12");
    String tooLong = "four small herons ".repeat(20);
    assertThat(problem(tooLong, "en")).contains("too long", "256");
    assertThat(problem(tooLong, "zh-CN")).contains("太长", "256");
    assertThat(problem("this is nina here", "en")).contains("user name");
    assertThat(problem("this is nina here", "zh-CN")).contains("用户名");
    assertThat(problem("password1234", "en")).contains("attackers");
    assertThat(problem("password1234", "zh-CN")).contains("常见密码");
  }

  @Test
  void whatSomebodyElseAllowedCannotBeTakenBack() throws Exception {
    signIn(nurse(false));
    Document page = Jsoup.parse(send(get("/auth/apps")).getContentAsString());
    MockHttpServletResponse answer =
        send(
            post("/auth/apps")
                .param("authorization", "of-another")
                .param("_csrf", page.select("input[name=_csrf]").attr("value")));
    assertThat(answer.getStatus()).isEqualTo(404);
  }

  @Test
  void assetsAreThereForEverybodyAndUnknownPagesForNobody() throws Exception {
    MockHttpServletResponse style = send(get("/auth/assets/pages.css"));
    assertThat(style.getStatus()).isEqualTo(200);
    assertThat(style.getContentType()).startsWith("text/css");
    assertThat(send(get("/auth/assets/other.css")).getStatus()).isEqualTo(404);
    assertLeadsTo(send(get("/auth/nothing")), "/auth/sign-in");
    signIn(nurse(false));
    assertThat(send(get("/auth/nothing")).getStatus()).isEqualTo(404);
  }

  @Test
  void launchesOfAnEhrAreNoPages() {
    SecurityFilterChain chain = context.getBean("pageChain", SecurityFilterChain.class);
    assertThat(chain.matches(request("/auth/launch"))).isFalse();
    assertThat(chain.matches(request("/fhir/Patient"))).isFalse();
    assertThat(chain.matches(request("/auth/account"))).isTrue();
    assertThat(chain.matches(request("/webauthn/register"))).isTrue();
  }

  private static MockHttpServletRequest request(String path) {
    return new MockHttpServletRequest("POST", path);
  }
}
