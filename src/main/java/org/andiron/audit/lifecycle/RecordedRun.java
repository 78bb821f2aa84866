package org.andiron.audit.lifecycle;

import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;

/**
 * Records that the server starts, before it listens, and that it stops, when it does not listen any
 * more. A server that is killed records no end.
 */
final class RecordedRun implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(RecordedRun.class);

  /** Before Spring Boot's web server, and after it at the end. */
  private static final int PHASE =
      WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE - 1024 - 1;

  private final AuditTrail trail;
  private final AppliedConfiguration configuration;
  private final String version;
  private volatile boolean running;

  /**
   * @param version of the program
   */
  RecordedRun(AuditTrail trail, AppliedConfiguration configuration, String version) {
    this.trail = trail;
    this.configuration = configuration;
    this.version = version;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /** Fails, and the start with it, if it is not recorded. */
  @Override
  public void start() {
    record(EventKind.SERVER_START);
    configuration.record();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    try {
      record(EventKind.SERVER_STOP);
    } catch (RuntimeException e) {
      LOG.error("The end of this server is not in the audit log: {}", e.getMessage());
    }
  }

  private void record(EventKind kind) {
    trail.record(trail.event(kind).data(DataObject.named("andiron " + version)).build());
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
