package org.andiron.risk.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.andiron.risk.feature.DefinitionNode;
import org.andiron.risk.feature.EventDefinition;
import org.andiron.risk.feature.FeatureLibrary;
import org.andiron.risk.feature.PatientRecord;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.feature.UnitConverter;

/**
 * By which a model that was trained here finds out later what became of those whose risk it
 * predicted: the very rule by which its examples were taken. It is the file {@code outcome.json} of
 * the model's folder, written by the training.
 *
 * @param outcome something that comes or not
 * @param subgroups by which figures are given separately
 */
public record OutcomeRule(TrainingOutcome outcome, FollowUp followUp, SubgroupRule subgroups) {

  /** Its name in the folder. */
  public static final String FILE = "outcome.json";

  private static final UnitConverter CONVERTER = new UnitConverter();

  /** What a record says. */
  public enum Finding {
    OCCURRED,
    NOT_OCCURRED,
    /** The patient died before, and that ends the looking. */
    CENSORED,
    /** Not said, perhaps not yet. */
    UNKNOWN
  }

  /**
   * Reads it.
   *
   * @param library features and code sets that it may name
   * @throws org.andiron.storage.config.ConfigurationFileException if anything in it is not as it
   *     must be
   */
  public static OutcomeRule read(String file, byte[] content, FeatureLibrary library) {
    DefinitionNode root =
        DefinitionNode.parse(file, content).only("outcome", "followUp", "subgroups");
    OutcomeRuleReader outcomes = new OutcomeRuleReader(library);
    CohortRulesReader cohort = new CohortRulesReader(library, outcomes);
    TrainingOutcome outcome = outcomes.read(root.get("outcome"));
    if (!outcome.isEvent()) {
      throw root.get("outcome").refuse("is a number: only what comes or not is looked for");
    }
    return new OutcomeRule(
        outcome, cohort.followUp(root.get("followUp")), cohort.subgroups(root.get("subgroups")));
  }

  /** What of a definition is the rule. The end of the training's data is no end of others. */
  static String file(DefinitionNode definition) {
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.set("outcome", definition.get("outcome").json());
    ObjectNode followUp = definition.get("followUp").json().deepCopy();
    followUp.remove("end");
    file.set("followUp", followUp);
    file.set("subgroups", definition.get("subgroups").json());
    return file.toPrettyString() + "\n";
  }

  /** What of a record it takes. */
  public RecordNeeds needs() {
    Set<ResourceKind> kinds = EnumSet.of(ResourceKind.PATIENT);
    if (outcome.rule() instanceof TrainingOutcome.Event event) {
      event.events().stream().map(EventDefinition::resource).forEach(kinds::add);
    }
    if (followUp.lost() == FollowUp.Lost.EXCLUDE) {
      kinds.addAll(PatientRecord.CONTACTS);
    }
    return RecordNeeds.ofAll(kinds);
  }

  /** What became of a patient after a time, until the horizon; by the whole record of today. */
  public Finding find(PatientRecord record, Instant index) {
    Person person = new Person(record.patient());
    if (person.isReplaced() || person.isTest() || person.isDeathUndated()) {
      return Finding.UNKNOWN;
    }
    OutcomeSearch.Finding found =
        new OutcomeSearch(outcome, followUp, CONVERTER).find(record, person, index);
    if (found.excluded() == null) {
      return found.value().orElseThrow() == 1 ? Finding.OCCURRED : Finding.NOT_OCCURRED;
    }
    return found.excluded() == ExclusionReason.COMPETING_DEATH ? Finding.CENSORED : Finding.UNKNOWN;
  }
}
