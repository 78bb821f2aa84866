package org.andiron.startup;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which commands are told which server they speak to. */
public final class TargetServer {

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "FHIR base URL (default: the server running on the data directory).")
  private @Nullable String server;

  @Option(
      names = "--data-directory",
      paramLabel = "DIR",
      defaultValue = "./data/postgres",
      description = "Where a running server and its key are (default: ${DEFAULT-VALUE}).")
  private Path dataDirectory = Path.of("./data/postgres");

  /** Where a server on this machine has its data. */
  public Path dataDirectory() {
    return dataDirectory;
  }

  /** The FHIR base URL; empty if none is named and no server runs on the data directory. */
  public Optional<String> url(RunningServer running) {
    return server == null ? running.find(dataDirectory) : Optional.of(server);
  }

  /** What to say where there is none. */
  public String absence() {
    return "no server runs on " + dataDirectory + "; start it or give --server";
  }
}
