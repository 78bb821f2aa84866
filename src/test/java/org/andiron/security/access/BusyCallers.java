package org.andiron.security.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.andiron.testsupport.FhirHttp;

/** Callers that ask the same again and again until they are refused. */
final class BusyCallers {

  private static final int PATIENCE = 2_000;

  private BusyCallers() {}

  /** Whatever begins after the end, while callers are busy, is answered 401. */
  static void assertNoneServedAfter(FhirHttp http, List<String> urls, Runnable end)
      throws InterruptedException {
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService callers = Executors.newFixedThreadPool(urls.size());
    try {
      List<Future<Integer>> served =
          urls.stream().map(url -> callers.submit(() -> servedAfter(http, url, ended))).toList();
      end.run();
      ended.set(true);
      for (Future<Integer> it : served) {
        assertThat(get(it)).as("requests begun after the end and served").isZero();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static int servedAfter(FhirHttp http, String url, AtomicBoolean ended) {
    int served = 0;
    int status = 200;
    for (int i = 0; status == 200 && i < PATIENCE; i++) {
      boolean after = ended.get();
      status = http.get(url).status();
      served += after && status == 200 ? 1 : 0;
    }
    assertThat(status).isEqualTo(401);
    return served;
  }

  private static int get(Future<Integer> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }
}
