package org.andiron.server.validation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How resources are checked ({@code andiron.validation.*}). The form of a body is checked in every
 * mode.
 *
 * @param mode what is done on a write: {@code off}, {@code report} or {@code enforce}
 * @param maxIssues the most issues of one answer; default 100
 * @param timeout how long a caller waits for one resource's validation; default 30 s
 * @param threads validations at once for callers who wait; default 2
 * @param queue resources that wait to be counted in mode {@code report}; more are skipped and
 *     counted as such; default 200
 * @param backgroundShare how much of one processor counting may take, 0 to 1; 0 switches it off;
 *     default 0.05
 */
@ConfigurationProperties("andiron.validation")
record ValidationProperties(
    @DefaultValue("report") Mode mode,
    @DefaultValue("100") int maxIssues,
    @DefaultValue("30s") Duration timeout,
    @DefaultValue("2") int threads,
    @DefaultValue("200") int queue,
    @DefaultValue("0.05") double backgroundShare) {

  /** What validation does to a write. */
  enum Mode {
    /** Nothing. */
    OFF,
    /** Counts issues, and returns them to those who ask. */
    REPORT,
    /** Refuses what has errors. */
    ENFORCE
  }

  ValidationProperties {
    if (maxIssues < 1 || maxIssues > 10_000) {
      throw new IllegalArgumentException("andiron.validation.max-issues must be 1 to 10000");
    }
    if (timeout.compareTo(Duration.ofMillis(100)) < 0) {
      throw new IllegalArgumentException("andiron.validation.timeout must be at least 100ms");
    }
    if (threads < 1 || threads > 256) {
      throw new IllegalArgumentException("andiron.validation.threads must be 1 to 256");
    }
    if (queue < 1 || queue > 100_000) {
      throw new IllegalArgumentException("andiron.validation.queue must be 1 to 100000");
    }
    if (!(backgroundShare >= 0 && backgroundShare <= 1)) {
      throw new IllegalArgumentException("andiron.validation.background-share must be 0 to 1");
    }
  }
}
