package org.andiron.searchoracle;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Takes the elements out of a resource that a search parameter is about. */
final class Extraction {

  private final Cohort cohort;
  private final IFhirPath fhirPath = FhirContext.forR4Cached().newFhirPath();
  private final Map<String, IFhirPath.IParsedExpression> parsed = new ConcurrentHashMap<>();
  private final Map<String, List<Base>> extracted = new ConcurrentHashMap<>();

  Extraction(Cohort cohort) {
    this.cohort = cohort;
  }

  /**
   * The values of a parameter; elements without a value of their own or below are not among them.
   */
  List<Base> values(Resource resource, SearchDefinition definition) {
    // A contained resource has no key of its own.
    return resource == cohort.find(Cohort.key(resource)).orElse(null)
        ? extracted.computeIfAbsent(
            Cohort.key(resource) + " " + definition.code(), key -> extract(resource, definition))
        : extract(resource, definition);
  }

  private List<Base> extract(Resource resource, SearchDefinition definition) {
    List<Base> values = new ArrayList<>();
    for (SearchDefinition.Path path : definition.paths()) {
      for (Base value : values(resource, path.expression())) {
        if (isOfTarget(resource, value, path.onlyTarget())) {
          values.add(value);
        }
      }
    }
    return List.copyOf(values);
  }

  /** The values of an expression on any element. */
  List<Base> values(Base element, String expression) {
    return fhirPath.evaluate(element, parse(expression), Base.class).stream()
        .filter(value -> value.isPrimitive() ? value.hasPrimitiveValue() : !value.isEmpty())
        .toList();
  }

  private boolean isOfTarget(Resource holder, Base value, Optional<String> only) {
    return only.isEmpty()
        || (value instanceof Reference reference
            && cohort.targetType(holder, reference).equals(only));
  }

  private IFhirPath.IParsedExpression parse(String expression) {
    return parsed.computeIfAbsent(
        expression,
        text -> {
          try {
            return fhirPath.parse(text);
          } catch (Exception e) {
            throw new IllegalStateException("Not FHIRPath: " + text, e);
          }
        });
  }
}
