package org.andiron.server;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides whether a Subscription may tell its subscriber of something. Whoever knows whose it is
 * declares the one bean of this type; without one, all is told.
 */
@FunctionalInterface
public interface NotificationGate {

  /** Asked before each attempt of a delivery. */
  Verdict decide(Notification notification);

  /**
   * Something that a Subscription would tell.
   *
   * @param subscription logical id of the Subscription
   * @param criteria of the Subscription
   * @param gathers whether it sends what another search finds
   * @param resource which it tells of
   */
  record Notification(
      String subscription, String criteria, boolean gathers, Optional<Subject> resource) {}

  /**
   * A resource.
   *
   * @param id logical id
   * @param version which is told of, if it is known
   */
  record Subject(String resourceType, String id, Optional<Long> version) {}

  /** What becomes of a notification. */
  sealed interface Verdict {

    /**
     * It is delivered.
     *
     * @param subscriber does work for the subscriber: no more exists for it, and is shown
     */
    record Deliver(Consumer<Runnable> subscriber) implements Verdict {}

    /** The subscriber is not told. */
    record Withhold() implements Verdict {}

    /**
     * Nor is the subscriber told of anything else.
     *
     * @param reason a sentence for the owner
     */
    record End(String reason) implements Verdict {}
  }
}
