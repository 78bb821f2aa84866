package org.andiron.testsupport;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.KnownUser;
import org.andiron.security.UserDirectory;
import org.andiron.security.account.Accounts;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * Two users of the tests beside those who have an account, and a path that signs one of them in
 * without asking.
 */
@TestConfiguration(proxyBeanMethods = false)
public class TestUsers {

  public static final String NURSE = "nurse.test";
  public static final String PATIENT = "patient.test";

  /** {@code ?user=} says who is signed in afterwards, {@code ?half} leaves something missing. */
  public static final String SIGN_IN = "/auth/test-sign-in";

  private static final Map<String, KnownUser> USERS =
      Map.of(
          NURSE,
              new KnownUser(
                  NURSE, "Test Nurse", Optional.of("Practitioner/test-nurse"), Set.of("nurse")),
          PATIENT,
              new KnownUser(
                  PATIENT, "Test Patient", Optional.of("Patient/test-patient"), Set.of("patient")));

  @Bean
  @Primary
  UserDirectory testUserDirectory(Accounts accounts) {
    return name -> Optional.ofNullable(USERS.get(name)).or(() -> accounts.find(name));
  }

  @Bean
  @Order(10)
  SecurityFilterChain testSignIn() {
    HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();
    Filter signIn =
        (request, response, chain) -> {
          String[] authorities =
              request.getParameter("half") == null ? new String[] {"ROLE_user"} : new String[0];
          contexts.saveContext(
              new SecurityContextImpl(
                  UsernamePasswordAuthenticationToken.authenticated(
                      request.getParameter("user"),
                      null,
                      AuthorityUtils.createAuthorityList(authorities))),
              (HttpServletRequest) request,
              (HttpServletResponse) response);
          ((HttpServletResponse) response).setStatus(204);
        };
    return new DefaultSecurityFilterChain(
        request -> request.getRequestURI().equals(SIGN_IN), List.of(signIn));
  }
}
