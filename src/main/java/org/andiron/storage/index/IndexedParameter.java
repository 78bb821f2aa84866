package org.andiron.storage.index;

import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search parameter of one resource type, or a component of a composite one, ready to be
 * evaluated.
 *
 * @param code what its entries are indexed by
 * @param extras the codes of what is indexed beside its values, null for a component
 * @param components those of a composite, else empty
 * @param contained whether it is evaluated in contained resources
 */
record IndexedParameter(
    String code,
    RestSearchParameterTypeEnum type,
    Expression expression,
    @Nullable Extras extras,
    List<IndexedParameter> components,
    boolean contained) {

  /** The parameters that compare how names sound have one code for all types of resource. */
  private static final String PHONETIC = "phonetic";

  static IndexedParameter simple(
      String code, RestSearchParameterTypeEnum type, Expression expression) {
    Extras extras = new Extras(code + ":text", code + ":of-type", code + ":identifier");
    return new IndexedParameter(code, type, expression, extras, List.of(), false);
  }

  static IndexedParameter composite(
      String code, Expression expression, List<IndexedParameter> components) {
    return new IndexedParameter(
        code, RestSearchParameterTypeEnum.COMPOSITE, expression, null, components, false);
  }

  static IndexedParameter component(
      String code, int number, RestSearchParameterTypeEnum type, Expression expression) {
    return new IndexedParameter(code + "$" + number, type, expression, null, List.of(), false);
  }

  /** The same of a contained resource, as parameter of the resource that contains it. */
  IndexedParameter within(String chain) {
    return new IndexedParameter(
        chain + '.' + code,
        type,
        expression,
        extras == null ? null : extras.within(chain),
        components.stream().map(it -> it.within(chain)).toList(),
        true);
  }

  boolean isPhonetic() {
    return code.equals(PHONETIC) || (contained && code.endsWith('.' + PHONETIC));
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
