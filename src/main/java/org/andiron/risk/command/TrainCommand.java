package org.andiron.risk.command;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.andiron.risk.pipeline.FlowLine;
import org.andiron.risk.pipeline.ModelLearning;
import org.andiron.risk.pipeline.TrainingFolders;
import org.andiron.risk.pipeline.TrainingRun;
import org.andiron.risk.training.CollectedSet;
import org.andiron.risk.training.Learning;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.risk.training.TrainingException;
import org.andiron.startup.RunningServer;
import org.andiron.startup.StartupRefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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

  private static final int DONE = 0;
  private static final int NOTHING_LEARNED = 1;
  private static final int UNUSABLE = 2;
  private static final int INTERRUPTED = 130;

  private final Function<Path, Learning> learning;
  private final RunningServer runningServer;
  private final ServerAccess access;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private CollectionOptions collection = new CollectionOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write the folder of the model, new or empty (default: ./[id]).")
  private @Nullable Path out;

  @Option(
      names = "--collect-only",
      description = "Collect the cohort and say what became of it; learn nothing.")
  private boolean collectOnly;

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
    QuietLibraries.set();
    StoppableProgress progress = new StoppableProgress(err(), quiet);
    try (Interruption interruption = Interruption.of("risk train", progress, err())) {
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
    }
  }

  private int train(StoppableProgress progress) throws InterruptedException {
    CollectionOptions.Prepared prepared = collection.prepare();
    TrainingDefinition read = prepared.definition();
    Path target = out == null ? Path.of(read.id()) : out;
    if (!collectOnly) {
      TrainingFolders.requireEmpty(target);
    }
    TrainingRun run = collection.open(prepared, learning);
    CollectedSet collected =
        collection.collect(read, run, runningServer, access, progress, err(), quiet);
    FlowLine.of(read, collected.flow()).forEach(line -> out().println(line.row()));
    out().println("SHA-256 of the data: " + collected.sha256());
    return collectOnly ? DONE : learn(run, collected, read.id(), target, progress);
  }

  private int learn(
      TrainingRun run, CollectedSet collected, String id, Path target, StoppableProgress progress)
      throws InterruptedException {
    Map<String, byte[]> model;
    try {
      model = run.learn(collected, progress);
    } catch (TrainingException e) {
      err().println("risk train: " + e.getMessage());
      return NOTHING_LEARNED;
    }
    TrainingFolders.write(target, model);
    progress.end();
    new NextSteps(id, target, model.keySet()).print(out());
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
