package org.andiron.testsupport;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.andiron.AndironApplication;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole server in mode smart, which it has without being told, over HTTP. All
 * subclasses share one Spring context and one embedded PostgreSQL; what {@link AndironIT} says of
 * that holds here as well.
 */
@SpringBootTest(
    classes = AndironApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "andiron.egress.allow=*.example.org,127.0.0.0/8",
      "andiron.subscription.attempts=3",
      "andiron.subscription.retry-wait=50ms",
      "andiron.validation.background-share=0"
    })
@ContextConfiguration(initializers = SmartServer.class)
@Import({TestUsers.class, MovableClock.class})
@ExtendWith(NothingWithheld.class)
public abstract class SmartIT {

  /** A backend client that may ask for everything. */
  public static final SigningClient BACKEND = SigningClient.rsa("test-backend");

  private static final String FORM = "application/x-www-form-urlencoded";

  @LocalServerPort private int port;

  @Autowired private FhirContext fhirContext;

  @Autowired private JdbcOperations jdbc;

  @Autowired private MovableClock clock;

  private final List<String> consents = new ArrayList<>();

  /** The FHIR base URL, without a trailing slash. */
  protected final String baseUrl() {
    return rootUrl() + "/fhir";
  }

  /** The root of the port, without a trailing slash: the issuer. */
  protected final String rootUrl() {
    return "http://localhost:" + port;
  }

  protected final FhirContext fhirContext() {
    return fhirContext;
  }

  /** Plain HTTP against the FHIR base, without a token. */
  protected final FhirHttp http() {
    return new FhirHttp(baseUrl());
  }

  /** Plain HTTP against the FHIR base with a token in every request. */
  protected final FhirHttp http(String token) {
    return new FhirHttp(baseUrl(), "Authorization", "Bearer " + token);
  }

  /** A token of the backend client with some scopes, separated by spaces. */
  protected final String token(String scope) {
    Answer answer = askForToken(BACKEND, scope);
    if (answer.status() != 200) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    return answer.json().path("access_token").asText();
  }

  /** What the token endpoint answers to a backend client. */
  protected final Answer askForToken(SigningClient client, String scope) {
    return form(
        "/oauth2/token", SigningClient.form(client.assertion(rootUrl() + "/oauth2/token"), scope));
  }

  /** Posts a form to a path below the root. */
  protected final Answer form(String path, String body, String... headers) {
    return new FhirHttp(rootUrl(), headers).post(path, body, "Content-Type", FORM);
  }

  /**
   * Stores an active Consent of a patient to privacy, until the test ends.
   *
   * @param patient the id of the patient
   * @param members of the Consent, beside its status, scope, category and patient
   */
  protected final void givenConsent(String patient, String members) {
    Answer answer =
        http(token("system/*.cruds"))
            .post(
                "Consent",
                """
                {"resourceType": "Consent", "status": "active",
                 "scope": {"coding": [{"code": "patient-privacy",
                   "system": "http://terminology.hl7.org/CodeSystem/consentscope"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "patient": {"reference": "Patient/%s"}, %s}
                """
                    .formatted(patient, members));
    if (answer.status() != 201) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    consents.add(answer.id());
  }

  @AfterEach
  protected final void takeConsentsBack() {
    if (!consents.isEmpty()) {
      FhirHttp officer =
          http(new UserTokens(this).of(TestUsers.PRIVACY_OFFICER, "user/Consent.cruds"));
      consents.forEach(it -> officer.delete("Consent/" + it));
      consents.clear();
    }
  }

  /** Registers a client, as an administrator would; metadata as RFC 7591 has them. */
  protected final void register(String metadata) {
    try {
      jdbc.update(
          "insert into andiron.app_client (client_id, registration, created_by) values (?, ?,"
              + " 'test')",
          new ObjectMapper().readTree(metadata).path("client_id").asText(),
          metadata);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  protected final JdbcOperations jdbc() {
    return jdbc;
  }

  /** The clock of security. */
  protected final MovableClock clock() {
    return clock;
  }
}
