package org.andiron.storage.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs one program to its end, within a time limit, with a clean environment. */
final class ExternalCommand {

  /**
   * How a program ended.
   *
   * @param exitCode its exit code; -1 if it was stopped at the time limit
   * @param output what it wrote to standard output and standard error
   */
  record Result(int exitCode, String output) {

    boolean succeeded() {
      return exitCode == 0;
    }
  }

  private final Path workingDirectory;

  ExternalCommand(Path workingDirectory) {
    this.workingDirectory = workingDirectory;
  }

  Result run(List<String> command, Map<String, String> environment, Duration timeout)
      throws IOException, InterruptedException {
    return run(command, environment, "", timeout);
  }

  Result run(List<String> command, Map<String, String> environment, String input, Duration timeout)
      throws IOException, InterruptedException {
    // A file, not a pipe: a pipe would be held open by the server that pg_ctl leaves behind.
    Path output = Files.createTempFile(workingDirectory, "command", ".tmp");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(workingDirectory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      Map<String, String> variables = builder.environment();
      variables.keySet().removeIf(name -> name.startsWith("PG"));
      // English messages, and no dependence on the locales a machine has.
      variables.put("LC_ALL", "C");
      variables.putAll(environment);
      Process process = builder.start();
      try {
        try (OutputStream stdin = process.getOutputStream()) {
          stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          // It ended without reading; its exit code and output say why.
          if (process.isAlive() && !input.isEmpty()) {
            throw e;
          }
        }
        boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        String text = Files.readString(output, StandardCharsets.ISO_8859_1).strip();
        return new Result(ended ? process.exitValue() : -1, text);
      } finally {
        if (process.isAlive()) {
          process.destroyForcibly();
        }
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
