package org.andiron.server.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class ConditionalUpdateRaceIT extends AndironIT {

  private static final int CLIENTS = 8;

  @RepeatedTest(3)
  void manyAtOnceCreateOneResource(RepetitionInfo repetition) throws Exception {
    String value = "race-" + repetition.getCurrentRepetition();
    String url = "Patient?identifier=urn:race%7C" + value;
    String body =
        """
        {"resourceType":"Patient","identifier":[{"system":"urn:race","value":"%s"}]}"""
            .formatted(value);
    CyclicBarrier start = new CyclicBarrier(CLIENTS);
    Callable<Integer> client =
        () -> {
          start.await();
          return http().put(url, body).status();
        };
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> status : clients.invokeAll(Collections.nCopies(CLIENTS, client))) {
        statuses.add(status.get());
      }
      assertThat(statuses).containsOnlyOnce(201).containsOnly(200, 201);
      assertThat(http().get(url + "&_summary=count").json().path("total").asInt()).isEqualTo(1);
    } finally {
      clients.shutdownNow();
    }
  }
}
