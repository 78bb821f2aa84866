package org.andiron.risk.command;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.andiron.risk.evaluation.page.ReportLanguage;
import org.andiron.risk.pipeline.FlowLine;
import org.andiron.risk.pipeline.ModelLearning;
import org.andiron.risk.pipeline.TrainingFolders;
import org.andiron.risk.pipeline.TrainingRun;
import org.andiron.risk.profile.CohortProfile;
import org.andiron.risk.profile.CohortProfileJson;
import org.andiron.risk.profile.CohortProfilePage;
import org.andiron.risk.profile.CohortProfiler;
import org.andiron.risk.training.CollectedSet;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code risk cohort}: looks at the patients of a cohort before a model is made of them. */
@Command(
    name = "cohort",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Look at a cohort: segments of patients who are alike, and what varies together.",
      "Collect as 'risk train' does, divide the patients by k-means, find principal",
      "components, and write a page and its figures. Nothing is told of fewer than 11",
      "patients. The same records, key and seed give the same files."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the page is written",
      "1:there are too few patients",
      "2:wrong usage, or files or server cannot be used",
      "130:interrupted; run it again to go on"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  risk cohort --definition readmission-30d --from data/synthea/fhir",
      "  risk cohort --definition my-model.json --cohort Group/123 --segments 4 --out look"
    })
public final class CohortCommand implements Callable<Integer> {

  static final String FIGURES = "cohort.json";
  static final String PAGE = "cohort.html";
  static final String PAGE_CHINESE = "cohort.zh-CN.html";

  private static final int DONE = 0;
  private static final int TOO_FEW = 1;
  private static final int UNUSABLE = 2;
  private static final int INTERRUPTED = 130;

  private final RunningServer runningServer;
  private final ServerAccess access;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private CollectionOptions collection = new CollectionOptions();

  @Option(
      names = "--segments",
      paramLabel = "N",
      description = "How many segments, 2 to 8 (default: the number with the highest silhouette).")
  private @Nullable Integer segments;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write, new or empty (default: ./[id]-cohort).")
  private @Nullable Path out;

  @Option(names = "--quiet", description = "No progress, only the result.")
  private boolean quiet;

  private CohortCommand(RunningServer runningServer, ServerAccess access) {
    this.runningServer = runningServer;
    this.access = access;
  }

  /**
   * The command.
   *
   * @param runningServer finds the default server
   * @param access gets tokens for it
   */
  public static CommandLine create(RunningServer runningServer, ServerAccess access) {
    return new CommandLine(new CohortCommand(runningServer, access));
  }

  @Override
  public Integer call() {
    CommandLine line = line();
    if (segments != null && (segments < 2 || segments > CohortProfiler.MOST_SEGMENTS)) {
      throw new ParameterException(
          line, "--segments must be 2 to " + CohortProfiler.MOST_SEGMENTS + ", not " + segments);
    }
    QuietLibraries.set();
    StoppableProgress progress = new StoppableProgress(line.getErr(), quiet);
    try (Interruption interruption = Interruption.of("risk cohort", progress, line.getErr())) {
      return look(line, progress);
    } catch (TrainingException | StartupRefusedException | UncheckedIOException e) {
      line.getErr().println("risk cohort: " + e.getMessage());
      return UNUSABLE;
    } catch (InterruptedException e) {
      return INTERRUPTED;
    } finally {
      progress.end();
      line.getOut().flush();
      line.getErr().flush();
    }
  }

  private int look(CommandLine line, StoppableProgress progress) throws InterruptedException {
    CollectionOptions.Prepared prepared = collection.prepare();
    TrainingDefinition definition = prepared.definition();
    Path target = out == null ? Path.of(definition.id() + "-cohort") : out;
    TrainingFolders.requireEmpty(target);
    TrainingRun run =
        collection.open(prepared, steps -> new ModelLearning(steps, Clock.systemUTC()));
    CollectedSet collected =
        collection.collect(definition, run, runningServer, access, progress, line.getErr(), quiet);
    FlowLine.of(definition, collected.flow()).forEach(it -> line.getOut().println(it.row()));
    CohortProfile profile;
    try {
      profile =
          CohortProfiler.of(
              definition,
              collected,
              segments == null ? OptionalInt.empty() : OptionalInt.of(segments));
    } catch (TrainingException e) {
      line.getErr().println("risk cohort: " + e.getMessage());
      return TOO_FEW;
    }
    TrainingFolders.write(target, files(profile));
    print(line.getOut(), profile, target);
    return DONE;
  }

  private static Map<String, byte[]> files(CohortProfile profile) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(FIGURES, bytes(CohortProfileJson.write(profile)));
    files.put(PAGE, bytes(CohortProfilePage.of(profile, ReportLanguage.ENGLISH)));
    files.put(
        PAGE_CHINESE, bytes(CohortProfilePage.of(profile, ReportLanguage.SIMPLIFIED_CHINESE)));
    return files;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void print(PrintWriter out, CohortProfile profile, Path target) {
    out.printf(
        Locale.ROOT,
        "Segments: %d%s, mean silhouette %.2f%n",
        profile.segments().size() + profile.withheld(),
        profile.withheld() == 0
            ? ""
            : ", of which " + profile.withheld() + " with too few patients are not described",
        profile.silhouette());
    profile
        .segments()
        .forEach(it -> out.printf(Locale.ROOT, "  %d: %,d patients%n", it.number(), it.patients()));
    out.println("Look at " + target.resolve(PAGE));
  }

  private CommandLine line() {
    CommandSpec known = spec;
    if (known == null) {
      throw new IllegalStateException("run by picocli only");
    }
    return known.commandLine();
  }
}
