package org.andiron.risk.outcome;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How it is found out what became of those whose risk was predicted ({@code andiron.risk.outcome}).
 *
 * @param derive whether the server looks into records itself, by the rules of models that were
 *     trained here; default true
 * @param sweepInterval how often it looks; default 1 d
 * @param lag how long after the time that was predicted a record is given to be complete; default 7
 *     d
 */
@ConfigurationProperties("andiron.risk.outcome")
public record OutcomeProperties(
    @DefaultValue("true") boolean derive,
    @DefaultValue("1d") Duration sweepInterval,
    @DefaultValue("7d") Duration lag) {

  private static final String PREFIX = "andiron.risk.outcome";

  public OutcomeProperties {
    if (sweepInterval.compareTo(Duration.ofMinutes(1)) < 0
        || sweepInterval.compareTo(Duration.ofDays(30)) > 0) {
      throw new IllegalArgumentException(PREFIX + ".sweep-interval must be 1m to 30d");
    }
    if (lag.isNegative() || lag.compareTo(Duration.ofDays(365)) > 0) {
      throw new IllegalArgumentException(PREFIX + ".lag must be 0 to 365d");
    }
  }
}
