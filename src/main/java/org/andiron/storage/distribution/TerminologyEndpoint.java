package org.andiron.storage.distribution;

import java.time.Instant;
import java.util.List;
import org.andiron.storage.distribution.TerminologyFiles.Loaded;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code GET /actuator/terminology}: what became of each distribution file. */
@Endpoint(id = "terminology")
public final class TerminologyEndpoint {

  private final TerminologyFiles files;

  TerminologyEndpoint(TerminologyFiles files) {
    this.files = files;
  }

  /** The answer. */
  public record Answer(List<FileState> files) {}

  /**
   * One file.
   *
   * @param file path below {@code fhir-config}
   * @param state {@code loading}, {@code loaded} or {@code failed}
   * @param system the code system that is in use from it
   * @param version of the code system
   * @param percent how much of it is loaded
   * @param concepts how many concepts are written
   * @param message why it failed
   * @param since when it came into this state
   */
  public record FileState(
      String file,
      String state,
      @Nullable String system,
      @Nullable String version,
      int percent,
      int concepts,
      @Nullable String message,
      Instant since) {}

  /** Reads the state, which all nodes share. */
  @ReadOperation
  public Answer files() {
    return new Answer(files.all().stream().map(TerminologyEndpoint::state).toList());
  }

  private static FileState state(Loaded loaded) {
    TerminologyFile file = loaded.file();
    return new FileState(
        file.file(),
        file.state().text(),
        loaded.url(),
        loaded.version(),
        file.percent(),
        file.concepts(),
        file.message(),
        file.since());
  }
}
