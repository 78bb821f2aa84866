package org.andiron.risk.population;

import ca.uhn.fhir.batch2.api.ChunkExecutionDetails;
import ca.uhn.fhir.batch2.api.IJobDataSink;
import ca.uhn.fhir.batch2.api.IReductionStepWorker;
import ca.uhn.fhir.batch2.api.RunOutcome;
import ca.uhn.fhir.batch2.api.StepExecutionDetails;
import ca.uhn.fhir.batch2.api.VoidModel;
import ca.uhn.fhir.batch2.model.ChunkOutcome;
import ca.uhn.fhir.batch2.model.JobDefinition;
import ca.uhn.fhir.jpa.api.model.BulkExportJobResults;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.andiron.fhir.ResourceJson;
import org.andiron.server.Disclosures;
import org.andiron.server.JobFiles;

/**
 * Scores a population in pieces, in the background, on whatever node, and writes the results into
 * files of NDJSON. A piece that is done again replaces what it has written before.
 */
final class PopulationScoringJob {

  static final String ID = "ANDIRON_RISK_SCORE";

  /**
   * Patients of one piece, whose results are in one file: all models, explained, are a hundred
   * megabytes.
   */
  static final int OF_PIECE = 500;

  /** Patients whose records are in memory at once. */
  static final int AT_ONCE = 100;

  private final PopulationReader populations;
  private final Supplier<Scorer> scorer;
  private final JobFiles files;
  private final Supplier<Disclosures> disclosures;

  PopulationScoringJob(
      PopulationReader populations,
      Supplier<Scorer> scorer,
      JobFiles files,
      Supplier<Disclosures> disclosures) {
    this.populations = populations;
    this.scorer = scorer;
    this.files = files;
    this.disclosures = disclosures;
  }

  JobDefinition<ScoringOrder> definition() {
    return JobDefinition.newBuilder()
        .setJobDefinitionId(ID)
        .setJobDefinitionVersion(1)
        .setJobDescription("Risk scores of a population")
        .gatedExecution()
        .setParametersType(ScoringOrder.class)
        .addFirstStep("patients", "Lists the patients", PatientBatch.class, this::list)
        .addIntermediateStep("score", "Scores them", ScoredBatch.class, this::score)
        .addFinalReducerStep(
            "report", "Lists the files", BulkExportJobResults.class, new Manifest())
        .build();
  }

  private RunOutcome list(
      StepExecutionDetails<ScoringOrder, VoidModel> step, IJobDataSink<PatientBatch> sink) {
    int[] listed = {0, 0};
    populations.list(
        step.newSystemRequestDetails(),
        step.getParameters().population(),
        OF_PIECE,
        patients -> {
          sink.accept(new PatientBatch(listed[0]++, patients));
          listed[1] += patients.size();
        });
    return new RunOutcome(listed[1]);
  }

  private RunOutcome score(
      StepExecutionDetails<ScoringOrder, PatientBatch> step, IJobDataSink<ScoredBatch> sink) {
    PatientBatch batch = step.getData();
    String job = step.getInstance().getInstanceId();
    RequestDetails request = step.newSystemRequestDetails();
    Map<String, Lines> byType = new LinkedHashMap<>();
    List<String> patients = batch.patients();
    for (int from = 0; from < patients.size(); from += AT_ONCE) {
      List<String> some = patients.subList(from, Math.min(patients.size(), from + AT_ONCE));
      for (ScoredLine line : scorer.get().score(request, job, step.getParameters(), some)) {
        byType.computeIfAbsent(line.resource().fhirType(), type -> new Lines()).add(line);
      }
    }
    Map<String, String> written = new TreeMap<>();
    byType.forEach(
        (type, lines) -> {
          String file = files.write(job, type, lines.text());
          // Recorded before anybody can have it.
          disclosures.get().exported(job, file, lines.patients);
          written.put(type, file);
        });
    sink.accept(new ScoredBatch(batch.number(), written));
    return new RunOutcome(patients.size());
  }

  /** Of one file. */
  private static final class Lines {

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final Set<String> patients = new LinkedHashSet<>();

    void add(ScoredLine line) {
      text.writeBytes(ResourceJson.of(line.resource()).getBytes(StandardCharsets.UTF_8));
      text.write('\n');
      patients.add(line.patient());
    }

    byte[] text() {
      return text.toByteArray();
    }
  }

  /** Lists the files of one job in the order of its population. */
  private static final class Manifest
      implements IReductionStepWorker<ScoringOrder, ScoredBatch, BulkExportJobResults> {

    /** Of a piece that was done twice, one. */
    private final Map<Integer, ScoredBatch> batches = new TreeMap<>();

    @Override
    public ChunkOutcome consume(ChunkExecutionDetails<ScoringOrder, ScoredBatch> chunk) {
      batches.put(chunk.getData().number(), chunk.getData());
      return ChunkOutcome.SUCCESS();
    }

    @Override
    public RunOutcome run(
        StepExecutionDetails<ScoringOrder, ScoredBatch> step,
        IJobDataSink<BulkExportJobResults> sink) {
      Map<String, List<String>> byType = new TreeMap<>();
      for (ScoredBatch batch : batches.values()) {
        batch
            .files()
            .forEach(
                (type, file) -> byType.computeIfAbsent(type, it -> new ArrayList<>()).add(file));
      }
      BulkExportJobResults report = new BulkExportJobResults();
      report.setResourceTypeToBinaryIds(byType);
      report.setOriginalRequestUrl(step.getParameters().url());
      sink.accept(report);
      return RunOutcome.SUCCESS;
    }

    @Override
    public IReductionStepWorker<ScoringOrder, ScoredBatch, BulkExportJobResults> newInstance() {
      return new Manifest();
    }
  }
}
