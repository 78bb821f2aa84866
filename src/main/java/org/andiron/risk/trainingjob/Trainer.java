package org.andiron.risk.trainingjob;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.util.JsonUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.andiron.risk.InstalledModel;
import org.andiron.risk.PackageFiles;
import org.andiron.risk.PackageReader;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.model.Evaluation;
import org.andiron.risk.model.ModelCard;
import org.andiron.risk.pipeline.DefinitionFiles;
import org.andiron.risk.pipeline.FlowLine;
import org.andiron.risk.pipeline.ModelLearning;
import org.andiron.risk.pipeline.TrainingFolders;
import org.andiron.risk.pipeline.TrainingRun;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelKey;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.registry.RegistryRefusedException;
import org.andiron.risk.training.CohortSource;
import org.andiron.risk.training.CollectedSet;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.risk.training.TrainingException;
import org.andiron.storage.config.ConfigurationFileException;

/** Does a training from its order to a version in the registry, or says why there is none. */
final class Trainer {

  private static final String MODEL = "model";
  private static final String REPORT = "report.json";

  /** Is there when the whole cohort is collected. */
  private static final String WHOLE = "collected.whole";

  private final FhirContext context;
  private final TrainingPlace place;
  private final PackageReader packages;
  private final ModelRegistry registry;
  private final ModelDeployment deployment;
  private final Sources sources;
  private final Clock clock;
  private final UnitConverter converter = new UnitConverter();

  /** Where the records of a job come from. */
  @FunctionalInterface
  interface Sources {
    CohortSource of(
        String job,
        RequestDetails request,
        TrainingOrder order,
        TrainingDefinition definition,
        JobProgress progress);
  }

  Trainer(
      FhirContext context,
      TrainingPlace place,
      PackageReader packages,
      ModelRegistry registry,
      ModelDeployment deployment,
      Sources sources,
      Clock clock) {
    this.context = context;
    this.place = place;
    this.packages = packages;
    this.registry = registry;
    this.deployment = deployment;
    this.sources = sources;
    this.clock = clock;
  }

  /**
   * Trains, or goes on where an earlier attempt of the same job was stopped.
   *
   * @return what came of it, also if nothing was registered
   * @throws InterruptedException if it was stopped; what was done is kept
   */
  TrainingReport train(
      String job, RequestDetails request, TrainingOrder order, JobProgress progress)
      throws InterruptedException {
    DefinitionFiles files = order.files(deployment.shared());
    TrainingDefinition definition;
    try {
      definition = files.read(context, converter);
    } catch (ConfigurationFileException e) {
      return TrainingReport.begun("", "", order.state()).refused(String.valueOf(e.getMessage()));
    }
    TrainingReport begun =
        TrainingReport.begun(definition.id(), definition.version(), order.state());
    Path folder = place.folder(job, files.digest(order.cohort()));
    TrainingReport report = begun;
    try {
      if (!Files.exists(folder.resolve(REPORT))) {
        TrainingRun run =
            TrainingRun.open(
                files,
                definition,
                order.cohort(),
                folder,
                place.key(),
                converter,
                steps -> new ModelLearning(steps, clock));
        CollectedSet collected =
            collect(run, folder, sources.of(job, request, order, definition, progress));
        report = begun.collected(collected.sha256(), FlowLine.of(definition, collected.flow()));
        requireSomebody(collected);
        Map<String, byte[]> model = run.learn(collected, progress);
        keep(folder, model, report);
      }
      report = kept(folder);
      return register(definition, model(folder), report, order);
    } catch (TrainingException | RegistryRefusedException | ConfigurationFileException e) {
      return report.refused(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Once all are collected it stays with them: with patients who came since, all that was learned
   * would be learned again, each time.
   */
  private static CollectedSet collect(TrainingRun run, Path folder, CohortSource source)
      throws InterruptedException {
    Path whole = folder.resolve(WHOLE);
    CollectedSet collected =
        run.collect(Files.exists(whole) ? (wanted, sink) -> {} : source, done -> {});
    try {
      if (!Files.exists(whole)) {
        Files.createFile(whole);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return collected;
  }

  private static void requireSomebody(CollectedSet collected) {
    if (collected.flow().patients() == 0) {
      throw new TrainingException(
          "the cohort is empty: it has no patient who exists for who asked for the training. Name"
              + " another cohort");
    }
  }

  /** The report comes last: with it, the model is there as a whole. */
  private static void keep(Path folder, Map<String, byte[]> model, TrainingReport report) {
    try {
      if (!Files.exists(folder.resolve(MODEL))) {
        TrainingFolders.write(folder.resolve(MODEL), model);
      }
      String summary =
          ModelCard.read("model.json", Files.readAllBytes(folder.resolve(MODEL + "/model.json")))
              .evaluated()
              .map(Evaluation::summary)
              .orElse(null);
      Path part = folder.resolve(REPORT + ".part");
      Files.writeString(part, JsonUtil.serialize(report.evaluated(summary)));
      Files.move(part, folder.resolve(REPORT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TrainingReport kept(Path folder) {
    try {
      return JsonUtil.deserialize(Files.readString(folder.resolve(REPORT)), TrainingReport.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> model(Path folder) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.list(folder.resolve(MODEL))) {
      List<Path> sorted = all.sorted().toList();
      for (Path file : sorted) {
        files.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private TrainingReport register(
      TrainingDefinition definition,
      Map<String, byte[]> files,
      TrainingReport report,
      TrainingOrder order) {
    InstalledModel model =
        packages.read(new PackageFiles(definition.id(), files, deployment.shared()));
    if (model
        .content()
        .model()
        .card()
        .obstacle(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
        .isPresent()) {
      return report.refused(
          "the model was never properly evaluated: learned of permuted outcomes it still tells who"
              + " has the outcome, so it has seen what it was to predict. Look in the definition"
              + " for an input that is recorded because of the outcome");
    }
    String digest = model.content().digest();
    if (!isRegistered(new ModelKey(definition.id(), definition.version()), digest)) {
      deployment.deploy(definition.id(), files, order.initial(), order.reason());
    }
    return report.registered(digest);
  }

  /** Whether an earlier attempt came so far. */
  private boolean isRegistered(ModelKey key, String digest) {
    return registry.current().versions(key.id()).stream()
        .anyMatch(it -> it.key().equals(key) && it.status().digest().equals(digest));
  }
}
