package org.andiron.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import org.andiron.startup.RunningServer;
import org.andiron.startup.TargetServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code load PATH…}: stores FHIR files on a server. Exit code 0 when all is stored, 1 when
 * something was rejected, 2 when the command cannot work as asked, 130 when it was interrupted.
 */
@Command(
    name = "load",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Load FHIR files: transaction, batch and collection Bundles, single resources and NDJSON,",
      "plain or gzip, from files, folders or (-) standard input. What others refer to goes first.",
      "A second run skips what the first stored."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is stored",
      "1:something was rejected; the file given by --rejected says what and why",
      "2:wrong usage, or no server answers",
      "130:interrupted; run it again to go on"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  load data/synthea/fhir",
      "  load data/synthea/fhir --server http://localhost:8080/fhir --concurrency 4",
      "  load Patient.ndjson Observation.ndjson.gz --batch-size 500",
      "  load data --dry-run",
      "  ANDIRON_TOKEN=... load data --server https://fhir.example.org/fhir",
      "  zcat export.ndjson.gz | load - --server http://localhost:8080/fhir"
    })
public final class LoadCommand implements Callable<Integer> {

  static final int STORED = 0;
  static final int REJECTED = 1;
  static final int UNUSABLE = 2;
  static final int INTERRUPTED = 130;

  private static final String TOKEN_VARIABLE = "ANDIRON_TOKEN";

  private final RunningServer runningServer;
  private final TokenSource tokenSource;
  private final StopSignal stop;
  private final InputStream stdin;
  private final CountDownLatch finished = new CountDownLatch(1);

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "Files or folders, or - for stdin.")
  private List<String> paths = new ArrayList<>();

  @Mixin private TargetServer server = new TargetServer();

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Requests at a time, 1 to 64 (default: the number of processors).")
  private int concurrency =
      Math.min(LoadSettings.MAX_CONCURRENCY, Runtime.getRuntime().availableProcessors());

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "200",
      description = "Single resources sent together (default: ${DEFAULT-VALUE}).")
  private int batchSize = 200;

  @Option(
      names = "--retries",
      paramLabel = "N",
      defaultValue = "8",
      description = "Repeats when the server is busy or away (default: ${DEFAULT-VALUE}).")
  private int retries = 8;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = TimeConverter.class,
      description = "Longest wait for one answer, as 90s or 10m (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ofMinutes(10);

  @Option(
      names = "--header",
      paramLabel = "'NAME: VALUE'",
      description = "A header for each request; may be repeated.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "Bearer token; safer in the environment variable ANDIRON_TOKEN.")
  private @Nullable String token;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = {
        "Private key (JWK) to get tokens with, if the server wants one",
        "(default: operator.jwk of the data directory)."
      })
  private @Nullable Path key;

  @Option(names = "--compress", description = "Send gzip files as they are.")
  private boolean compress;

  @Option(
      names = "--rejected",
      paramLabel = "FILE",
      defaultValue = "./andiron-load-rejected.ndjson",
      description = "Where to write what was not stored (default: ${DEFAULT-VALUE}).")
  private Path rejected = Path.of("./andiron-load-rejected.ndjson");

  @Option(
      names = "--state",
      paramLabel = "FILE",
      defaultValue = "./.andiron-load-state",
      description = "Where to note what is done (default: ${DEFAULT-VALUE}).")
  private Path stateFile = Path.of("./.andiron-load-state");

  @Option(
      names = {"--fresh", "--no-resume"},
      description = "Load all, whatever an earlier run stored.")
  private boolean fresh;

  @Option(
      names = "--resend-unknown",
      description = "Send again what an earlier run sent without learning the result.")
  private boolean resendUnknown;

  @Option(names = "--dry-run", description = "Read and count only; ask no server.")
  private boolean dryRun;

  @Option(names = "--quiet", description = "No progress, only the summary.")
  private boolean quiet;

  /** A command that finds the default server, and tokens for it, by the given means. */
  public LoadCommand(RunningServer runningServer, TokenSource tokenSource) {
    this(runningServer, tokenSource, new StopSignal(), System.in);
  }

  LoadCommand(
      RunningServer runningServer, TokenSource tokenSource, StopSignal stop, InputStream stdin) {
    this.runningServer = runningServer;
    this.tokenSource = tokenSource;
    this.stop = stop;
    this.stdin = stdin;
  }

  @Override
  public Integer call() {
    Thread hook = new Thread(this::interrupt, "load-interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return load();
    } catch (LoadException | UncheckedIOException e) {
      err().println("load: " + e.getMessage());
      return UNUSABLE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return INTERRUPTED;
    } finally {
      out().flush();
      err().flush();
      finished.countDown();
      removeHook(hook);
    }
  }

  /** On Ctrl-C the JVM exits with 130 by itself, but not before the load has come to rest. */
  private void interrupt() {
    stop.request();
    try {
      finished.await();
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

  private int load() throws InterruptedException {
    LoadSettings settings = settings();
    Set<Path> own = Set.of(absolute(rejected), absolute(stateFile));
    SourceScanner.Scan scan =
        new SourceScanner(own, Runtime.getRuntime().availableProcessors()).scan(paths, stdin);
    if (!quiet) {
      scan.notices().forEach(notice -> err().println(notice));
    }
    List<LoadOrder.Level> levels = LoadOrder.of(scan.portions());
    if (dryRun) {
      return show(scan, levels);
    }
    try (LoadSession session =
        new LoadSession(settings, target(), stop, Clock.systemUTC(), rejected, stateFile, fresh)) {
      return session.run(scan, levels, this::progress, out());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write: " + e.getMessage(), e);
    }
  }

  private Progress progress(long totalBytes, LoadReport report, ScheduledExecutorService timer) {
    boolean redraw = !quiet && Progress.onTerminal();
    Progress progress =
        new Progress(err(), redraw, totalBytes, report::storedTotal, System::nanoTime);
    if (!quiet) {
      progress.drawOn(timer);
    }
    return progress;
  }

  private int show(SourceScanner.Scan scan, List<LoadOrder.Level> levels) {
    Map<String, Long> counts = new TreeMap<>();
    int step = 1;
    for (LoadOrder.Level level : levels) {
      long resources = level.portions().stream().mapToLong(Portion::resources).sum();
      out().printf("Step %d: %d parts, %d resources%n", step++, level.portions().size(), resources);
      for (Portion portion : level.portions()) {
        portion.counts().forEach((type, count) -> counts.merge(type, count, Long::sum));
      }
    }
    counts.forEach((type, count) -> out().printf("%-28s %12d%n", type, count));
    scan.rejections().forEach(rejection -> err().println(describe(rejection)));
    return scan.rejections().isEmpty() ? STORED : REJECTED;
  }

  private static String describe(Rejection rejection) {
    String line = rejection.line() == null ? "" : ", line " + rejection.line();
    return rejection.source() + line + ": " + rejection.issues().get(0).diagnostics();
  }

  private LoadSettings settings() {
    try {
      return new LoadSettings(concurrency, batchSize, retries, timeout, compress, resendUnknown);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private FhirTarget target() {
    String url = server.url(runningServer).orElseThrow(() -> new LoadException(server.absence()));
    try {
      List<Map.Entry<String, String>> own = requestHeaders();
      boolean known = own.stream().anyMatch(it -> it.getKey().equalsIgnoreCase("Authorization"));
      return FhirTarget.of(
          url, own, known ? Optional.empty() : tokenSource.of(url, server.dataDirectory(), key));
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private List<Map.Entry<String, String>> requestHeaders() {
    List<Map.Entry<String, String>> result = new ArrayList<>();
    for (String header : headers) {
      int colon = header.indexOf(':');
      if (colon < 1) {
        throw usage("--header must be 'Name: value'");
      }
      result.add(
          Map.entry(header.substring(0, colon).strip(), header.substring(colon + 1).strip()));
    }
    String bearer = token == null ? System.getenv(TOKEN_VARIABLE) : token;
    if (bearer != null && !bearer.isBlank()) {
      result.add(Map.entry("Authorization", "Bearer " + bearer.strip()));
    }
    return result;
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  private CommandLine line() {
    CommandSpec known = spec;
    if (known == null) {
      throw new IllegalStateException("run by picocli only");
    }
    return known.commandLine();
  }

  private PrintWriter out() {
    return line().getOut();
  }

  private PrintWriter err() {
    return line().getErr();
  }

  private ParameterException usage(@Nullable String message) {
    return new ParameterException(line(), String.valueOf(message));
  }
}
