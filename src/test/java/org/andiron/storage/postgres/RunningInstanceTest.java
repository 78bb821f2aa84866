package org.andiron.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningInstanceTest {

  private static final String URL = "jdbc:postgresql://127.0.0.1:15432/andiron";

  @TempDir private Path temporary;
  private PostgresDirectory directory;

  @BeforeEach
  void openDirectory() {
    directory = PostgresDirectory.open(temporary.resolve("postgres"));
  }

  @Test
  void isFoundWhileItsProcessRuns() throws IOException {
    instance(ProcessIdentity.current()).publishServer("http://localhost/fhir");
    RunningInstance found = RunningInstance.find(directory.path()).orElseThrow();
    assertThat(found.jdbcUrl()).isEqualTo(URL);
    assertThat(found.user()).isEqualTo("andiron");
    assertThat(found.serverUrl()).contains("http://localhost/fhir");
    assertThat(found.serverPid()).contains(ProcessHandle.current().pid());
  }

  @Test
  void isIgnoredWhenItsProcessIsGone() throws Exception {
    Process process = new ProcessBuilder("sleep", "600").start();
    ProcessIdentity identity = ProcessIdentity.of(process.toHandle());
    process.destroyForcibly().waitFor();
    instance(identity).write();
    assertThat(RunningInstance.find(directory.path())).isEmpty();
  }

  @Test
  void isIgnoredWhenItsProcessNumberIsInUseAgain() throws IOException {
    instance(new ProcessIdentity(ProcessHandle.current().pid(), Instant.EPOCH)).write();
    assertThat(RunningInstance.find(directory.path())).isEmpty();
  }

  @Test
  void isNoneWithoutADirectory() {
    assertThat(RunningInstance.find(temporary.resolve("nowhere"))).isEmpty();
    assertThat(RunningInstance.find(directory.path())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "null", "{\"pid\":\"x\"}"})
  void isNoneWhenItsRecordIsBroken(String content) throws IOException {
    Files.writeString(directory.runningRecord(), content);
    assertThat(RunningInstance.find(directory.path())).isEmpty();
  }

  private RunningInstance instance(ProcessIdentity process) {
    return RunningInstance.of(directory, process, URL, "andiron");
  }
}
