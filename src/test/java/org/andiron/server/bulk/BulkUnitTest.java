package org.andiron.server.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class BulkUnitTest {

  private static List<String> lines(String text, int limit) throws IOException {
    NdjsonLines lines =
        new NdjsonLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), limit);
    List<String> all = new ArrayList<>();
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      all.add(new String(line, StandardCharsets.UTF_8));
    }
    return all;
  }

  @Test
  void blankLinesAndCarriageReturnsAreSkipped() throws IOException {
    assertThat(lines("{a}\r\n\n  \n{ü}", 10)).containsExactly("{a}", "{ü}");
    assertThat(lines("", 10)).isEmpty();
    assertThat(lines("\n \t\n", 10)).isEmpty();
  }

  @Test
  void aLineThatIsTooLongIsRefusedBeforeItIsRead() {
    assertThatThrownBy(() -> lines("x".repeat(11), 10))
        .isInstanceOf(NdjsonLines.LineTooLongException.class)
        .hasMessageContaining("andiron.bulk.max-line");
  }

  @Property
  void everyLineComesOut(@ForAll List<@AlphaChars String> words) throws IOException {
    List<String> wanted = words.stream().filter(word -> !word.isEmpty()).toList();
    assertThat(lines(String.join("\n", words), 1000)).isEqualTo(wanted);
  }

  @Test
  void lookingAfterLargeJobsTakesAFractionOfTheTime() {
    Duration interval = Duration.ofMillis(250);
    assertThat(JobPacer.pauseAfter(Duration.ofMillis(1), interval)).isEqualTo(interval);
    assertThat(JobPacer.pauseAfter(Duration.ofSeconds(1), interval))
        .isEqualTo(Duration.ofSeconds(4));
    assertThat(JobPacer.pauseAfter(Duration.ofHours(1), interval))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aStopDoesNotWaitForThePauseBetweenTwoPasses() throws InterruptedException {
    JobPacer pacer =
        new JobPacer(null, null, null, null, null, null, null, null, Duration.ofHours(1));
    pacer.start();
    assertThat(pacer.isRunning()).isTrue();
    List<Thread> working =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("bulk-pacer"))
            .toList();
    assertThat(working).isNotEmpty();
    pacer.stop();
    assertThat(pacer.isRunning()).isFalse();
    for (Thread thread : working) {
      // An executor is terminated a moment before its thread is.
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static BulkProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("andiron.bulk", BulkProperties.class);
  }

  @Test
  void settingsHaveDefaultsAndEveryKeyIsRead() {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new BulkProperties(
                Duration.ofMillis(250), Duration.ofHours(1), DataSize.ofMegabytes(32)));
    assertThat(
            bind(
                Map.of(
                    "andiron.bulk.poll-interval", "1s",
                    "andiron.bulk.chunk-lease", "2h",
                    "andiron.bulk.max-line", "1MB")))
        .isEqualTo(
            new BulkProperties(
                Duration.ofSeconds(1), Duration.ofHours(2), DataSize.ofMegabytes(1)));
  }

  @Test
  void settingsWithoutMeaningStopTheStart() {
    DataSize line = DataSize.ofMegabytes(1);
    Duration hour = Duration.ofHours(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BulkProperties(Duration.ZERO, hour, line));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BulkProperties(hour, Duration.ZERO, line));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BulkProperties(hour, hour, DataSize.ofBytes(0)));
  }
}
