package org.andiron.risk.operation;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.andiron.audit.event.RawQuery;
import org.andiron.consent.enforcement.ConsentIT;
import org.andiron.risk.record.SqlOfThread;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.WorkInRequest;
import org.andiron.visibility.Reader;
import org.andiron.visibility.Visibility;
import org.andiron.visibility.VisibilityOfRequest;
import org.andiron.visibility.VisibleResources;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** With the consents that scores rest on, a hundred patients take as many statements as one. */
class ScoringStatementsIT extends ConsentIT {

  @Autowired private RiskScoring scoring;
  @Autowired private ModelRegistry registry;
  @Autowired private RestfulServer server;

  private WorkInRequest requests;

  private record Caller(Visibility visibility, Reader reader) {}

  @BeforeAll
  void register() {
    requests = new WorkInRequest(server);
  }

  @AfterAll
  void unregister() {
    requests.close();
  }

  private void store(List<String> patients) {
    String entries =
        patients.stream()
            .map(
                it ->
                    ("{'resource': {'resourceType': 'Patient', 'id': 'ID', 'gender': 'female',"
                            + " 'birthDate': '1960-01-01'}, 'request': {'method': 'PUT', 'url':"
                            + " 'Patient/ID'}}")
                        .replace("ID", it))
            .collect(Collectors.joining(","));
    Answer answer =
        as(backend)
            .post(
                "",
                json("{'resourceType': 'Bundle', 'type': 'transaction', 'entry': [ALL]}")
                    .replace("ALL", json(entries)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private ScoringQuestion question() {
    return new ScoringQuestion(
        new ModelChoice(registry.current()).of(List.of(new StringType("cha2ds2-vasc"))),
        Instant.now(),
        false,
        RawQuery.get("http://example.org/fhir/Patient/$risk-score"));
  }

  private int statements(RequestDetails request, List<String> patients) {
    ScoringQuestion question = question();
    return SqlOfThread.count(
        () -> assertThat(scoring.score(request, patients, question)).hasSize(patients.size()));
  }

  /** The fewest of some times: what is known of callers is asked anew now and then. */
  private int inRequest(List<String> patients) {
    return IntStream.range(0, 4)
        .map(
            it ->
                requests.during(
                    as(nurse),
                    "Patient/" + patients.get(0) + "/$everything?_count=1",
                    request -> statements(request, patients)))
        .min()
        .orElseThrow();
  }

  private int inJob(Caller caller, List<String> patients) {
    int[] fewest = {Integer.MAX_VALUE};
    for (int i = 0; i < 4; i++) {
      VisibleResources.during(
          caller.visibility(),
          caller.reader(),
          () -> fewest[0] = Math.min(fewest[0], statements(new SystemRequestDetails(), patients)));
    }
    return fewest[0];
  }

  @Test
  void aHundredPatientsTakeAsManyStatementsAsOne() {
    List<String> patients = IntStream.range(0, 100).mapToObj(it -> mark + "-" + it).toList();
    store(patients);
    // Where there is any consent, consents are asked.
    consent(
        "{'type': 'deny', 'purpose': [{'system':"
            + " 'https://andiron.org/fhir/CodeSystem/consent-purpose', 'code':"
            + " 'automated-scoring'}]}");
    int ofOne = inRequest(patients.subList(0, 1));
    assertThat(inRequest(patients)).isEqualTo(ofOne).isBetween(2, 20);
    Caller caller =
        requests.during(
            as(nurse),
            patient + "/$everything?_count=1",
            request ->
                new Caller(
                    VisibilityOfRequest.of(request),
                    VisibilityOfRequest.reader(request).orElseThrow()));
    int ofOneInJob = inJob(caller, patients.subList(0, 1));
    // A job records at once: the driver makes of a hundred rows 64, 32 and 4 at a time.
    assertThat(inJob(caller, patients)).isBetween(ofOneInJob, ofOneInJob + 4).isLessThan(25);
  }
}
