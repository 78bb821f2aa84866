package org.andiron.risk.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.batch2.coordinator.JobDefinitionRegistry;
import ca.uhn.fhir.batch2.model.JobDefinition;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.andiron.consent.enforcement.ConsentIT;
import org.andiron.risk.Installed;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.record.RecordReader;
import org.andiron.server.Disclosures;
import org.andiron.server.JobFiles;
import org.andiron.storage.SelectedResources;
import org.andiron.testsupport.BulkExports;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.andiron.testsupport.WorkInRequest;
import org.hl7.fhir.r4.model.RiskAssessment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The jobs that score populations; their scorer tells only of whom there is a record. */
class PopulationScoringIT extends ConsentIT {

  @Autowired private PopulationReader populations;
  @Autowired private PopulationScoring scoring;
  @Autowired private JobDefinitionRegistry definitions;
  @Autowired private RecordReader records;
  @Autowired private JobFiles files;
  @Autowired private Disclosures disclosures;
  @Autowired private RestfulServer server;
  @Autowired private SelectedResources search;
  @Autowired private DaoRegistry daos;
  @Autowired private IHapiTransactionService transactions;

  private WorkInRequest requests;
  private JobDefinition<?> original;

  /** Jobs by model whose scorer waits. */
  private final Set<String> held = ConcurrentHashMap.newKeySet();

  private final CountDownLatch released = new CountDownLatch(1);

  @BeforeAll
  void putScorer() {
    requests = new WorkInRequest(server);
    original = definitions.getJobDefinitionOrThrowException(PopulationScoringJob.ID, 1);
    definitions.removeJobDefinition(PopulationScoringJob.ID, 1);
    definitions.addJobDefinition(
        new PopulationScoringJob(populations, () -> this::score, files, () -> disclosures)
            .definition());
  }

  @AfterAll
  void restore() {
    released.countDown();
    requests.close();
    definitions.removeJobDefinition(PopulationScoringJob.ID, 1);
    definitions.addJobDefinition(original);
  }

  private List<ScoredLine> score(
      RequestDetails request, String job, ScoringOrder order, List<String> patients) {
    if (order.models().stream().anyMatch(held::contains)) {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    List<ScoredLine> results = new ArrayList<>();
    RecordNeeds needs =
        RecordNeeds.of(Installed.all().all().stream().map(it -> it.features()).toList());
    records
        .read(request, patients, needs)
        .keySet()
        .forEach(
            id -> {
              RiskAssessment result = new RiskAssessment();
              result.setStatus(RiskAssessment.RiskAssessmentStatus.FINAL);
              result.getSubject().setReference("Patient/" + id);
              results.add(new ScoredLine(id, result));
            });
    return results;
  }

  private String startedFor(String token, Population population, String model) {
    return requests.during(
        as(token),
        patient + "/$everything?_count=1",
        request -> {
          ServletRequestDetails details = (ServletRequestDetails) request;
          scoring.start(
              details,
              new ScoringOrder(
                  "http://example.org/x",
                  population,
                  List.of(model),
                  false,
                  0,
                  false,
                  false,
                  null));
          return Objects.requireNonNull(details.getServletResponse().getHeader("Content-Location"));
        });
  }

  private List<String> scored(JsonNode manifest, String token) {
    return new BulkExports(as(token))
        .resources(manifest).stream().map(it -> it.at("/subject/reference").asText()).toList();
  }

  private List<String> listed(String token, Population population, int atOnce) {
    return requests.during(
        as(token),
        patient + "/$everything?_count=1",
        request -> {
          List<String> all = new ArrayList<>();
          populations.list(
              request,
              population,
              atOnce,
              some -> {
                assertThat(some.size()).isBetween(1, atOnce);
                all.addAll(some);
              });
          return all;
        });
  }

  private List<String> family(int size) {
    return IntStream.range(0, size)
        .mapToObj(
            it -> stored("Patient", "{'resourceType': 'Patient', 'name': [{'family': 'MARK'}]}"))
        .toList();
  }

  private String group(String more, List<String> members) {
    return stored(
        "Group",
        "{'resourceType': 'Group', 'type': 'person', 'actual': true, "
            + more
            + "'member': ["
            + members.stream()
                .map(
                    it ->
                        it.endsWith("!")
                            ? "{'entity': {'reference': '"
                                + it.replace("!", "")
                                + "'}, 'inactive': true}"
                            : "{'entity': {'reference': '" + it + "'}}")
                .collect(Collectors.joining(", "))
            + "]}");
  }

  private static String id(String reference) {
    return reference.substring(reference.indexOf('/') + 1);
  }

  private static List<String> ids(List<String> references) {
    return references.stream().map(PopulationScoringIT::id).toList();
  }

  @Test
  void aGroupIsItsActiveMembersInTheSameOrder() {
    List<String> some = family(4);
    String inner = group("", some.subList(2, 3));
    String group = group("", List.of(some.get(0), some.get(1) + "!", some.get(3), inner));
    List<String> expected =
        ids(List.of(some.get(0), some.get(2), some.get(3))).stream().sorted().toList();
    assertThat(listed(backend, Population.ofGroup(id(group)), 2))
        .containsExactlyElementsOf(expected);
    assertThat(listed(backend, Population.ofGroup(id(group)), 3))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void aSearchIsWhomTheCallerFinds() {
    List<String> some = family(5);
    consentOf(some.get(1), "");
    Population family = Population.ofSearch("family=" + mark);
    assertThat(listed(backend, family, 2)).contains(ids(some).toArray(String[]::new)).hasSize(6);
    assertThat(listed(nurse, family, 2)).hasSize(5).doesNotContain(id(some.get(1)));
    String own = new UserTokens(this).of(TestUsers.NURSE, "patient/*.rs", id(some.get(0)));
    assertThat(listed(own, Population.ofSearch(""), 2)).containsExactly(id(some.get(0)));
    assertThat(listed(backend, Population.ofSearch(""), 1000))
        .contains(ids(some).toArray(String[]::new));

    PopulationReader inSmallPages = new PopulationReader(daos, transactions, jdbc(), search, 2);
    List<List<String>> parts =
        requests.during(
            as(nurse),
            patient + "/$everything?_count=1",
            request -> {
              List<List<String>> all = new ArrayList<>();
              inSmallPages.list(request, family, 3, all::add);
              return all;
            });
    assertThat(parts.stream().flatMap(List::stream))
        .containsExactlyElementsOf(listed(nurse, family, 100));
    assertThat(parts).extracting(List::size).containsExactly(3, 2);
  }

  private void consentOf(String other, String more) {
    String own = patient;
    patient = other;
    consent(
        "{'type': 'deny', 'actor': [{'role': {'text': 'x'}, 'reference': {'reference':"
            + " 'Practitioner/test-nurse'}}]"
            + more
            + "}");
    patient = own;
  }

  @Test
  void whatCannotBeListedIsRefusedAtOnce() {
    String unused = group("'active': false, ", family(1));
    assertThatThrownBy(() -> startedFor(backend, Population.ofGroup(id(unused)), "x"))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("Group.active");
    assertThatThrownBy(() -> startedFor(backend, Population.ofGroup("x" + mark), "x"))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> startedFor(backend, Population.ofSearch("nonsense=1"), "x"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("nonsense");
    String own = new UserTokens(this).of(TestUsers.NURSE, "patient/*.rs", id(patient));
    String others = group("", family(1));
    assertThatThrownBy(() -> startedFor(own, Population.ofGroup(id(others)), "x"))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void resultsAreInFilesForWhoAsked() {
    List<String> some = family(3);
    // Not of the whole record, of which the group is a part.
    consentOf(
        some.get(1),
        ", 'class': [{'system': 'http://hl7.org/fhir/resource-types', 'code': 'Patient'}]");
    String group = group("", some);
    String status = startedFor(nurse, Population.ofGroup(id(group)), "x");
    JsonNode manifest = new BulkExports(as(nurse)).manifest(status);

    assertThat(manifest.path("request").asText()).isEqualTo("http://example.org/x");
    assertThat(manifest.at("/output/0/type").asText()).isEqualTo("RiskAssessment");
    assertThat(scored(manifest, nurse)).containsExactlyInAnyOrder(some.get(0), some.get(2));
    assertThat(as(physician).get(status).status()).isEqualTo(404);
    String file = manifest.at("/output/0/url").asText();
    assertThat(as(physician).get(file).status()).isEqualTo(404);
    assertThat(as(backend).get(file).status()).isEqualTo(404);

    assertThat(as(nurse).delete(status).status()).isEqualTo(202);
    assertThat(as(nurse).get(status).status()).isEqualTo(404);
    assertThat(as(nurse).get(file).status()).isEqualTo(404);
  }

  @Test
  void aRunningJobTellsItsProgressAndIsEnded() {
    String model = "held" + mark;
    held.add(model);
    String status = startedFor(nurse, Population.ofSearch("family=" + mark), model);
    Answer running = as(nurse).get(status);
    assertThat(running.status()).isEqualTo(202);
    assertThat(running.header("X-Progress")).isPresent();
    assertThat(running.header("Retry-After")).isPresent();
    assertThat(as(physician).delete(status).status()).isEqualTo(404);
    assertThat(as(nurse).delete(status).status()).isEqualTo(202);
    released.countDown();
    await().atMost(Duration.ofSeconds(60)).until(() -> as(nurse).get(status).status() == 404);
  }
}
