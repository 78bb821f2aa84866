package org.andiron.testsupport;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.security.KnownUser;
import org.andiron.security.UserDirectory;
import org.andiron.security.account.Accounts;
import org.springframework.beans.factory.ObjectProvider;
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

/** Users of the tests, one of each role, and a path that signs one of them in without asking. */
@TestConfiguration(proxyBeanMethods = false)
public class TestUsers {

  public static final String NURSE = "nurse.test";
  public static final String PATIENT = "patient.test";
  public static final String PHYSICIAN = "physician.test";

  /** A physician of an emergency team. */
  public static final String EMERGENCY = "emergency.test";

  public static final String RELATIVE = "relative.test";
  public static final String ADMINISTRATOR = "administrator.test";
  public static final String PRIVACY_OFFICER = "privacy-officer.test";
  public static final String RESEARCHER = "researcher.test";

  /** Of a role that only some servers have, whose policy says what its users use data for. */
  public static final String DENTIST = "dentist.test";

  /** The same, and the policy does not say. */
  public static final String CLERK = "clerk.test";

  /** A nurse of whom no resource is known. */
  public static final String UNLINKED = "unlinked.test";

  /** {@code ?user=} says who is signed in afterwards, {@code ?half} leaves something missing. */
  public static final String SIGN_IN = "/auth/test-sign-in";

  private static final Map<String, KnownUser> USERS =
      Stream.of(
              user(NURSE, "Test Nurse", "Practitioner/test-nurse", "nurse"),
              user(PATIENT, "Test Patient", "Patient/test-patient", "patient"),
              user(PHYSICIAN, "Test Physician", "Practitioner/test-physician", "physician"),
              user(EMERGENCY, "Test Emergency", "Practitioner/test-emergency", "physician"),
              user(RELATIVE, "Test Relative", "RelatedPerson/test-relative", "relative"),
              user(
                  ADMINISTRATOR,
                  "Test Administrator",
                  "Practitioner/test-administrator",
                  "administrator"),
              user(
                  PRIVACY_OFFICER,
                  "Test Privacy Officer",
                  "Practitioner/test-privacy-officer",
                  "privacy-officer"),
              user(RESEARCHER, "Test Researcher", "Practitioner/test-researcher", "researcher"),
              user(DENTIST, "Test Dentist", "Practitioner/test-dentist", "dentist"),
              user(CLERK, "Test Clerk", "Practitioner/test-clerk", "clerk"),
              new KnownUser(UNLINKED, "Test Unlinked", Optional.empty(), Set.of("nurse")))
          .collect(Collectors.toUnmodifiableMap(KnownUser::name, it -> it));

  private static KnownUser user(String name, String displayName, String fhirUser, String role) {
    return new KnownUser(name, displayName, Optional.of(fhirUser), Set.of(role));
  }

  @Bean
  @Primary
  UserDirectory testUserDirectory(ObjectProvider<Accounts> accounts) {
    return name -> Optional.ofNullable(USERS.get(name)).or(() -> accounts.getObject().find(name));
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
