package org.andiron.risk.trainingjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class JobProgressTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  private final TrainingSteps steps = mock(TrainingSteps.class);
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final AtomicBoolean pausing = new AtomicBoolean();

  private JobProgress progress(Duration most) {
    return new JobProgress("j", steps, cancelled::get, pausing::get, most);
  }

  @Test
  void itIsToldNowAndThen() throws InterruptedException {
    JobProgress progress = progress(LONG);
    for (int i = 0; i < 1000; i++) {
      progress.at("Learning", i, 1000);
    }
    verify(steps).put("j", new TrainingSteps.Step("Learning", 0, 1000));
    verify(steps, times(1)).put(any(), any());
    assertThat(new TrainingSteps.Step("Learning", 12, 64).text())
        .isEqualTo("Learning: 12 of 64, 18 %");
    assertThat(new TrainingSteps.Step("Listing", 0, 0).text()).isEqualTo("Listing: 0 of 0, 0 %");
  }

  @Test
  void whatIsCancelledStopsForGood() {
    cancelled.set(true);
    JobProgress progress = progress(LONG);
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> progress.at("Learning", 0, 1));
    assertThat(progress.isStoppedForGood()).isTrue();
  }

  @Test
  void whatPausesGoesOnLater() {
    pausing.set(true);
    JobProgress stopping = progress(LONG);
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> stopping.at("Learning", 0, 1));
    assertThat(stopping.isStoppedForGood()).isFalse();
    pausing.set(false);
    JobProgress over = progress(Duration.ofNanos(-1));
    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(() -> over.at("Learning", 0, 1));
    assertThat(over.isStoppedForGood()).isFalse();
  }
}
