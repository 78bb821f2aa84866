package org.andiron.consent.evaluation;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What would change for some people.
 *
 * @param people how many were looked at
 * @param affected how many of them would gain or lose anything
 * @param counts by role, type, purpose and direction
 * @param sample some of the changes
 */
record Effects(
    @JsonProperty("people") int people,
    @JsonProperty("affected") int affected,
    @JsonProperty("counts") List<Count> counts,
    @JsonProperty("sample") List<Example> sample)
    implements IModelJson {

  /** Examples that are kept. */
  static final int EXAMPLES = 100;

  static final Effects NONE = new Effects(0, 0, List.of(), List.of());

  /** Of which changes a count is. */
  record Kind(String role, String type, String purpose, boolean gained)
      implements Comparable<Kind> {

    @Override
    public int compareTo(Kind other) {
      return toString().compareTo(other.toString());
    }
  }

  /**
   * Changes of one kind.
   *
   * @param role of the people; empty for those without a role
   * @param people whose access to any resource of the type changes
   * @param accesses how many resources, summed over the people
   */
  record Count(
      @JsonProperty("role") String role,
      @JsonProperty("type") String type,
      @JsonProperty("purpose") String purpose,
      @JsonProperty("gained") boolean gained,
      @JsonProperty("people") int people,
      @JsonProperty("accesses") long accesses)
      implements IModelJson {

    @JsonCreator
    Count {}

    Kind kind() {
      return new Kind(role, type, purpose, gained);
    }

    Count and(Count other) {
      return new Count(
          role, type, purpose, gained, people + other.people, accesses + other.accesses);
    }
  }

  /** A change of one person's access to one resource. */
  record Example(
      @JsonProperty("actor") String actor,
      @JsonProperty("resource") String resource,
      @JsonProperty("purpose") String purpose,
      @JsonProperty("gained") boolean gained)
      implements IModelJson {

    @JsonCreator
    Example {}
  }

  @JsonCreator
  Effects {
    counts = List.copyOf(counts);
    sample = List.copyOf(sample);
  }

  /** Of both, who are other people. */
  Effects and(Effects other) {
    Map<Kind, Count> together = new TreeMap<>();
    counts.forEach(it -> together.merge(it.kind(), it, Count::and));
    other.counts.forEach(it -> together.merge(it.kind(), it, Count::and));
    List<Example> examples = new ArrayList<>(sample);
    examples.addAll(other.sample);
    return new Effects(
        people + other.people,
        affected + other.affected,
        List.copyOf(together.values()),
        examples.subList(0, Math.min(EXAMPLES, examples.size())));
  }
}
