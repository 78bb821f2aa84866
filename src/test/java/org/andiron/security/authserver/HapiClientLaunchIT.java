package org.andiron.security.authserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.andiron.security.account.Accounts;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.Person;
import org.andiron.testsupport.SigningClient;
import org.andiron.testsupport.SmartApp;
import org.andiron.testsupport.SmartIT;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The HAPI client with the token of a standalone and of an EHR launch: as a Java developer writes
 * it.
 */
class HapiClientLaunchIT extends SmartIT {

  private static final String SCOPE =
      "launch launch/patient patient/Patient.rs patient/Observation.crus";
  private static final int OBSERVATIONS = 5;

  private final String clientId = "app-" + UUID.randomUUID();
  @Autowired private Accounts accounts;

  private Person nurse;
  private SmartApp app;
  private String mine;
  private String neighbour;
  private String ofNeighbour;

  @BeforeEach
  void setUp() {
    register(SmartApp.publicApp(clientId, SCOPE));
    nurse = Person.nurse(accounts);
    app = new SmartApp(rootUrl(), clientId).signIn(nurse);
    IGenericClient backend = client(token("system/*.cruds"));
    mine = patient(backend, AdministrativeGender.FEMALE);
    neighbour = patient(backend, AdministrativeGender.MALE);
    for (int i = 0; i < OBSERVATIONS; i++) {
      backend.create().resource(observation(mine)).execute();
    }
    ofNeighbour = backend.create().resource(observation(neighbour)).execute().getId().getIdPart();
  }

  private static String patient(IGenericClient backend, AdministrativeGender gender) {
    Patient patient = new Patient().setGender(gender);
    return backend.create().resource(patient).execute().getId().getIdPart();
  }

  private static Observation observation(String patient) {
    Observation observation = new Observation();
    observation.setStatus(Observation.ObservationStatus.FINAL).getCode().setText("weight");
    return observation.setSubject(new Reference("Patient/" + patient));
  }

  private IGenericClient client(String token) {
    fhirContext().getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
    fhirContext().getRestfulClientFactory().setSocketTimeout(60_000);
    IGenericClient client = fhirContext().newRestfulGenericClient(baseUrl());
    client.registerInterceptor(new BearerTokenAuthInterceptor(token));
    return client;
  }

  /** From the page on which the app is allowed everything to its client, for this patient. */
  private IGenericClient allowed(Answer page) {
    Answer back = app.allow(page, List.of(SmartApp.query(page).get("scope").split(" ")));
    JsonNode token = app.redeem(SmartApp.query(back).get("code")).json();
    assertThat(token.path("patient").asText()).as(token.toString()).isEqualTo(mine);
    return client(token.path("access_token").asText());
  }

  private IGenericClient standalone() {
    Answer picker = app.authorize(app.request(SCOPE.replace("launch ", "")));
    app.choose(picker, mine);
    return allowed(picker);
  }

  private IGenericClient openedByEhr() {
    SigningClient ehr = SigningClient.rsa("ehr-" + UUID.randomUUID());
    register(
        ehr.registration("\"scope\": \"system/Patient.rs\", \"andiron_create_launches\": true"));
    Answer launch =
        http(askForToken(ehr, "system/Patient.rs").json().path("access_token").asText())
            .post(
                rootUrl() + "/auth/launch",
                "{\"user\": \"%s\", \"patient\": \"%s\"}".formatted(nurse.username(), mine),
                "Content-Type",
                "application/json");
    assertThat(launch.status()).as(launch.body()).isEqualTo(201);
    Map<String, String> request = app.request(SCOPE.replace(" launch/patient", ""));
    request.put("launch", launch.json().path("launch").asText());
    return allowed(app.authorize(request));
  }

  @Test
  void anAppThatStartsByItselfReadsSearchesAndWrites() {
    assertWorksForOnePatient(standalone());
  }

  @Test
  void anAppThatAnEhrOpensReadsSearchesAndWrites() {
    assertWorksForOnePatient(openedByEhr());
  }

  private void assertWorksForOnePatient(IGenericClient client) {
    Patient read = client.read().resource(Patient.class).withId(mine).execute();
    assertThat(read.getGender()).isEqualTo(AdministrativeGender.FEMALE);
    Bundle first =
        client
            .search()
            .forResource(Observation.class)
            .count(2)
            .returnBundle(Bundle.class)
            .execute();
    assertThat(first.getTotal()).isEqualTo(OBSERVATIONS);
    Set<String> found = new HashSet<>();
    Bundle page = first;
    collect(page, found);
    while (page.getLink(Bundle.LINK_NEXT) != null) {
      page = client.loadPage().next(page).execute();
      collect(page, found);
    }
    assertThat(found).hasSize(OBSERVATIONS).doesNotContain(ofNeighbour);
    assertThat(client.create().resource(observation(mine)).execute().getCreated()).isTrue();

    assertRefused(
        ResourceNotFoundException.class,
        () -> client.read().resource(Patient.class).withId(neighbour).execute());
    assertRefused(
        ResourceNotFoundException.class,
        () -> client.read().resource(Observation.class).withId(ofNeighbour).execute());
    assertRefused(
        ForbiddenOperationException.class,
        () -> client.create().resource(observation(neighbour)).execute());
    assertRefused(
        ForbiddenOperationException.class,
        () -> client.search().forResource(Condition.class).returnBundle(Bundle.class).execute());
    assertRefused(
        ForbiddenOperationException.class,
        () -> client.delete().resourceById("Observation", found.iterator().next()).execute());
  }

  private static void collect(Bundle page, Set<String> ids) {
    page.getEntry().forEach(it -> ids.add(it.getResource().getIdElement().getIdPart()));
  }

  @Test
  void aTokenThatWasTakenBackIsNoTokenAnyMore() {
    IGenericClient client = standalone();
    client.read().resource(Patient.class).withId(mine).execute();
    jdbc().update("delete from andiron.app_authorization where client_id = ?", clientId);
    assertRefused(
        AuthenticationException.class,
        () -> client.read().resource(Patient.class).withId(mine).execute());
  }

  private static <T extends BaseServerResponseException> void assertRefused(
      Class<T> kind, ThrowingCallable request) {
    assertThatExceptionOfType(kind)
        .isThrownBy(request)
        .extracting(BaseServerResponseException::getOperationOutcome)
        .asInstanceOf(type(OperationOutcome.class))
        .satisfies(it -> assertThat(it.getIssueFirstRep().getDiagnostics()).isNotBlank());
  }
}
