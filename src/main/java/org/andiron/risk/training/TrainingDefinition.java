package org.andiron.risk.training;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.FeatureSet;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.Recording;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.model.LocalText;
import org.andiron.risk.model.ModelInput;

/**
 * How a model is made: what its card says, what it is given and predicts, of whom it is learned and
 * how. A file of {@code fhir-config/risk-training} describes one; its README names all that may
 * stand in it.
 *
 * @param id of the model, and of its folder
 * @param inputs in the order of the features
 * @param features where the inputs come from; none looks ahead
 * @param featuresFile the {@code features.json} of the model's folder
 * @param outcomeFile the {@code outcome.json} of the model's folder, see {@link OutcomeRule}
 * @param washouts who is left out because of what they had before
 * @param limits by which the model refuses those who are left out, once it is there
 * @param subgroups by what figures are given separately
 * @param algorithms that are tried, none twice; the best is taken
 */
public record TrainingDefinition(
    String id,
    String version,
    String url,
    LocalText title,
    CardStatements card,
    List<ModelInput> inputs,
    FeatureSet features,
    String featuresFile,
    TrainingOutcome outcome,
    String outcomeFile,
    IndexRule index,
    Eligibility eligibility,
    List<Washout> washouts,
    PopulationLimits limits,
    FollowUp followUp,
    Recording recording,
    SubgroupRule subgroups,
    List<LearningAlgorithm> algorithms,
    long seed,
    TestSplit split) {

  public TrainingDefinition {
    inputs = List.copyOf(inputs);
    washouts = List.copyOf(washouts);
    algorithms = List.copyOf(algorithms);
  }

  /** What of a record is looked at. */
  public RecordNeeds needs() {
    Set<ResourceKind> kinds = EnumSet.copyOf(ResourceKind.ofContacts());
    kinds.addAll(RecordNeeds.of(List.of(features)).kinds());
    washouts.forEach(washout -> washout.events().forEach(event -> kinds.add(event.resource())));
    if (outcome.rule() instanceof TrainingOutcome.Event event) {
      event.events().forEach(each -> kinds.add(each.resource()));
    } else if (outcome.rule() instanceof TrainingOutcome.Measured measured) {
      kinds.addAll(RecordNeeds.of(List.of(measured.value())).kinds());
    }
    return RecordNeeds.ofAll(kinds);
  }

  /**
   * The definition in a file.
   *
   * @param file how to name it in errors
   * @param library features and code sets that it may name
   * @throws org.andiron.storage.config.ConfigurationFileException if anything in it is not as it
   *     must be, with place, reason and what to do
   */
  public static TrainingDefinition read(String file, byte[] content, FeatureLibrary library) {
    return new TrainingDefinitionReader(library).read(file, content);
  }
}
