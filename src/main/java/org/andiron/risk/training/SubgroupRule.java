package org.andiron.risk.training;

import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;

/**
 * By what figures of a model are given separately.
 *
 * @param ageBands the first year of each band but the youngest, ascending
 */
public record SubgroupRule(Set<Attribute> attributes, List<Integer> ageBands) {

  /** What divides people into groups. Race and ethnicity are those of US Core. */
  public enum Attribute {
    SEX("sex"),
    AGE_BAND("age-band"),
    RACE("race"),
    ETHNICITY("ethnicity");

    private final String code;

    Attribute(String code) {
      this.code = code;
    }

    /** As an example calls it. */
    public String code() {
      return code;
    }
  }

  public SubgroupRule {
    attributes = Set.copyOf(attributes);
    ageBands = List.copyOf(ageBands);
  }

  /** For models of which nobody said it. */
  public static final SubgroupRule USUAL =
      new SubgroupRule(EnumSet.allOf(Attribute.class), List.of(18, 40, 65, 80));

  /** The groups of a patient by attribute at a time; without what is not recorded. */
  public Map<String, String> of(Patient patient, Instant index) {
    return of(new Person(patient), index);
  }

  /**
   * The groups of a person by attribute, always in the same order; without what is not recorded.
   */
  Map<String, String> of(Person person, Instant index) {
    Map<String, String> groups = new LinkedHashMap<>();
    for (Attribute attribute : EnumSet.allOf(Attribute.class)) {
      if (attributes.contains(attribute)) {
        group(attribute, person, index).ifPresent(group -> groups.put(attribute.code(), group));
      }
    }
    return groups;
  }

  private Optional<String> group(Attribute attribute, Person person, Instant index) {
    return switch (attribute) {
      case SEX -> person.sex();
      case AGE_BAND -> person.age(index).map(this::band);
      case RACE -> person.race();
      case ETHNICITY -> person.ethnicity();
    };
  }

  private String band(int age) {
    int from = 0;
    for (int next : ageBands) {
      if (age < next) {
        return from == 0 ? "<" + next : from + "-" + (next - 1);
      }
      from = next;
    }
    return from + "+";
  }
}
