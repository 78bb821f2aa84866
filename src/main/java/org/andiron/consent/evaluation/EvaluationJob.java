package org.andiron.consent.evaluation;

import ca.uhn.fhir.batch2.api.ChunkExecutionDetails;
import ca.uhn.fhir.batch2.api.IJobDataSink;
import ca.uhn.fhir.batch2.api.IReductionStepWorker;
import ca.uhn.fhir.batch2.api.RunOutcome;
import ca.uhn.fhir.batch2.api.StepExecutionDetails;
import ca.uhn.fhir.batch2.api.VoidModel;
import ca.uhn.fhir.batch2.model.ChunkOutcome;
import ca.uhn.fhir.batch2.model.JobDefinition;
import java.util.List;

/** Looks at the population in pieces, in the background, on whatever node. */
final class EvaluationJob {

  static final String ID = "ANDIRON_CONSENT_EVALUATION";

  private static final int AT_ONCE = 200;

  private final Population population;
  private final AccessComparison comparison;

  EvaluationJob(Population population, AccessComparison comparison) {
    this.population = population;
    this.comparison = comparison;
  }

  JobDefinition<Plan> definition() {
    return JobDefinition.newBuilder()
        .setJobDefinitionId(ID)
        .setJobDefinitionVersion(1)
        .setJobDescription("Who would gain or lose what by a Consent")
        .gatedExecution()
        .setParametersType(Plan.class)
        .addFirstStep("people", "Lists the people", Members.class, this::list)
        .addIntermediateStep("compare", "Compares their access", Effects.class, this::compare)
        .addFinalReducerStep("add", "Adds up the changes", Effects.class, new Sum())
        .build();
  }

  private RunOutcome list(StepExecutionDetails<Plan, VoidModel> step, IJobDataSink<Members> sink) {
    List<Member> all = population.around(step.getParameters().patient());
    for (int i = 0; i < all.size(); i += AT_ONCE) {
      sink.accept(new Members(all.subList(i, Math.min(all.size(), i + AT_ONCE))));
    }
    return new RunOutcome(all.size());
  }

  private RunOutcome compare(StepExecutionDetails<Plan, Members> step, IJobDataSink<Effects> sink) {
    List<Member> members = step.getData().members();
    sink.accept(comparison.effects(step.getParameters(), members));
    return new RunOutcome(members.size());
  }

  /** Keeps the sum of one job. */
  private static final class Sum implements IReductionStepWorker<Plan, Effects, Effects> {

    private Effects sum = Effects.NONE;

    @Override
    public ChunkOutcome consume(ChunkExecutionDetails<Plan, Effects> chunk) {
      sum = sum.and(chunk.getData());
      return ChunkOutcome.SUCCESS();
    }

    @Override
    public RunOutcome run(StepExecutionDetails<Plan, Effects> step, IJobDataSink<Effects> sink) {
      sink.accept(sum);
      return RunOutcome.SUCCESS;
    }

    @Override
    public IReductionStepWorker<Plan, Effects, Effects> newInstance() {
      return new Sum();
    }
  }
}
