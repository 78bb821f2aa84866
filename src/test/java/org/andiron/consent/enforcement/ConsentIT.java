package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.springframework.test.context.ContextConfiguration;

/** A patient with a record, and callers from whom something may be withheld. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ContextConfiguration(initializers = ConsentServer.class, inheritInitializers = false)
public abstract class ConsentIT extends SmartIT {

  /** Denies everything to everybody. */
  protected static final String DENY_ALL = "{'type': 'deny'}";

  protected String backend = "";
  protected String nurse = "";
  protected String physician = "";
  protected String officer = "";

  /** Tells the records of each test from those of others. */
  protected String mark = "";

  protected String patient = "";

  @BeforeAll
  void callers() {
    backend = askForToken(BACKEND, "system/*.cruds").json().path("access_token").asText();
    UserTokens users = new UserTokens(this);
    nurse = users.of(TestUsers.NURSE, "user/*.cruds");
    physician = users.of(TestUsers.PHYSICIAN, "user/*.cruds");
    officer = users.of(TestUsers.PRIVACY_OFFICER, "user/*.cruds");
    Answer nurseHerself =
        as(backend)
            .put(
                "Practitioner/test-nurse",
                "{\"resourceType\": \"Practitioner\", \"id\": \"test-nurse\"}");
    assertThat(nurseHerself.status()).as(nurseHerself.body()).isIn(200, 201);
  }

  @BeforeEach
  protected final void record() {
    mark = "m" + UUID.randomUUID().toString().replace("-", "");
    patient = stored("Patient", "{'resourceType': 'Patient', 'name': [{'family': 'MARK'}]}");
  }

  protected final FhirHttp as(String token) {
    return http(token);
  }

  protected final String json(String text) {
    return text.replace('\'', '"').replace("MARK", mark).replace("PATIENT", patient);
  }

  protected final String stored(String type, String resource) {
    Answer answer = as(backend).post(type, json(resource));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return type + "/" + answer.id();
  }

  protected final String observation(String code) {
    return stored(
        "Observation",
        "{'resourceType': 'Observation', 'status': 'final', 'subject': {'reference': 'PATIENT'},"
            + " 'code': {'coding': [{'system': 'http://loinc.org', 'code': '"
            + code
            + "'}], 'text': 'MARK'}}");
  }

  protected final String consent(String provision) {
    return stored(
        "Consent",
        "{'resourceType': 'Consent', 'status': 'active', 'patient': {'reference': 'PATIENT'},"
            + " 'scope': {'coding': [{'system':"
            + " 'http://terminology.hl7.org/CodeSystem/consentscope', 'code': 'patient-privacy'}]},"
            + " 'category': [{'coding': [{'system': 'http://loinc.org', 'code': '59284-0'}]}],"
            + " 'policy': [{'uri': 'http://example.org/policy'}], 'provision': "
            + provision
            + "}");
  }

  protected final List<String> found(String token, String search) {
    Answer answer = as(token).get(search);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return StreamSupport.stream(answer.json().path("entry").spliterator(), false)
        .map(it -> it.path("resource"))
        .map(it -> it.path("resourceType").asText() + "/" + it.path("id").asText())
        .toList();
  }

  protected final int status(String token, String path) {
    return as(token).get(path).status();
  }
}
