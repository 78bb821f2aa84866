package org.andiron.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PostmasterPidFileTest {

  private static final String COMPLETE =
      "4711\n/data/cluster\n1700000000\n15432\n\n127.0.0.1\n  123   4\nready   \n";

  @Test
  void readsProcessAndPort() {
    assertThat(PostmasterPidFile.parse(COMPLETE)).contains(new PostmasterPidFile(4711, 15432));
  }

  @Property
  void isRightOrEmptyWhereverItIsCutOff(@ForAll @IntRange(max = 60) int length) {
    String cut = COMPLETE.substring(0, Math.min(length, COMPLETE.length()));
    assertThat(PostmasterPidFile.parse(cut))
        .satisfiesAnyOf(
            result -> assertThat(result).isEmpty(),
            result -> assertThat(result).contains(new PostmasterPidFile(4711, 15432)));
  }

  @Property
  void neverFails(@ForAll String content) {
    assertThat(PostmasterPidFile.parse(content)).isNotNull();
  }
}
