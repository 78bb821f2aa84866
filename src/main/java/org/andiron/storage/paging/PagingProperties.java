package org.andiron.storage.paging;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the pages of a search can be asked for, {@code andiron.search.paging.*}.
 *
 * @param lifetime counted from the last page that was read
 */
@ConfigurationProperties("andiron.search.paging")
record PagingProperties(@DefaultValue("1h") Duration lifetime) {

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  PagingProperties {
    if (lifetime.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "andiron.search.paging.lifetime must be at least a minute, such as 1h");
    }
  }
}
