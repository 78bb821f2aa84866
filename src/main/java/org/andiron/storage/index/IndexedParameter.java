package org.andiron.storage.index;

import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search parameter of one resource type, or a component of a composite one, ready to be
 * evaluated.
 *
 * @param code what its entries are indexed by
 * @param targets the types that a reference may lead to, empty if it may lead to any
 * @param extras the codes of what is indexed beside its values, null for a component
 * @param components those of a composite, else empty
 * @param contained whether it is evaluated in contained resources
 */
record IndexedParameter(
    String code,
    RestSearchParameterTypeEnum type,
    Expression expression,
    Set<String> targets,
    @Nullable Extras extras,
    List<IndexedParameter> components,
    boolean contained) {

  /** The parameters that compare how names sound have one code for all types of resource. */
  private static final String PHONETIC = "phonetic";

  /** So have those of parts of their names. */
  private static final Set<String> NAMES = Set.of("family", "given");

  static IndexedParameter simple(
      String code, RestSearchParameterTypeEnum type, Expression expression, Set<String> targets) {
    Extras extras = new Extras(code + ":text", code + ":of-type", code + ":identifier");
    return new IndexedParameter(code, type, expression, targets, extras, List.of(), false);
  }

  static IndexedParameter composite(
      String code, Expression expression, List<IndexedParameter> components) {
    return new IndexedParameter(
        code, RestSearchParameterTypeEnum.COMPOSITE, expression, Set.of(), null, components, false);
  }

  static IndexedParameter component(
      String code, int number, RestSearchParameterTypeEnum type, Expression expression) {
    return new IndexedParameter(
        code + "$" + number, type, expression, Set.of(), null, List.of(), false);
  }

  /** The same of a contained resource, as parameter of the resource that contains it. */
  IndexedParameter within(String chain) {
    return new IndexedParameter(
        chain + '.' + code,
        type,
        expression,
        targets,
        extras == null ? null : extras.within(chain),
        components.stream().map(it -> it.within(chain)).toList(),
        true);
  }

  /** Whether it searches by references to resources of a type. */
  boolean leadsTo(String resourceType) {
    return type == RestSearchParameterTypeEnum.REFERENCE
        && (targets.isEmpty() || targets.contains(resourceType));
  }

  boolean isPhonetic() {
    return code.equals(PHONETIC) || (contained && code.endsWith('.' + PHONETIC));
  }

  /** Whether it is about parts of the names of people. */
  boolean isName() {
    return NAMES.contains(contained ? code.substring(code.lastIndexOf('.') + 1) : code);
  }

  boolean isComponent() {
    return extras == null && components.isEmpty();
  }

  record Extras(String text, String ofType, String identifier) {

    Extras within(String chain) {
      return new Extras(chain + '.' + text, chain + '.' + ofType, chain + '.' + identifier);
    }
  }
}
