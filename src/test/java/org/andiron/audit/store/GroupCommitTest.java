package org.andiron.audit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupCommitTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  /** A database that writes a group when it is let, or fails. */
  private final Semaphore let = new Semaphore(0);

  private final BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
  private final List<List<Row>> begun = new CopyOnWriteArrayList<>();
  private final List<List<Row>> durable = new CopyOnWriteArrayList<>();
  private final List<Thread> callers = new ArrayList<>();
  private GroupCommit group = withPatience(LONG);

  private GroupCommit withPatience(Duration patience) {
    return new GroupCommit(this::write, 1, LONG, patience);
  }

  private void write(List<Row> rows) throws SQLException {
    begun.add(rows);
    let.acquireUninterruptibly();
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    durable.add(rows);
  }

  @AfterEach
  void letAll() {
    let.release(10_000);
    group.close();
  }

  /** Commits in another thread; the outcome is what it threw, null for nothing. */
  private CompletableFuture<@Nullable Throwable> caller(List<Row> rows) {
    CompletableFuture<@Nullable Throwable> outcome = new CompletableFuture<>();
    GroupCommit to = group;
    Thread thread = new Thread(() -> outcome.complete(catchThrowable(() -> to.commit(rows))));
    thread.start();
    callers.add(thread);
    return outcome;
  }

  private void awaitBegun(int groups) {
    await().until(() -> begun.size() == groups);
  }

  /** Brings callers in their order behind one whose group is being written. */
  private List<CompletableFuture<@Nullable Throwable>> lineUp(int... rows) {
    List<CompletableFuture<@Nullable Throwable>> outcomes = new ArrayList<>();
    outcomes.add(caller(AuditRows.rows(1)));
    awaitBegun(1);
    for (int number : rows) {
      outcomes.add(caller(AuditRows.rows(number)));
      await().until(() -> callers.get(callers.size() - 1).getState() == Thread.State.TIMED_WAITING);
    }
    return outcomes;
  }

  @Test
  void whoComesAloneIsWrittenAtOnce() {
    let.release();
    List<Row> rows = AuditRows.rows(3);
    group.commit(rows);
    assertThat(durable).containsExactly(rows);
  }

  @Test
  void whoComesMeanwhileIsWrittenTogether() {
    List<CompletableFuture<@Nullable Throwable>> outcomes = lineUp(1, 2, 3);
    assertThat(outcomes).noneMatch(CompletableFuture::isDone);
    let.release(2);
    assertThat(outcomes).allSatisfy(it -> assertThat(it.join()).isNull());
    assertThat(durable).extracting(List::size).containsExactly(1, 6);
  }

  @Test
  void aGroupHasSixtyFourRowsUnlessOneCallerBringsMore() {
    List<CompletableFuture<@Nullable Throwable>> outcomes = lineUp(60, 4, 1, 100, 1);
    let.release(5);
    assertThat(outcomes).allSatisfy(it -> assertThat(it.join()).isNull());
    assertThat(durable).extracting(List::size).containsExactly(1, 64, 1, 100, 1);
  }

  @Test
  void allOfAGroupThatFailsAreToldAndTheNextIsTriedAgain() {
    failures.add(new IllegalStateException("disk full"));
    failures.add(new IllegalStateException("disk full"));
    List<CompletableFuture<@Nullable Throwable>> outcomes = lineUp(1, 1);
    let.release(2);
    assertThat(outcomes)
        .allSatisfy(
            it ->
                assertThat(it.join())
                    .isInstanceOf(AuditUnavailableException.class)
                    .hasRootCauseMessage("disk full"));
    let.release();
    group.commit(AuditRows.rows(1));
    assertThat(durable).hasSize(1);
  }

  @Test
  void whoseTurnDoesNotComeInTimeIsRefusedAndNotWritten() {
    group = withPatience(SHORT);
    List<CompletableFuture<@Nullable Throwable>> outcomes = new ArrayList<>();
    outcomes.add(caller(AuditRows.rows(1)));
    awaitBegun(1);
    assertThatThrownBy(() -> group.commit(AuditRows.rows(1)))
        .isInstanceOf(AuditUnavailableException.class)
        .hasMessage("the audit log was not written in time");
    let.release();
    assertThat(outcomes.get(0).join()).as("its turn had come").isNull();
    let.release();
    group.commit(AuditRows.rows(2));
    assertThat(durable).extracting(List::size).containsExactly(1, 2);
  }

  @Test
  void whoIsInterruptedInTheLineIsRefusedAndNotWritten() throws InterruptedException {
    List<CompletableFuture<@Nullable Throwable>> outcomes = lineUp(2);
    callers.get(1).interrupt();
    assertThat(outcomes.get(1).join())
        .isInstanceOf(AuditUnavailableException.class)
        .hasMessage("the wait for the audit log was interrupted");
    let.release();
    assertThat(outcomes.get(0).join()).isNull();
    group.close();
    assertThat(durable).extracting(List::size).containsExactly(1);
  }

  /** The first that waits writes for others. */
  @Test
  void whoIsInterruptedBeforeItWritesWritesAllTheSame() {
    let.release();
    Thread.currentThread().interrupt();
    group.commit(AuditRows.rows(1));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(durable).hasSize(1);
  }

  @Test
  void whoWritesTheGroupOfOthersTellsThemHowItEnds() {
    List<CompletableFuture<@Nullable Throwable>> outcomes = lineUp(1, 2);
    let.release();
    awaitBegun(2);
    callers.get(1).interrupt();
    assertThat(outcomes.subList(1, 3)).noneMatch(CompletableFuture::isDone);
    let.release();
    assertThat(outcomes).allSatisfy(it -> assertThat(it.join()).isNull());
    assertThat(durable).extracting(List::size).containsExactly(1, 3);
  }

  @Test
  void whoIsInterruptedWhileItIsWrittenLearnsHowThatEndsAndStaysInterrupted() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              group.commit(AuditRows.rows(1));
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    caller.start();
    awaitBegun(1);
    caller.interrupt();
    await().until(() -> caller.getState() == Thread.State.WAITING);
    assertThat(interrupted).isNotDone();
    let.release();
    assertThat(interrupted.join()).isTrue();
    assertThat(durable).hasSize(1);
  }

  @Test
  void closingWritesWhoWaitsAndRefusesWhoComes() {
    List<CompletableFuture<@Nullable Throwable>> outcomes = lineUp(1);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(group::close);
    await().until(() -> catchThrowable(() -> group.commit(AuditRows.rows(1))) != null);
    assertThat(closing).isNotDone();
    let.release(2);
    closing.join();
    assertThat(outcomes).allSatisfy(it -> assertThat(it.join()).isNull());
    assertThat(durable).hasSize(2);
    assertThatThrownBy(() -> group.commit(AuditRows.rows(1)))
        .isInstanceOf(AuditUnavailableException.class)
        .hasMessage("the audit log is closed");
  }

  @Test
  void moreThanMayWaitAreRefused() {
    caller(AuditRows.rows(1));
    awaitBegun(1);
    for (int i = 0; i < GroupCommit.MOST_WAITING; i++) {
      caller(AuditRows.rows(1));
    }
    await()
        .until(
            () ->
                callers.stream()
                    .skip(1)
                    .allMatch(it -> it.getState() == Thread.State.TIMED_WAITING));
    assertThatThrownBy(() -> group.commit(AuditRows.rows(1)))
        .isInstanceOf(AuditUnavailableException.class)
        .hasMessage("too many wait for the audit log");
  }

  @Test
  void fullGroupsAreWrittenAtTheSameTimeIfThereAreConnections() {
    group = new GroupCommit(this::write, 2, LONG, LONG);
    List<CompletableFuture<@Nullable Throwable>> outcomes = lineUp(60, 3);
    assertThat(begun).as("a group that is not full waits").hasSize(1);
    outcomes.add(caller(AuditRows.rows(1)));
    awaitBegun(2);
    outcomes.add(caller(AuditRows.rows(64)));
    await().until(() -> callers.get(4).getState() == Thread.State.TIMED_WAITING);
    assertThat(begun).as("there are two connections").hasSize(2);
    let.release(3);
    assertThat(outcomes).allSatisfy(it -> assertThat(it.join()).isNull());
    assertThat(durable).extracting(List::size).containsExactlyInAnyOrder(1, 64, 64);
  }

  @Test
  void oneThatHangsDoesNotHoldUpOthersForLong() {
    group = new GroupCommit(this::write, 2, SHORT, LONG);
    caller(AuditRows.rows(1));
    awaitBegun(1);
    caller(AuditRows.rows(2));
    awaitBegun(2);
    caller(AuditRows.rows(3));
    await().pollDelay(SHORT.multipliedBy(4)).until(() -> callers.get(2).isAlive());
    assertThat(begun).as("there are two connections").hasSize(2);
  }

  @Test
  void whoLeavesTheLineIsNotCountedAsWaiting() {
    group = new GroupCommit(this::write, 2, LONG, LONG);
    List<CompletableFuture<@Nullable Throwable>> outcomes = lineUp(60);
    callers.get(1).interrupt();
    assertThat(outcomes.get(1).join()).isInstanceOf(AuditUnavailableException.class);
    outcomes.add(caller(AuditRows.rows(4)));
    await().until(() -> callers.get(2).getState() == Thread.State.TIMED_WAITING);
    assertThat(begun).hasSize(1);
  }

  @Test
  void closingWhatWasNeverUsedReturns() {
    group.close();
    assertThat(begun).isEmpty();
  }
}
