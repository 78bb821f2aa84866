package org.andiron.ops.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void placeIsGivenBackOnce() throws Exception {
    Admission admission = admission(Map.of("search.concurrent", "1", "search.queue", "0"));

    Decision.Admitted first = admitted(admission.decide(Work.SEARCH, "a"));
    assertThat(gauge("andiron.admission.running", "search")).isEqualTo(1);
    first.close();
    first.close();

    assertThat(gauge("andiron.admission.running", "search")).isZero();
    admitted(admission.decide(Work.SEARCH, "a"));
    assertThat(admission.decide(Work.SEARCH, "b"))
        .isEqualTo(new Decision.Refuse(Decision.Reason.QUEUE_FULL));
  }

  @Test
  void secondSearchWaitsForTheFirst() throws Exception {
    Admission admission = admission(Map.of("search.concurrent", "1"));
    Decision.Admitted first = admitted(admission.decide(Work.SEARCH, "a"));

    Future<Decision> second = threads.submit(() -> admission.decide(Work.SEARCH, "b"));
    await().until(() -> gauge("andiron.admission.waiting", "search") == 1);
    assertThat(second).isNotDone();
    first.close();

    admitted(second.get(30, TimeUnit.SECONDS)).close();
    assertThat(gauge("andiron.admission.waiting", "search")).isZero();
    assertThat(registry.get("andiron.admission.wait").tag("work", "search").timer().count())
        .isEqualTo(2);
  }

  @Test
  void waitEndsWithARefusal() throws Exception {
    Admission admission = admission(Map.of("search.concurrent", "1", "search.max-wait", "1ms"));
    Decision.Admitted first = admitted(admission.decide(Work.SEARCH, "a"));

    assertThat(admission.decide(Work.SEARCH, "b"))
        .isEqualTo(new Decision.Refuse(Decision.Reason.TIMEOUT));
    assertThat(refused("search", "timeout")).isEqualTo(1);

    first.close();
    admitted(admission.decide(Work.SEARCH, "b"));
  }

  @Test
  void fullClassDoesNotKeepOutOthers() throws Exception {
    Admission admission = admission(Map.of("search.concurrent", "1", "search.queue", "0"));
    admitted(admission.decide(Work.SEARCH, "a"));

    admitted(admission.decide(Work.READ, "a"));
    admitted(admission.decide(Work.WRITE, "a"));
  }

  @Test
  void callerOverItsShareIsRefusedWhileOthersAreNot() throws Exception {
    Admission admission =
        admission(Map.of("search.concurrent", "4", "search.queue", "0", "caller-share", "0.5"));
    admitted(admission.decide(Work.SEARCH, "greedy"));
    admitted(admission.decide(Work.SEARCH, "greedy"));

    assertThat(admission.decide(Work.SEARCH, "greedy"))
        .isEqualTo(new Decision.Refuse(Decision.Reason.CALLER));
    admitted(admission.decide(Work.SEARCH, "modest"));
    assertThat(refused("search", "caller")).isEqualTo(1);
  }

  @Test
  void callerIsLimitedOverAllClassesToo() throws Exception {
    Admission admission = admission(Map.of("per-caller", "2"));
    admitted(admission.decide(Work.READ, "a"));
    admitted(admission.decide(Work.WRITE, "a"));

    assertThat(admission.decide(Work.SEARCH, "a"))
        .isEqualTo(new Decision.Refuse(Decision.Reason.CALLER));
  }

  @Test
  void callerThatHoldsNothingIsForgotten() throws Exception {
    Admission admission = admission(Map.of());
    admitted(admission.decide(Work.READ, "a")).close();

    assertThat(admission.callers()).isZero();
  }

  @Test
  void serverWithoutAFreePlaceRefusesAllClasses() throws Exception {
    Admission admission = admission(Map.of("reserved-threads", "199"));
    admitted(admission.decide(Work.READ, "a"));

    assertThat(admission.decide(Work.SEARCH, "b"))
        .isEqualTo(new Decision.Refuse(Decision.Reason.SERVER_FULL));
  }

  @Test
  void allClassesTogetherStayWithinThePool() throws Exception {
    Admission admission = admission(Map.of("running", "2", "read.concurrent", "2"));
    Decision.Admitted first = admitted(admission.decide(Work.READ, "a"));
    admitted(admission.decide(Work.READ, "a"));

    Future<Decision> search = threads.submit(() -> admission.decide(Work.SEARCH, "b"));
    await().until(() -> gauge("andiron.admission.waiting", "search") == 1);
    assertThat(search).isNotDone();
    first.close();

    admitted(search.get(30, TimeUnit.SECONDS));
  }

  @Test
  void interruptedWaitHoldsNothing() throws Exception {
    Admission admission = admission(Map.of("search.concurrent", "1"));
    Decision.Admitted first = admitted(admission.decide(Work.SEARCH, "a"));
    Future<Decision> second = threads.submit(() -> admission.decide(Work.SEARCH, "b"));
    await().until(() -> gauge("andiron.admission.waiting", "search") == 1);

    second.cancel(true);

    await().until(() -> gauge("andiron.admission.waiting", "search") == 0);
    first.close();
    await().until(() -> admission.callers() == 0);
    admitted(admission.decide(Work.SEARCH, "c"));
  }

  /**
   * A flood from many callers: never more running than allowed, never more inside than there are
   * places.
   */
  @Test
  void floodOfAThousandSearchesStaysWithinTheLimits() throws Exception {
    Admission admission = admission(Map.of("search.max-wait", "30s"));
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    CountDownLatch allDecidedOrWaiting = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String caller = "caller-" + i % 100;
      all.add(
          threads.submit(
              () -> {
                Decision decision = admission.decide(Work.SEARCH, caller);
                if (decision instanceof Decision.Admit admit) {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  allDecidedOrWaiting.await();
                  now.decrementAndGet();
                  admit.place().close();
                } else {
                  refused.incrementAndGet();
                }
                return null;
              }));
    }
    await().until(() -> refused.get() == 1000 - 104);
    assertThat(now).hasValue(8);
    allDecidedOrWaiting.countDown();
    for (Future<?> one : all) {
      one.get(30, TimeUnit.SECONDS);
    }

    assertThat(most).hasValueLessThanOrEqualTo(8);
    assertThat(admission.callers()).isZero();
    assertThat(refused("search", "queue-full")).isEqualTo(1000 - 104);
  }

  private Admission admission(Map<String, String> settings) {
    Map<String, String> prefixed = new HashMap<>();
    settings.forEach((key, value) -> prefixed.put("andiron.admission." + key, value));
    return new Admission(
        AdmissionLimits.of(AdmissionPropertiesTest.bind(prefixed), 20, 200), registry);
  }

  private double gauge(String name, String work) {
    return registry.get(name).tag("work", work).gauge().value();
  }

  private double refused(String work, String reason) {
    return registry
        .get("andiron.admission.refused")
        .tag("work", work)
        .tag("reason", reason)
        .counter()
        .count();
  }

  private static Decision.Admitted admitted(Decision decision) {
    assertThat(decision).isInstanceOf(Decision.Admit.class);
    return ((Decision.Admit) decision).place();
  }
}
