package org.andiron.searchoracle;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetFilterComponent;
import org.hl7.fhir.r4.model.ValueSet.FilterOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the code systems and value sets of a cohort say, and those that R4 itself defines:
 * hierarchies by nested concepts, value sets by enumerated codes, whole systems, {@code is-a} and
 * {@code descendent-of}.
 */
final class Terminology {

  private static final IValidationSupport R4 =
      new DefaultProfileValidationSupport(FhirContext.forR4Cached());

  private final Cohort cohort;
  private final Map<String, Optional<CodeSystem>> codeSystems = new HashMap<>();

  Terminology(Cohort cohort) {
    this.cohort = cohort;
  }

  /** Whether codes of a system are told apart by case; they are if nothing is known. */
  boolean isCaseSensitive(@Nullable String system) {
    return codeSystem(system).map(s -> !s.hasCaseSensitive() || s.getCaseSensitive()).orElse(true);
  }

  /** Whether the first code is the second or above it. */
  boolean subsumes(@Nullable String system, String ancestor, String code) {
    if (sameCode(system, ancestor, code)) {
      return true;
    }
    return codeSystem(system)
        .flatMap(s -> find(s.getConcept(), system, ancestor))
        .flatMap(concept -> find(concept.getConcept(), system, code))
        .isPresent();
  }

  /**
   * Whether a value set, given by its id, address or canonical URL, has a code.
   *
   * @throws BadSearch if there is no such value set
   */
  boolean isIn(String valueSet, @Nullable String system, String code) {
    return isIn(find(valueSet), system, code);
  }

  boolean sameCode(@Nullable String system, String one, String other) {
    return isCaseSensitive(system) ? one.equals(other) : one.equalsIgnoreCase(other);
  }

  private boolean isIn(ValueSet set, @Nullable String system, String code) {
    return set.getCompose().getInclude().stream().anyMatch(part -> has(part, system, code))
        && set.getCompose().getExclude().stream().noneMatch(part -> has(part, system, code));
  }

  private boolean has(ConceptSetComponent part, @Nullable String system, String code) {
    for (CanonicalType other : part.getValueSet()) {
      if (!isIn(find(other.getValue()), system, code)) {
        return false;
      }
    }
    if (!part.hasSystem()) {
      return part.hasValueSet();
    }
    if (!part.getSystem().equals(system)) {
      return false;
    }
    if (part.hasConcept()) {
      return part.getConcept().stream().anyMatch(c -> sameCode(system, c.getCode(), code));
    }
    return codeSystem(system).flatMap(s -> find(s.getConcept(), system, code)).isPresent()
        && part.getFilter().stream().allMatch(filter -> passes(filter, system, code));
  }

  private boolean passes(ConceptSetFilterComponent filter, @Nullable String system, String code) {
    if (filter.getOp() == FilterOperator.ISA) {
      return subsumes(system, filter.getValue(), code);
    }
    if (filter.getOp() == FilterOperator.DESCENDENTOF) {
      return subsumes(system, filter.getValue(), code)
          && !sameCode(system, filter.getValue(), code);
    }
    throw new IllegalStateException("No judgement of filter " + filter.getOp());
  }

  private ValueSet find(String reference) {
    Literal literal = Literal.parse(reference, cohort.baseUrl());
    return literal
        .localKey()
        .flatMap(cohort::find)
        .or(() -> cohort.byUrl(reference))
        .filter(ValueSet.class::isInstance)
        .or(() -> Optional.ofNullable(R4.fetchValueSet(reference)).map(Resource.class::cast))
        .map(ValueSet.class::cast)
        .orElseThrow(() -> new BadSearch("No such value set: " + reference));
  }

  private Optional<CodeSystem> codeSystem(@Nullable String url) {
    return url == null ? Optional.empty() : codeSystems.computeIfAbsent(url, this::findCodeSystem);
  }

  private Optional<CodeSystem> findCodeSystem(String url) {
    return cohort.codeSystems().stream()
        .filter(system -> system.getUrl().equals(url))
        .findFirst()
        .or(() -> Optional.ofNullable(R4.fetchCodeSystem(url)).map(CodeSystem.class::cast));
  }

  private Optional<ConceptDefinitionComponent> find(
      List<ConceptDefinitionComponent> concepts, @Nullable String system, String code) {
    for (ConceptDefinitionComponent concept : concepts) {
      if (sameCode(system, concept.getCode(), code)) {
        return Optional.of(concept);
      }
      Optional<ConceptDefinitionComponent> below = find(concept.getConcept(), system, code);
      if (below.isPresent()) {
        return below;
      }
    }
    return Optional.empty();
  }
}
