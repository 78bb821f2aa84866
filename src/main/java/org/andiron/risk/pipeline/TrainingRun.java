package org.andiron.risk.pipeline;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.andiron.risk.feature.UnitConverter;
import org.andiron.risk.training.CohortCollection;
import org.andiron.risk.training.CohortSource;
import org.andiron.risk.training.CollectedSet;
import org.andiron.risk.training.Learning;
import org.andiron.risk.training.Pseudonyms;
import org.andiron.risk.training.TrainingDefinition;
import org.andiron.risk.training.TrainingException;
import org.andiron.risk.training.TrainingProgress;

/**
 * One training: collects examples and learns of them. What is done is kept in a folder, in which a
 * run that was stopped is taken up by another.
 */
public final class TrainingRun {

  private static final String COLLECTED = "collected";
  private static final String LEARNED = "learned";

  private final TrainingDefinition definition;
  private final CohortCollection collection;
  private final Learning learning;

  private TrainingRun(
      TrainingDefinition definition, CohortCollection collection, Learning learning) {
    this.definition = definition;
    this.collection = collection;
    this.learning = learning;
  }

  /**
   * Begins, or takes up what was begun in the folder.
   *
   * @param definition what the files say
   * @param cohort by which name it is told from others
   * @param folder made for its owner alone if it is not there
   * @param key file with the key of the pseudonyms, made if it is not there
   * @param learning by the folder in which it keeps its steps
   * @throws TrainingException if the folder is of another definition, cohort or key, or cannot be
   *     used
   */
  public static TrainingRun open(
      DefinitionFiles files,
      TrainingDefinition definition,
      String cohort,
      Path folder,
      Path key,
      UnitConverter converter,
      Function<Path, Learning> learning) {
    TrainingFolders.makePrivate(folder);
    CohortCollection collection =
        CohortCollection.open(
            definition,
            files.digest(cohort),
            new Pseudonyms(TrainingFolders.key(key)),
            converter,
            folder.resolve(COLLECTED));
    return new TrainingRun(definition, collection, learning.apply(folder.resolve(LEARNED)));
  }

  /** Patients that an earlier run has collected. */
  public int collected() {
    return collection.size();
  }

  /**
   * Collects the examples of a cohort.
   *
   * @param progress is told after each patient how many are there
   * @throws TrainingException if records cannot be read
   */
  public CollectedSet collect(CohortSource source, LongConsumer progress)
      throws InterruptedException {
    return collection.collect(source, progress);
  }

  /**
   * Learns.
   *
   * @return the files of the model's folder, by name
   * @throws TrainingException if nothing can be learned of these examples
   */
  public Map<String, byte[]> learn(CollectedSet collected, TrainingProgress progress)
      throws InterruptedException {
    return learning.learn(definition, collected, progress);
  }
}
