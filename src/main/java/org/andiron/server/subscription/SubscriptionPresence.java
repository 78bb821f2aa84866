package org.andiron.server.subscription;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.subscription.model.ResourceModifiedMessage;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Spares writes the cost of subscriptions while nobody has any: HAPI would store a message for each
 * resource written and read the resource back to match it.
 *
 * <p>A subscription made on another node counts from the next look at the database, at most an
 * interval later; one made here, at once.
 */
@Interceptor
public final class SubscriptionPresence implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionPresence.class);

  private static final String ANY =
      "select exists (select from hfj_resource where res_type = 'Subscription'"
          + " and res_deleted_at is null)";

  private final FhirContext context;
  private final JdbcTemplate jdbc;
  private final Duration interval;
  // Until the first look, a subscription of an earlier run may exist
  private volatile boolean present = true;
  private volatile long writes;
  private @Nullable ScheduledExecutorService executor;

  SubscriptionPresence(FhirContext context, JdbcTemplate jdbc, Duration interval) {
    this.context = context;
    this.jdbc = jdbc;
    this.interval = interval;
  }

  /** Whether a change need be matched with subscriptions. */
  @Hook(Pointcut.SUBSCRIPTION_RESOURCE_MODIFIED)
  public boolean mustBeMatched(ResourceModifiedMessage message) {
    if (message.hasResourceType(context, "Subscription")) {
      markWrite();
      return true;
    }
    return present;
  }

  private synchronized void markWrite() {
    writes++;
    present = true;
  }

  private void look() {
    try {
      long seen = writes;
      boolean any = Boolean.TRUE.equals(jdbc.queryForObject(ANY, Boolean.class));
      synchronized (this) {
        // A Subscription that is being written now is not committed yet: look again next time
        if (seen == writes) {
          present = any;
        } else {
          present = true;
        }
      }
    } catch (DataAccessException e) {
      present = true;
      LOG.debug("Could not look for subscriptions", e);
    }
  }

  @Override
  public synchronized void start() {
    if (executor == null) {
      executor =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "subscription-presence");
                thread.setDaemon(true);
                return thread;
              });
      var unused =
          executor.scheduleWithFixedDelay(
              this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public synchronized void stop() {
    if (executor != null) {
      executor.shutdownNow();
      executor = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return executor != null;
  }
}
