package org.andiron.risk.command;

import ca.uhn.fhir.context.FhirContext;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.andiron.risk.cohort.FolderCohort;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.training.CohortCollection;
import org.andiron.risk.training.CohortSource;
import org.andiron.risk.training.CollectedSet;
import org.andiron.risk.training.Learning;
import org.andiron.risk.training.Pseudonyms;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.risk.training.TrainingException;
import org.andiron.startup.RunningServer;
import org.andiron.startup.StartupRefusedException;
import org.andiron.storage.config.ConfigurationFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code risk train}: makes a risk model of the records of a cohort. */
@Command(
    name = "train",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Train a risk model by a definition.",
      "Collect examples from the records of a cohort, learn, calibrate, evaluate, and",
      "write the folder of the model. A run",
      "that was stopped goes on where it was; the same records, key and seed give the",
      "same model, but for the day of its evaluation."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the model is written (or, with --collect-only, the cohort is collected)",
      "1:nothing can be learned from the cohort",
      "2:wrong usage, or files or server cannot be used",
      "130:interrupted; run it again to go on"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  risk train --definition readmission-30d --from data/synthea/fhir",
      "  risk train --definition my-model.json --cohort Group/123 --out models/my-model",
      "  risk train --definition my.json --cohort 'Patient?gender=male' --collect-only"
    })
public final class TrainCommand implements Callable<Integer> {

  private static final List<String> LIBRARIES = List.of("ca.uhn.fhir", "org.tribuo");

  private static final int DONE = 0;
  private static final int NOTHING_LEARNED = 1;
  private static final int UNUSABLE = 2;
  private static final int INTERRUPTED = 130;

  /** How long it may take to stop. */
  private static final Duration STOPPING = Duration.ofSeconds(30);

  private final Function<Path, Learning> learning;
  private final RunningServer runningServer;
  private final ServerAccess access;
  private final CountDownLatch finished = new CountDownLatch(1);

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--definition",
      required = true,
      paramLabel = "FILE",
      description =
          "How the model is made: a file, or the name of one in fhir-config/risk-training, as"
              + " readmission-30d.")
  private String definition = "";

  @ArgGroup(multiplicity = "1")
  private Cohort cohort = new Cohort();

  /** Whose records. */
  static final class Cohort {

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
        "It has data of patients under pseudonyms: delete it when the model is made."
      })
  private @Nullable Path work;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write the folder of the model, new or empty (default: ./[id]).")
  private @Nullable Path out;

  @Option(
      names = "--pseudonym-key",
      paramLabel = "FILE",
      description =
          "Key of the pseudonyms, 64 hexadecimal digits; made if it is not there (default:"
              + " pseudonym.key in the work folder). To get the same model again, use the same"
              + " key.")
  private @Nullable Path keyFile;

  @Option(
      names = "--collect-only",
      description = "Collect the cohort and say what became of it; learn nothing.")
  private boolean collectOnly;

  @Option(
      names = "--config-dir",
      paramLabel = "DIR",
      description = "The operator's folder (default: ./fhir-config).")
  private @Nullable Path configuration;

  @Mixin private CohortServer server = new CohortServer();

  @Option(names = "--quiet", description = "No progress, only the result.")
  private boolean quiet;

  /**
   * The command.
   *
   * @param runningServer finds the default server
   * @param access gets tokens for it
   */
  public static CommandLine create(RunningServer runningServer, ServerAccess access) {
    return create(steps -> new ModelLearning(steps, Clock.systemUTC()), runningServer, access);
  }

  /**
   * The command with another learning.
   *
   * @param learning by the folder in which it keeps its steps
   */
  static CommandLine create(
      Function<Path, Learning> learning, RunningServer runningServer, ServerAccess access) {
    return new CommandLine(new TrainCommand(learning, runningServer, access));
  }

  private TrainCommand(
      Function<Path, Learning> learning, RunningServer runningServer, ServerAccess access) {
    this.learning = learning;
    this.runningServer = runningServer;
    this.access = access;
  }

  @Override
  public Integer call() {
    quietLibraries();
    ProgressLine progress = new ProgressLine(err(), quiet);
    Thread hook = new Thread(() -> interrupt(progress), "risk-train-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return train(progress);
    } catch (TrainingException | StartupRefusedException | UncheckedIOException e) {
      err().println("risk train: " + e.getMessage());
      return UNUSABLE;
    } catch (InterruptedException e) {
      return INTERRUPTED;
    } finally {
      progress.end();
      out().flush();
      err().flush();
      finished.countDown();
      removeHook(hook);
    }
  }

  /** HAPI would tell its version, and Tribuo each iteration, among the figures. */
  private static void quietLibraries() {
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
    for (String library : LIBRARIES) {
      if (LoggerFactory.getLogger(library) instanceof Logger logger) {
        logger.setLevel(Level.WARN);
      }
    }
  }

  /** On Ctrl-C the JVM ends by itself with 130, but not before what is collected is kept. */
  private void interrupt(ProgressLine progress) {
    progress.stop();
    try {
      if (!finished.await(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
        err().println("risk train: stopped at once; the last patients are collected again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook is what runs.
    }
  }

  private int train(ProgressLine progress) throws InterruptedException {
    FhirContext context = FhirContext.forR4Cached();
    UnitConverter converter = new UnitConverter();
    DefinitionFiles files =
        DefinitionFiles.find(definition, ConfigurationFolder.open(configuration));
    TrainingDefinition read = files.read(context, converter);
    Path target = out == null ? Path.of(read.id()) : out;
    if (!collectOnly) {
      TrainingFolders.requireEmpty(target);
    }
    Path folder = work == null ? Path.of("andiron-training", read.id()) : work;
    TrainingFolders.makePrivate(folder);
    Path key = keyFile == null ? TrainingFolders.usualKey(folder) : keyFile;
    CohortCollection collection =
        CohortCollection.open(
            read,
            files.digest(cohort.name()),
            new Pseudonyms(TrainingFolders.key(key)),
            converter,
            folder.resolve("collected"));
    CollectedSet collected = collect(collection, source(folder, context, progress));
    progress.end();
    new FlowText(read, collected.flow()).print(out());
    out().println("SHA-256 of the data: " + collected.sha256());
    return collectOnly ? DONE : learn(read, collected, folder, target, progress);
  }

  private CollectedSet collect(CohortCollection collection, CohortSource source)
      throws InterruptedException {
    if (collection.size() > 0 && !quiet) {
      err()
          .printf(
              Locale.ROOT, "Going on after %,d patients of an earlier run%n", collection.size());
    }
    CollectedSet collected = collection.collect(source, done -> {});
    if (source instanceof FolderCohort fromFiles && fromFiles.nobodys() > 0) {
      err()
          .printf(
              Locale.ROOT,
              "%,d resources are of no patient, or of one on another server, and are left out%n",
              fromFiles.nobodys());
    }
    return collected;
  }

  private CohortSource source(Path folder, FhirContext context, ProgressLine progress) {
    if (cohort.folder != null) {
      if (!Files.isDirectory(cohort.folder)) {
        throw new TrainingException("--from must be a folder, which " + cohort.folder + " is not");
      }
      return new FolderCohort(cohort.folder, folder.resolve("spool"), context, progress);
    }
    return server.cohort(String.valueOf(cohort.onServer), runningServer, access, context, progress);
  }

  private int learn(
      TrainingDefinition read,
      CollectedSet collected,
      Path folder,
      Path target,
      ProgressLine progress)
      throws InterruptedException {
    Map<String, byte[]> model;
    try {
      model = learning.apply(folder.resolve("learned")).learn(read, collected, progress);
    } catch (TrainingException e) {
      err().println("risk train: " + e.getMessage());
      return NOTHING_LEARNED;
    }
    TrainingFolders.write(target, model);
    progress.end();
    new NextSteps(read.id(), target, model.keySet()).print(out());
    return DONE;
  }

  private PrintWriter out() {
    return line().getOut();
  }

  private PrintWriter err() {
    return line().getErr();
  }

  private CommandLine line() {
    CommandSpec known = spec;
    if (known == null) {
      throw new IllegalStateException("run by picocli only");
    }
    return known.commandLine();
  }
}
