package org.andiron.risk.command;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Files;
import java.nio.file.Path;
import org.andiron.risk.cohort.FolderCohort;
import org.andiron.risk.training.CohortSource;
import org.andiron.risk.training.TrainingException;
import org.andiron.risk.training.TrainingProgress;
import org.andiron.startup.RunningServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command is told whose records it is to read: one of them. */
final class CohortOptions {

  private static final String SPOOL = "spool";

  @Option(
      names = "--cohort",
      paramLabel = "GROUP-OR-QUERY",
      description =
          "Patients of a running server: Group/[id], or a search as Patient?birthdate=lt1980."
              + " Their records are read with the rights of a token, so that consents hold.")
  private @Nullable String onServer;

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description = {
        "Patients of a folder of files, without a server: Bundles as Synthea writes them, or"
            + " NDJSON",
        "of a bulk export, plain or gzip."
      })
  private @Nullable Path folder;

  /** By which it is told from others. */
  String name() {
    return folder == null ? "server " + onServer : "folder " + folder.toAbsolutePath().normalize();
  }

  /**
   * Where the records come from.
   *
   * @param work a folder for what is written on the way
   * @throws TrainingException if there is no such folder, or no server runs
   */
  CohortSource source(
      Path work,
      CohortServer server,
      RunningServer runningServer,
      ServerAccess access,
      FhirContext context,
      TrainingProgress progress) {
    if (folder == null) {
      return server.cohort(String.valueOf(onServer), runningServer, access, context, progress);
    }
    if (!Files.isDirectory(folder)) {
      throw new TrainingException("--from must be a folder, which " + folder + " is not");
    }
    return new FolderCohort(folder, work.resolve(SPOOL), context, progress);
  }
}
