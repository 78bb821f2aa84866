package org.andiron.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadStateTest {

  private static final String SERVER = "http://localhost/fhir";
  private static final SourceFile FILE =
      new SourceFile(Path.of("a.ndjson"), "a.ndjson", SourceFile.Kind.NDJSON, false, "aa");

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("state");
  }

  @Test
  void aLineCutShortIsPassedOver() throws IOException {
    try (LoadState state = LoadState.open(file, SERVER, false)) {
      state.done(Items.of(FILE, 1), "Patient/1", 0);
    }
    Files.writeString(file, "{\"done\":true,\"items\":{\"aa\":\"2-", StandardOpenOption.APPEND);
    try (LoadState state = LoadState.open(file, SERVER, false)) {
      assertThat(state.isDone(FILE, 1)).isTrue();
      assertThat(state.isDone(FILE, 2)).isFalse();
      state.done(Items.of(FILE, 3), null, 0);
    }
    try (LoadState state = LoadState.open(file, SERVER, false)) {
      assertThat(state.isDone(FILE, 3)).isTrue();
    }
  }

  @Test
  void whatWentOutWithoutAnEndIsPendingInTheNextRun() throws IOException {
    Portion portion =
        new Portion(
            FILE,
            null,
            Set.of(),
            Map.of("Patient", 1L),
            10,
            true,
            false,
            new Probe("Patient", "urn:s", "1"));
    Shipment shipment = Shipment.ofFile(portion, false);
    try (LoadState state = LoadState.open(file, SERVER, false)) {
      state.clear(state.begin(shipment, Instant.EPOCH));
      state.begin(shipment, Instant.EPOCH);
    }
    try (LoadState state = LoadState.open(file, SERVER, false)) {
      assertThat(state.pending())
          .singleElement()
          .satisfies(pending -> assertThat(pending.probe()).isEqualTo(portion.probe()));
      state.done(shipment.items(), null, 0);
      assertThat(state.pending()).isEmpty();
    }
    try (LoadState state = LoadState.open(file, SERVER, false)) {
      assertThat(state.pending()).isEmpty();
    }
  }

  @Test
  void freshForgetsThisServerOnly() throws IOException {
    for (String server : Set.of(SERVER, "http://other/fhir")) {
      try (LoadState state = LoadState.open(file, server, false)) {
        state.done(Items.of(FILE, 1), null, 0);
      }
    }
    LoadState.open(file, SERVER, true).close();
    try (LoadState state = LoadState.open(file, SERVER, false)) {
      assertThat(state.isDone(FILE, 1)).isFalse();
    }
    try (LoadState state = LoadState.open(file, "http://other/fhir", false)) {
      assertThat(state.isDone(FILE, 1)).isTrue();
    }
  }

  @Test
  void twoLoadsCannotShareIt() throws IOException {
    try (LoadState state = LoadState.open(file, SERVER, false)) {
      assertThat(state.records()).isEmpty();
      assertThatThrownBy(() -> LoadState.open(file, SERVER, false))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("another load");
    }
  }
}
