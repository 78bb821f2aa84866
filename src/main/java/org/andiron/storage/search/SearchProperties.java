package org.andiron.storage.search;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much a search may take, {@code andiron.search.*}.
 *
 * @param timeout how long a statement of a search may run, in whole seconds; a search that takes
 *     longer is refused
 * @param includedLimit most resources that a page may have beside its matches; a page that would
 *     have more is refused
 */
@ConfigurationProperties("andiron.search")
public record SearchProperties(
    @DefaultValue("60s") Duration timeout, @DefaultValue("10000") int includedLimit) {

  private static final int LARGEST_LIMIT = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(1);

  public SearchProperties {
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0
        || timeout.compareTo(LONGEST) > 0
        || timeout.toNanosPart() != 0) {
      throw new IllegalArgumentException(
          "andiron.search.timeout must be whole seconds, from 1s to 1d, such as 60s");
    }
    if (includedLimit < 1 || includedLimit > LARGEST_LIMIT) {
      throw new IllegalArgumentException(
          "andiron.search.included-limit must be from 1 to " + LARGEST_LIMIT);
    }
  }
}
