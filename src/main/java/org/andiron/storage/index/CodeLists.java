package org.andiron.storage.index;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;

/**
 * The codes that code systems and value sets list. The expressions of their parameters lead to the
 * bare codes; the system of these, which a token has, is stated elsewhere in the resource.
 */
final class CodeLists {

  private static final Map<String, Expression> EXPRESSIONS =
      Map.of(
          "http://hl7.org/fhir/SearchParameter/CodeSystem-code", CodeLists::ofCodeSystem,
          "http://hl7.org/fhir/SearchParameter/ValueSet-code", CodeLists::ofValueSet);

  private CodeLists() {}

  /** What takes the place of the expression of the parameter, if anything has to. */
  static Optional<Expression> expression(@Nullable String parameter) {
    return parameter == null ? Optional.empty() : Optional.ofNullable(EXPRESSIONS.get(parameter));
  }

  private static void ofCodeSystem(Resource resource, Base focus, Consumer<Base> found) {
    if (resource instanceof CodeSystem codes) {
      for (CodeSystem.ConceptDefinitionComponent concept : codes.getConcept()) {
        found.accept(coding(codes.getUrl(), concept.getCode()));
      }
    }
  }

  private static void ofValueSet(Resource resource, Base focus, Consumer<Base> found) {
    if (!(resource instanceof ValueSet valueSet)) {
      return;
    }
    if (valueSet.hasExpansion()) {
      for (ValueSet.ValueSetExpansionContainsComponent code :
          valueSet.getExpansion().getContains()) {
        found.accept(coding(code.getSystem(), code.getCode()));
      }
    }
    if (valueSet.hasCompose()) {
      for (ValueSet.ConceptSetComponent include : valueSet.getCompose().getInclude()) {
        for (ValueSet.ConceptReferenceComponent code : include.getConcept()) {
          found.accept(coding(include.getSystem(), code.getCode()));
        }
      }
    }
  }

  private static Coding coding(@Nullable String system, @Nullable String code) {
    return new Coding().setSystem(system).setCode(code);
  }
}
