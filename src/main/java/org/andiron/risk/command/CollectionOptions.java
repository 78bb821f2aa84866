package org.andiron.risk.command;

import ca.uhn.fhir.context.FhirContext;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import org.andiron.risk.cohort.FolderCohort;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.pipeline.DefinitionFiles;
import org.andiron.risk.pipeline.TrainingFolders;
import org.andiron.risk.pipeline.TrainingRun;
import org.andiron.risk.training.CohortSource;
import org.andiron.risk.training.CollectedSet;
import org.andiron.risk.training.Learning;
import org.andiron.risk.training.TrainingDefinition;
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
final class CollectionOptions {

  @Option(
      names = "--definition",
      required = true,
      paramLabel = "FILE",
      description =
          "What is taken of a record, when, and how a model is made of it: a file, or the name of"
              + " one in fhir-config/risk-training, as readmission-30d.")
  private String definition = "";

  @ArgGroup(multiplicity = "1")
  private CohortOptions cohort = new CohortOptions();

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
   * @throws org.andiron.risk.training.TrainingException if there is none, or it is not one
   */
  Prepared prepare() {
    DefinitionFiles files =
        DefinitionFiles.find(definition, ConfigurationFolder.open(configuration));
    return new Prepared(files, files.read(FhirContext.forR4Cached(), new UnitConverter()));
  }

  /**
   * Begins, or takes up what was begun.
   *
   * @param learning by the folder in which it keeps its steps
   * @throws org.andiron.risk.training.TrainingException if the work folder cannot be used
   */
  TrainingRun open(Prepared prepared, Function<Path, Learning> learning) {
    Path folder = work(prepared.definition());
    return TrainingRun.open(
        prepared.files(),
        prepared.definition(),
        cohort.name(),
        folder,
        keyFile == null ? TrainingFolders.usualKey(folder) : keyFile,
        new UnitConverter(),
        learning);
  }

  /**
   * Collects the cohort, or what is not there yet of it.
   *
   * @param err where to say what is left out
   * @param quiet whether not to say that an earlier run is gone on with
   * @throws org.andiron.risk.training.TrainingException if files or server cannot be used
   */
  CollectedSet collect(
      TrainingDefinition read,
      TrainingRun run,
      RunningServer runningServer,
      ServerAccess access,
      StoppableProgress progress,
      PrintWriter err,
      boolean quiet)
      throws InterruptedException {
    CohortSource source =
        cohort.source(
            work(read), server, runningServer, access, FhirContext.forR4Cached(), progress);
    if (run.collected() > 0 && !quiet) {
      err.printf(Locale.ROOT, "Going on after %,d patients of an earlier run%n", run.collected());
    }
    CollectedSet collected = run.collect(source, done -> {});
    progress.end();
    if (source instanceof FolderCohort fromFiles && fromFiles.nobodys() > 0) {
      err.printf(
          Locale.ROOT,
          "%,d resources are of no patient, or of one on another server, and are left out%n",
          fromFiles.nobodys());
    }
    return collected;
  }

  private Path work(TrainingDefinition read) {
    return work == null ? Path.of("andiron-training", read.id()) : work;
  }
}
