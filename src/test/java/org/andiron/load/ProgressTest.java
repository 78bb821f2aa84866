package org.andiron.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private final AtomicLong nanos = new AtomicLong();
  private final Progress progress =
      new Progress(new PrintWriter(new StringWriter()), false, 4096, () -> 50, nanos::get);

  @Test
  void nothingSentGivesNoForecast() {
    assertThat(progress.line()).contains("  0% 0 B/4.0 KiB").endsWith("--:-- left");
  }

  @Test
  void remainingTimeFollowsFromWorkDoneNotFromWhatWasSkipped() {
    progress.skipped(2048);
    progress.sent(1024);
    nanos.set(10_000_000_000L);

    assertThat(progress.line())
        .startsWith("[==================      ]  75% 3.0 KiB/4.0 KiB  50 resources  5/s")
        .endsWith("0:10 left");
  }
}
