package org.andiron.testsupport;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.security.KnownUser;
import org.andiron.security.UserDirectory;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** Two users of the tests. */
@TestConfiguration(proxyBeanMethods = false)
public class TestUsers {

  public static final String NURSE = "nurse.test";
  public static final String PATIENT = "patient.test";

  private static final Map<String, KnownUser> USERS =
      Map.of(
          NURSE,
              new KnownUser(
                  NURSE, "Test Nurse", Optional.of("Practitioner/test-nurse"), Set.of("nurse")),
          PATIENT,
              new KnownUser(
                  PATIENT, "Test Patient", Optional.of("Patient/test-patient"), Set.of("patient")));

  @Bean
  UserDirectory testUsers() {
    return name -> Optional.ofNullable(USERS.get(name));
  }
}
