package org.andiron.storage.terminology;

import ca.uhn.fhir.context.support.ValueSetExpansionOptions;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.term.TermReadSvcImpl;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.util.FhirVersionIndependentConcept;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.andiron.storage.terminology.ValueSetExpander.Key;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionComponent;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * HAPI's terminology service with expansions that are computed from the definitions as they are
 * now, for {@code $expand} as for {@code :in}. HAPI's own needs Hibernate Search for most filters,
 * ignores the text filter of what it has not expanded beforehand, and answers from an expansion
 * that may be old.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset-operation-expand.html">$expand</a>
 */
public class StoredTerminology extends TermReadSvcImpl {

  private final ObjectProvider<DaoRegistry> daos;
  private final JpaStorageSettings settings;

  StoredTerminology(ObjectProvider<DaoRegistry> daos, JpaStorageSettings settings) {
    this.daos = daos;
    this.settings = settings;
  }

  @Override
  public ValueSet expandValueSet(@Nullable ValueSetExpansionOptions options, String canonical) {
    ValueSet valueSet = definitions().valueSet(canonical);
    if (valueSet == null) {
      throw new ResourceNotFoundException("The value set is not known here");
    }
    return expandValueSet(options, valueSet);
  }

  /**
   * Expands a value set.
   *
   * @param options null means all codes
   * @throws UnprocessableEntityException when it needs definitions that are not known here, or has
   *     more codes than the largest expansion and all are wanted
   */
  @Override
  public ValueSet expandValueSet(@Nullable ValueSetExpansionOptions options, ValueSet valueSet) {
    ValueSetExpander expander =
        new ValueSetExpander(
            definitions(), options != null && !options.isFailOnMissingCodeSystem());
    Map<Key, ValueSetExpansionContainsComponent> members = expander.members(valueSet);
    List<ValueSetExpansionContainsComponent> codes = new ArrayList<>(members.values());
    ValueSetExpansionComponent expansion = new ValueSetExpansionComponent();
    expansion.setIdentifier("urn:uuid:" + UUID.randomUUID());
    expansion.setTimestamp(new Date());
    expander
        .usedSystems()
        .forEach(it -> expansion.addParameter().setName("version").setValue(new UriType(it)));
    String filter = options == null ? null : options.getFilter();
    if (filter != null && !filter.isBlank()) {
      codes.removeIf(it -> !matches(it, filter));
      expansion.addParameter().setName("filter").setValue(new StringType(filter));
    }
    String language = options == null ? null : options.getTheDisplayLanguage();
    if (language != null && !language.isBlank()) {
      codes.forEach(it -> displayIn(language, it));
    }
    expansion.setTotal(codes.size());
    List<ValueSetExpansionContainsComponent> page = page(codes, options, expansion);
    expansion.setContains(
        options != null && options.isIncludeHierarchy() ? nested(page, expander) : page);
    ValueSet expanded = new ValueSet();
    expanded.setId(valueSet.getId());
    expanded.setUrl(valueSet.getUrl());
    expanded.setVersion(valueSet.getVersion());
    expanded.setStatus(PublicationStatus.ACTIVE);
    expanded.setCompose(valueSet.getCompose());
    return expanded.setExpansion(expansion);
  }

  @Override
  public List<FhirVersionIndependentConcept> findCodesAbove(String system, String code) {
    return related(system, code, ConceptGraph::above);
  }

  @Override
  public List<FhirVersionIndependentConcept> findCodesBelow(String system, String code) {
    return related(system, code, ConceptGraph::below);
  }

  private List<FhirVersionIndependentConcept> related(
      String system, String code, BiFunction<ConceptGraph, String, Set<String>> direction) {
    CodeSystem codeSystem = definitions().codeSystem(system);
    if (codeSystem == null) {
      return List.of();
    }
    ConceptGraph graph = new ConceptGraph(codeSystem);
    Set<String> wanted = direction.apply(graph, code);
    return graph.concepts().stream()
        .filter(it -> graph.contains(wanted, it.getCode()))
        .map(it -> new FhirVersionIndependentConcept(system, it.getCode()))
        .toList();
  }

  /**
   * A member of a value set, null if the code is none.
   *
   * @param system may end in a bar and a version
   * @throws UnprocessableEntityException when the value set needs definitions that are not known
   */
  @Nullable ValueSetExpansionContainsComponent member(
      ValueSet valueSet, String system, String code) {
    int bar = system.indexOf('|');
    return new ValueSetExpander(definitions(), false)
        .members(valueSet)
        .get(new Key(bar < 0 ? system : system.substring(0, bar), code));
  }

  /** Codes are validated against the definitions as well, never against an older expansion. */
  @Override
  public boolean isValueSetPreExpandedForCodeValidation(ValueSet valueSet) {
    return false;
  }

  private Definitions definitions() {
    return new Definitions(daos.getObject(), provideValidationSupport());
  }

  private List<ValueSetExpansionContainsComponent> page(
      List<ValueSetExpansionContainsComponent> codes,
      @Nullable ValueSetExpansionOptions options,
      ValueSetExpansionComponent expansion) {
    int largest = settings.getMaximumExpansionSize();
    int count = options == null ? largest : options.getCount();
    if (codes.size() > largest && count >= largest) {
      throw new UnprocessableEntityException(
          "The value set has " + codes.size() + " codes; at most " + largest + " can be used");
    }
    int offset = options == null ? 0 : Math.min(options.getOffset(), codes.size());
    if (options != null) {
      expansion.setOffset(options.getOffset());
      expansion.addParameter().setName("offset").setValue(new IntegerType(options.getOffset()));
      expansion.addParameter().setName("count").setValue(new IntegerType(count));
    }
    return new ArrayList<>(
        codes.subList(offset, (int) Math.min((long) offset + count, codes.size())));
  }

  private static boolean matches(ValueSetExpansionContainsComponent code, String filter) {
    String wanted = filter.strip().toLowerCase(Locale.ROOT);
    return contains(code.getCode(), wanted)
        || contains(code.getDisplay(), wanted)
        || code.getDesignation().stream().anyMatch(it -> contains(it.getValue(), wanted));
  }

  private static boolean contains(@Nullable String text, String wanted) {
    return text != null && text.toLowerCase(Locale.ROOT).contains(wanted);
  }

  private static void displayIn(String language, ValueSetExpansionContainsComponent code) {
    code.getDesignation().stream()
        .filter(it -> language.equalsIgnoreCase(it.getLanguage()))
        .findFirst()
        .ifPresent(it -> code.setDisplay(it.getValue()));
    code.getDesignation()
        .removeIf(it -> it.hasLanguage() && !language.equalsIgnoreCase(it.getLanguage()));
  }

  /** Each code under its first parent on the page, if there is one. */
  private static List<ValueSetExpansionContainsComponent> nested(
      List<ValueSetExpansionContainsComponent> page, ValueSetExpander expander) {
    List<ValueSetExpansionContainsComponent> roots = new ArrayList<>(page);
    for (Iterator<ValueSetExpansionContainsComponent> codes = roots.iterator(); codes.hasNext(); ) {
      ValueSetExpansionContainsComponent code = codes.next();
      for (ValueSetExpansionContainsComponent parent : page) {
        if (parent == code) {
          // Concepts come after their parents; what comes later may be a circle
          break;
        }
        if (expander.isChild(code, new Key(parent.getSystem(), parent.getCode()))) {
          parent.addContains(code);
          codes.remove();
          break;
        }
      }
    }
    return roots;
  }
}
