package org.andiron.audit.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.Requester;
import org.andiron.audit.event.ServerNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;

/** A server starts recorded or not at all, and its end is recorded after its last request. */
class RecordedRunTest {

  private final List<EventKind> recorded = new ArrayList<>();
  private final AuditTrail trail = mock();
  private final RecordedRun run = new RecordedRun(trail, mock(), "1.2.3");
  private boolean broken;

  @BeforeEach
  void record() {
    when(trail.event(any()))
        .thenAnswer(
            it ->
                AuditedEvent.of(
                    it.getArgument(0),
                    Instant.EPOCH,
                    new ServerNode(URI.create("http://localhost/fhir"), "Andiron", "node"),
                    Requester.SERVER));
    doAnswer(
            it -> {
              if (broken) {
                throw new IllegalStateException("broken");
              }
              recorded.add(it.<AuditedEvent>getArgument(0).kind());
              return null;
            })
        .when(trail)
        .record(any());
  }

  @Test
  void startAndStop() {
    run.start();
    assertThat(run.isRunning()).isTrue();
    run.stop();
    assertThat(recorded).containsExactly(EventKind.SERVER_START, EventKind.SERVER_STOP);
    assertThat(run.getPhase())
        .as("the web server starts after it and stops before it")
        .isLessThan(WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE - 1024);
  }

  @Test
  void nothingStartsUnrecorded() {
    broken = true;
    assertThatThrownBy(run::start).hasMessage("broken");
    assertThat(run.isRunning()).isFalse();
  }

  @Test
  void theEndIsNotStopped() {
    run.start();
    broken = true;
    assertThatCode(run::stop).doesNotThrowAnyException();
  }
}
