package org.andiron.ops.admission;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Admission control ({@code andiron.admission.*}). What is not set follows from the size of the
 * connection pool and of the web server's thread pool: see {@link AdmissionLimits#of}.
 *
 * @param enabled whether requests are queued and refused at all
 * @param running most requests worked on at once; default: four fifths of the connection pool
 * @param reservedThreads web server threads that admission leaves free for health, metadata and
 *     refusals
 * @param perCaller most requests of one caller, running or waiting
 * @param callerShare largest part of a class's places that one caller may hold; above 0, at most 1
 * @param retryAfter when a refused client is told to try again; whole seconds, at least one
 * @param read limits of {@link Work#READ}
 * @param search limits of {@link Work#SEARCH}
 * @param write limits of {@link Work#WRITE}
 * @param transaction limits of {@link Work#TRANSACTION}
 * @param heavy limits of {@link Work#HEAVY}
 */
@ConfigurationProperties("andiron.admission")
public record AdmissionProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable Integer running,
    @DefaultValue("32") int reservedThreads,
    @DefaultValue("96") int perCaller,
    @DefaultValue("0.75") double callerShare,
    @DefaultValue("2s") Duration retryAfter,
    @DefaultValue Limits read,
    @DefaultValue Limits search,
    @DefaultValue Limits write,
    @DefaultValue Limits transaction,
    @DefaultValue Limits heavy) {

  public AdmissionProperties {
    require(running == null || running >= 1, "andiron.admission.running must be at least 1");
    require(reservedThreads >= 1, "andiron.admission.reserved-threads must be at least 1");
    require(perCaller >= 1, "andiron.admission.per-caller must be at least 1");
    require(
        callerShare > 0 && callerShare <= 1,
        "andiron.admission.caller-share must be above 0 and at most 1");
    require(retryAfter.toSeconds() >= 1, "andiron.admission.retry-after must be at least 1s");
  }

  Limits limitsOf(Work work) {
    return switch (work) {
      case READ -> read;
      case SEARCH -> search;
      case WRITE -> write;
      case TRANSACTION -> transaction;
      case HEAVY -> heavy;
    };
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * Limits of one class of work.
   *
   * @param concurrent most requests worked on at once; default: half of {@code running}, a quarter
   *     for {@code heavy}
   * @param queue most requests waiting; 0 for none
   * @param maxWait longest wait; default: 10 s read, 15 s search, 30 s write, 2 min transaction, 1
   *     min heavy
   */
  public record Limits(
      @Nullable Integer concurrent, @DefaultValue("96") int queue, @Nullable Duration maxWait) {

    public Limits {
      require(
          concurrent == null || concurrent >= 1,
          "andiron.admission.<class>.concurrent must be at least 1");
      require(queue >= 0, "andiron.admission.<class>.queue must not be negative");
      require(
          maxWait == null || !maxWait.isNegative(),
          "andiron.admission.<class>.max-wait must not be negative");
    }
  }
}
