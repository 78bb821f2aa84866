package org.andiron.storage.codes;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.andiron.storage.query.Sql;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetFilterComponent;
import org.hl7.fhir.r4.model.ValueSet.FilterOperator;

/**
 * Conditions on the concepts of a loaded code system, which stand in SQL as {@code andiron.concept
 * c}. None of them says of which code system a concept is; see {@link #codes}.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-filter-operator.html">Operators</a>
 */
public final class ConceptConditions {

  /** The property that names the reference sets and lists that a concept is in. */
  public static final String MEMBER_OF = "memberOf";

  private final LoadedSystems systems;
  private final LoadedSystem system;

  /** Conditions on the concepts of one code system. */
  public ConceptConditions(LoadedSystems systems, LoadedSystem system) {
    this.systems = systems;
    this.system = system;
  }

  /** A statement that selects the codes of one code system for which a condition holds. */
  public static Sql codes(LoadedSystem system, Sql condition) {
    return selected("c.code", system, condition);
  }

  private static Sql selected(String column, LoadedSystem system, Sql condition) {
    return Sql.of(
            "select " + column + " from andiron.concept c where c.system = ? and ", system.id())
        .then(condition);
  }

  /** That the concept is of this code system. */
  public Sql ofSystem(Sql condition) {
    return Sql.of("c.system = ? and (", system.id()).then(condition).then(")");
  }

  /** That the concept has one of the codes. */
  public Sql oneOf(List<String> codes) {
    return Sql.isOneOf("c.code", codes);
  }

  /** That the concept is the one with this code or below it; nothing if there is no such one. */
  public Sql below(String code) {
    return systems
        .concept(system, code)
        .map(it -> related(Hierarchy.DESCENDANT_OR_SELF, array(it), isNumber(it)))
        .orElse(Sql.FALSE);
  }

  /** That the concept is the one with this code or above it; nothing if there is no such one. */
  public Sql above(String code) {
    return systems
        .concept(system, code)
        .map(it -> related(Hierarchy.ANCESTOR_OR_SELF, array(it), isNumber(it)))
        .orElse(Sql.FALSE);
  }

  /**
   * That the concept passes a filter.
   *
   * @param valueSets the members in this code system of a value set, empty if there is no such one
   * @throws InvalidRequestException when the filter is incomplete, or the code system has neither
   *     the property nor the operator
   * @throws UnprocessableEntityException when the filter names a code that does not exist
   */
  public Sql passes(ConceptSetFilterComponent filter, Function<String, Optional<Sql>> valueSets) {
    if (!filter.hasProperty() || !filter.hasOp() || !filter.hasValue()) {
      throw new InvalidRequestException("A filter needs property, op and value");
    }
    String value = filter.getValue();
    return switch (filter.getProperty()) {
      case "concept", "code" -> onCode(filter, valueSets);
      case "constraint", "expression" -> {
        requireEquality(filter);
        yield new ExpressionConstraint(this, value).condition();
      }
      case "display" -> onText("c.display", texts("c.display"), filter);
      case "inactive" -> {
        requireEquality(filter);
        yield Sql.of("c.inactive = ?", requireBoolean(filter));
      }
      case "parent" -> {
        requireEquality(filter);
        yield related(Hierarchy.CHILD, value);
      }
      case "child" -> {
        requireEquality(filter);
        yield related(Hierarchy.PARENT, value);
      }
      case "ancestor" -> {
        requireEquality(filter);
        yield related(Hierarchy.DESCENDANT, value);
      }
      case "LIST" -> {
        requireEquality(filter);
        yield memberOf(Sql.of("?", value));
      }
      case "answers-for" -> {
        requireEquality(filter);
        yield answersFor(value);
      }
      default -> onProperty(filter);
    };
  }

  private Sql onCode(ConceptSetFilterComponent filter, Function<String, Optional<Sql>> valueSets) {
    String value = filter.getValue();
    return switch (filter.getOp()) {
      case ISA -> related(Hierarchy.DESCENDANT_OR_SELF, value);
      case DESCENDENTOF -> related(Hierarchy.DESCENDANT, value);
      case ISNOTA -> not(related(Hierarchy.DESCENDANT_OR_SELF, value));
      case GENERALIZES -> related(Hierarchy.ANCESTOR_OR_SELF, value);
      case IN -> in(value, valueSets);
      case NOTIN -> not(in(value, valueSets));
      case EXISTS -> requireBoolean(filter) ? Sql.TRUE : Sql.FALSE;
      default -> onText("c.code", texts("c.code"), filter);
    };
  }

  /** In a value set, in a reference set of SNOMED CT, or in a list of codes. */
  private Sql in(String value, Function<String, Optional<Sql>> valueSets) {
    return valueSets
        .apply(value)
        .orElseGet(() -> Sql.any(List.of(memberOf(Sql.of("?", value)), oneOf(list(value)))));
  }

  private Sql answersFor(String code) {
    return memberOf(
        Sql.of("p.value from andiron.concept_property p where p.property = 'answer-list'")
            .then(" and p.concept in (")
            .then(selected("c.number", system, oneOf(List.of(code))))
            .then(")"));
  }

  /** That a concept is in one of the lists; what selects them stands behind {@code select}. */
  Sql memberOf(Sql lists) {
    return Sql.of(
            "c.number in (select m.concept from andiron.concept_property m where m.property = ?"
                + " and left(m.value, 200) in (select ",
            MEMBER_OF)
        .then(lists)
        .then("))");
  }

  private Sql onProperty(ConceptSetFilterComponent filter) {
    String property = filter.getProperty();
    if (!systems.hasProperty(system, property)) {
      throw new InvalidRequestException(
          "A filter names a property that the code system does not have: " + property);
    }
    Sql has =
        Sql.of(
            "c.number in (select p.concept from andiron.concept_property p where p.property = ?",
            property);
    return switch (filter.getOp()) {
      case EXISTS -> requireBoolean(filter) ? has.then(")") : Sql.of("not ").then(has).then(")");
      case NOTIN -> Sql.of("not ").then(has).then(" and ").then(isIn(filter)).then(")");
      case IN -> has.then(" and ").then(isIn(filter)).then(")");
      case EQUAL ->
          has.then(
              " and left(p.value, 200) = left(?, 200) and p.value = ?)",
              filter.getValue(),
              filter.getValue());
      default -> has.then(" and ").then(onText("p.value", values(property), filter)).then(")");
    };
  }

  private Sql texts(String column) {
    return Sql.of(
        "select " + column + " as value from andiron.concept c where c.system = ?", system.id());
  }

  private Sql values(String property) {
    return Sql.of(
        "select p.value from andiron.code_system s join andiron.concept_property p"
            + " on p.concept >= s.first_concept and p.concept < s.first_concept + s.concepts"
            + " where s.id = ? and p.property = ?",
        system.id(),
        property);
  }

  private static Sql isIn(ConceptSetFilterComponent filter) {
    return Sql.of("p.value = any(?)", (Object) list(filter.getValue()).toArray(String[]::new));
  }

  /**
   * A condition on one of the texts of concepts.
   *
   * @param texts a statement that selects all of them, as {@code value}
   */
  private Sql onText(String column, Sql texts, ConceptSetFilterComponent filter) {
    String value = filter.getValue();
    return switch (filter.getOp()) {
      case EQUAL -> Sql.of(column + " = ?", value);
      case IN -> Sql.isOneOf(column, list(value));
      case NOTIN -> not(Sql.isOneOf(column, list(value)));
      case REGEX -> {
        String whole = "^(?:" + value + ")$";
        systems.requireRegex(whole, texts);
        yield Sql.of(column + " ~ ?", whole);
      }
      default ->
          throw new InvalidRequestException(
              "A filter on "
                  + filter.getProperty()
                  + " has an operator that is not supported: "
                  + filter.getOp().toCode());
    };
  }

  /** The concept with a code, which must exist. */
  Sql named(String code) {
    return isNumber(require(code));
  }

  private static Sql isNumber(LoadedConcept concept) {
    return Sql.of("c.number = ?", concept.number());
  }

  private LoadedConcept require(String code) {
    return systems
        .concept(system, code)
        .orElseThrow(
            () ->
                new UnprocessableEntityException(
                    "A filter names a code that the code system does not have: " + code));
  }

  /** How concepts stand to others. */
  enum Hierarchy {
    DESCENDANT,
    DESCENDANT_OR_SELF,
    CHILD,
    CHILD_OR_SELF,
    ANCESTOR,
    ANCESTOR_OR_SELF,
    PARENT,
    PARENT_OR_SELF
  }

  /** That a concept stands so to the one with a code, which must exist. */
  Sql related(Hierarchy relation, String code) {
    LoadedConcept other = require(code);
    return related(relation, array(other), isNumber(other));
  }

  /** That a concept stands so to one of those for which a condition holds. */
  Sql related(Hierarchy relation, Sql others) {
    return related(
        relation, Sql.of("array(").then(selected("c.number", system, others)).then(")"), others);
  }

  /** Written out, PostgreSQL knows how many are below it. */
  private static Sql array(LoadedConcept concept) {
    return Sql.of("array[?::integer]", concept.number());
  }

  private Sql related(Hierarchy relation, Sql array, Sql others) {
    Sql below = Sql.of("c.ancestors && ").then(array);
    return switch (relation) {
      case DESCENDANT_OR_SELF -> below;
      case DESCENDANT -> bothIn(below, "array_remove(c.ancestors, c.number)", array);
      case CHILD -> bothIn(below, "c.parents", array);
      case CHILD_OR_SELF -> bothIn(below, "(c.parents || c.number)", array);
      case ANCESTOR_OR_SELF -> above("unnest(c.ancestors)", others);
      case ANCESTOR -> above("unnest(array_remove(c.ancestors, c.number))", others);
      case PARENT -> above("unnest(c.parents)", others);
      case PARENT_OR_SELF -> above("unnest(c.parents || c.number)", others);
    };
  }

  /** The first condition can use an index, the second one is exact. */
  private static Sql bothIn(Sql below, String numbers, Sql array) {
    return Sql.of("(").then(below).then(" and " + numbers + " && ").then(array).then(")");
  }

  private Sql above(String numbers, Sql others) {
    return Sql.of("c.number = any(array(").then(selected(numbers, system, others)).then("))");
  }

  /** That a concept has an attribute whose value is a concept for which a condition holds. */
  Sql attribute(Sql names, Sql values) {
    return Sql.of(
            "c.number in (select p.concept from andiron.concept_property p where p.is_code and ")
        .then("p.property in (")
        .then(codes(system, names))
        .then(") and left(p.value, 200) in (")
        .then(codes(system, values))
        .then("))");
  }

  /** The codes of the concepts for which a condition holds, without {@code select}. */
  Sql codesOf(Sql condition) {
    return Sql.of("c.code from andiron.concept c where c.system = ? and ", system.id())
        .then(condition);
  }

  /** The opposite. */
  public static Sql not(Sql condition) {
    return Sql.of("not (").then(condition).then(")");
  }

  private static void requireEquality(ConceptSetFilterComponent filter) {
    if (filter.getOp() != FilterOperator.EQUAL) {
      throw new InvalidRequestException(
          "A filter on " + filter.getProperty() + " needs the operator =");
    }
  }

  private static boolean requireBoolean(ConceptSetFilterComponent filter) {
    return switch (filter.getValue()) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new InvalidRequestException(
              "A filter on " + filter.getProperty() + " needs true or false");
    };
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
  }
}
