package org.andiron.storage.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.RepeatedTest;

class ConditionalWriteRaceIT extends AndironIT {

  private static final int CLIENTS = 12;

  private final String value = UUID.randomUUID().toString();

  @RepeatedTest(3)
  void manyConditionalUpdatesAtOnceCreateOneResource() throws Exception {
    List<Answer> answers =
        atOnce(client -> http().put("Patient?identifier=urn:race%7C" + value, patient(value)));

    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(200, 201);
    assertThat(count(value)).isOne();
  }

  @RepeatedTest(3)
  void manyConditionalCreatesAtOnceCreateOneResource() throws Exception {
    List<Answer> answers =
        atOnce(
            client ->
                http()
                    .post(
                        "Patient",
                        patient(value),
                        "If-None-Exist",
                        "identifier=urn:race%7C" + value));

    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(200, 201);
    assertThat(count(value)).isOne();
  }

  @RepeatedTest(3)
  void transactionsWithTheSameConditionalUpdateCreateOneResource() throws Exception {
    assertAllDone(atOnce(client -> transaction(update(value))));

    assertThat(count(value)).isOne();
  }

  @RepeatedTest(3)
  void transactionsWithTheSameConditionalCreateCreateOneResource() throws Exception {
    assertAllDone(atOnce(client -> transaction(create(value))));

    assertThat(count(value)).isOne();
  }

  @RepeatedTest(3)
  void allWaysOfConditionalWritingTogetherCreateOneResource() throws Exception {
    List<Answer> answers =
        atOnce(
            client ->
                switch (client % 4) {
                  case 0 -> transaction(create(value));
                  case 1 -> transaction(update(value));
                  case 2 -> http().put("Patient?identifier=urn:race%7C" + value, patient(value));
                  default ->
                      http()
                          .post(
                              "Patient",
                              patient(value),
                              "If-None-Exist",
                              "Patient?identifier=urn:race|" + value);
                });

    assertThat(answers).extracting(Answer::status).isSubsetOf(200, 201);
    assertThat(count(value)).isOne();
  }

  @RepeatedTest(3)
  void entriesInOppositeOrdersNeitherBlockEachOtherNorCreateTwice() throws Exception {
    String other = UUID.randomUUID().toString();
    assertAllDone(
        atOnce(
            client ->
                client % 2 == 0
                    ? transaction(update(value), update(other))
                    : transaction(update(other), update(value))));

    assertThat(count(value)).isOne();
    assertThat(count(other)).isOne();
  }

  @RepeatedTest(3)
  void theOrderOfParametersDoesNotMatter() throws Exception {
    assertAllDone(
        atOnce(
            client ->
                transaction(
                    client % 2 == 0
                        ? update(value, "identifier=urn:race|" + value + "&active=true")
                        : update(value, "active=true&identifier=urn:race%7C" + value))));

    assertThat(count(value)).isOne();
  }

  @RepeatedTest(3)
  void deletesPatchesAndUpdatesTogetherLeaveAtMostOneResource() throws Exception {
    String url = "Patient?identifier=urn:race|" + value;
    String delete =
        """
        {"request":{"method":"DELETE","url":"%s"}}"""
            .formatted(url);
    String patch =
        """
        {"resource":{"resourceType":"Parameters","parameter":[{"name":"operation","part":[
           {"name":"type","valueCode":"replace"},
           {"name":"path","valueString":"Patient.active"},
           {"name":"value","valueBoolean":false}]}]},
         "request":{"method":"PATCH","url":"%s"}}"""
            .formatted(url);
    List<Answer> answers =
        atOnce(
            client ->
                switch (client % 3) {
                  case 0 -> transaction(delete);
                  case 1 -> transaction(patch);
                  default -> transaction(update(value));
                });

    // A patch that finds nothing is refused.
    assertThat(answers).extracting(Answer::status).isSubsetOf(200, 404).contains(200);
    assertThat(count(value)).isLessThanOrEqualTo(1);
  }

  private Answer transaction(String... entries) {
    return http()
        .post(
            "",
            """
            {"resourceType":"Bundle","type":"transaction","entry":[%s]}"""
                .formatted(String.join(",", entries)));
  }

  private static String update(String value) {
    return update(value, "identifier=urn:race|" + value);
  }

  private static String update(String value, String criteria) {
    return """
    {"resource":%s,"request":{"method":"PUT","url":"Patient?%s"}}"""
        .formatted(patient(value), criteria);
  }

  private static String create(String value) {
    return """
    {"resource":%s,
     "request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:race|%s"}}"""
        .formatted(patient(value), value);
  }

  private static String patient(String value) {
    return """
    {"resourceType":"Patient","active":true,
     "identifier":[{"system":"urn:race","value":"%s"}]}"""
        .formatted(value);
  }

  private static void assertAllDone(List<Answer> answers) {
    assertThat(answers).allSatisfy(it -> assertThat(it.status()).as(it.body()).isEqualTo(200));
  }

  private int count(String value) {
    return http()
        .get("Patient?identifier=urn:race%7C" + value + "&_summary=count")
        .json()
        .path("total")
        .asInt();
  }

  private static List<Answer> atOnce(IntFunction<Answer> request) throws Exception {
    CyclicBarrier start = new CyclicBarrier(CLIENTS);
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      calls.add(
          () -> {
            start.await();
            return request.apply(client);
          });
    }
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> answer : clients.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      clients.shutdownNow();
    }
  }
}
