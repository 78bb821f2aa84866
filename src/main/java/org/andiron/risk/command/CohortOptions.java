package org.andiron.risk.command;

import ca.uhn.fhir.context.FhirContext;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.andiron.risk.cohort.FolderCohort;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.training.CohortCollection;
import org.andiron.risk.training.CohortSource;
import org.andiron.risk.training.CollectedSet;
import org.andiron.risk.training.Pseudonyms;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.risk.training.TrainingException;
import org.andiron.startup.RunningServer;
import org.andiron.storage.config.ConfigurationFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options by which a command is told which cohort to collect by which definition, and the
 * collecting. Commands with the same options go on with what another of them collected.
 */
final class CohortOptions {

  @Option(
      names = "--definition",
      required = true,
      paramLabel = "FILE",
      description =
          "What is taken of a record, and when: a file, or the name of one in"
              + " fhir-config/risk-training, as readmission-30d.")
  private String definition = "";

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  /** Whose records. */
  static final class Source {

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

    String name() {
      return folder == null
          ? "server " + onServer
          : "folder " + folder.toAbsolutePath().normalize();
    }
  }

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = {
        "Where to keep what is collected, to go on after a stop (default:"
            + " ./andiron-training/[id]).",
        "It has data of patients under pseudonyms: delete it when it is needed no more."
      })
  private @Nullable Path work;

  @Option(
      names = "--pseudonym-key",
      paramLabel = "FILE",
      description =
          "Key of the pseudonyms, 64 hexadecimal digits; made if it is not there (default:"
              + " pseudonym.key in the work folder). To get the same again, use the same key.")
  private @Nullable Path keyFile;

  @Option(
      names = "--config-dir",
      paramLabel = "DIR",
      description = "The operator's folder (default: ./fhir-config).")
  private @Nullable Path configuration;

  @Mixin private CohortServer server = new CohortServer();

  /** A definition, ready to collect by it. */
  record Prepared(DefinitionFiles files, TrainingDefinition definition) {}

  /**
   * Finds and reads the definition.
   *
   * @throws TrainingException if there is none
   */
  Prepared prepare() {
    DefinitionFiles files =
        DefinitionFiles.find(definition, ConfigurationFolder.open(configuration));
    return new Prepared(files, files.read(FhirContext.forR4Cached(), new UnitConverter()));
  }

  /**
   * Collects the cohort, or what is not there yet of it.
   *
   * @param err where to say what is left out; null to say nothing
   * @throws TrainingException if files or server cannot be used
   */
  CollectedSet collect(
      Prepared prepared,
      RunningServer runningServer,
      ServerAccess access,
      ProgressLine progress,
      @Nullable PrintWriter err)
      throws InterruptedException {
    Path folder = work == null ? Path.of("andiron-training", prepared.definition().id()) : work;
    TrainingFolders.makePrivate(folder);
    Path key = keyFile == null ? TrainingFolders.usualKey(folder) : keyFile;
    CohortCollection collection =
        CohortCollection.open(
            prepared.definition(),
            prepared.files().digest(source.name()),
            new Pseudonyms(TrainingFolders.key(key)),
            new UnitConverter(),
            folder.resolve("collected"));
    if (collection.size() > 0 && err != null) {
      err.printf(
          Locale.ROOT, "Going on after %,d patients of an earlier run%n", collection.size());
    }
    CohortSource records = records(folder, runningServer, access, progress);
    CollectedSet collected = collection.collect(records, done -> {});
    progress.end();
    if (records instanceof FolderCohort fromFiles && fromFiles.nobodys() > 0 && err != null) {
      err.printf(
          Locale.ROOT,
          "%,d resources are of no patient, or of one on another server, and are left out%n",
          fromFiles.nobodys());
    }
    return collected;
  }

  private CohortSource records(
      Path folder, RunningServer runningServer, ServerAccess access, ProgressLine progress) {
    FhirContext context = FhirContext.forR4Cached();
    if (source.folder == null) {
      return server.cohort(
          String.valueOf(source.onServer), runningServer, access, context, progress);
    }
    if (!Files.isDirectory(source.folder)) {
      throw new TrainingException("--from must be a folder, which " + source.folder + " is not");
    }
    return new FolderCohort(source.folder, folder.resolve("spool"), context, progress);
  }
}
