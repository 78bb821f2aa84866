package org.andiron.storage.terminology;

import ca.uhn.fhir.context.support.ValueSetExpansionOptions;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.term.TermReadSvcImpl;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.util.FhirVersionIndependentConcept;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.andiron.storage.codes.ConceptConditions;
import org.andiron.storage.codes.ImplicitValueSets;
import org.andiron.storage.codes.LoadedSystem;
import org.andiron.storage.codes.LoadedSystems;
import org.andiron.storage.query.Sql;
import org.andiron.storage.query.Terminology;
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
public class StoredTerminology extends TermReadSvcImpl implements Terminology {

  private final ObjectProvider<DaoRegistry> daos;
  private final JpaStorageSettings settings;
  private final LoadedSystems loadedSystems;

  StoredTerminology(
      ObjectProvider<DaoRegistry> daos, JpaStorageSettings settings, LoadedSystems loadedSystems) {
    this.daos = daos;
    this.settings = settings;
    this.loadedSystems = loadedSystems;
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
    ValueSetExpander expander = expander(options != null && !options.isFailOnMissingCodeSystem());
    Members members = expander.members(valueSet);
    List<ValueSetExpansionContainsComponent> codes = new ArrayList<>(members.listed().values());
    ValueSetExpansionComponent expansion = new ValueSetExpansionComponent();
    expansion.setIdentifier("urn:uuid:" + UUID.randomUUID());
    expansion.setTimestamp(new Date());
    expander
        .usedSystems()
        .forEach(it -> expansion.addParameter().setName("version").setValue(new UriType(it)));
    String filter = options == null ? null : options.getFilter();
    if (filter != null && filter.isBlank()) {
      filter = null;
    }
    if (filter != null) {
      String wanted = filter;
      codes.removeIf(it -> !matches(it, wanted));
      expansion.addParameter().setName("filter").setValue(new StringType(filter));
    }
    StoredMembers stored = new StoredMembers(loadedSystems, members, filter);
    int total = codes.size() + stored.count();
    expansion.setTotal(total);
    List<ValueSetExpansionContainsComponent> page = page(codes, stored, total, options, expansion);
    String language = options == null ? null : options.getTheDisplayLanguage();
    if (language != null && !language.isBlank()) {
      page.forEach(it -> displayIn(language, it));
    }
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
    return listed(above(system, code));
  }

  @Override
  public List<FhirVersionIndependentConcept> findCodesBelow(String system, String code) {
    return listed(below(system, code));
  }

  private List<FhirVersionIndependentConcept> listed(Codes codes) {
    List<FhirVersionIndependentConcept> concepts = new ArrayList<>();
    codes
        .listed()
        .forEach(it -> concepts.add(new FhirVersionIndependentConcept(it.system(), it.code())));
    codes
        .stored()
        .forEach(
            it ->
                loadedSystems
                    .codes(it.codes())
                    .forEach(
                        code ->
                            concepts.add(new FhirVersionIndependentConcept(it.system(), code))));
    return concepts;
  }

  @Override
  public Codes expand(String canonical) {
    ValueSet valueSet = definitions().valueSet(canonical);
    if (valueSet == null) {
      throw new InvalidRequestException(
          "The value set that a search parameter names is not known here: "
              + canonical
              + ". Store it as a ValueSet, or put it into fhir-config/terminology.");
    }
    Members members = expander(false).members(valueSet);
    List<StoredCodes> stored = new ArrayList<>();
    members
        .stored()
        .forEach(
            (system, those) ->
                stored.add(
                    new StoredCodes(
                        system.url(), ConceptConditions.codes(system, those.condition()))));
    return new Codes(
        members.listed().values().stream()
            .filter(it -> !it.getAbstract())
            .map(it -> new Code(it.getSystem(), it.getCode()))
            .toList(),
        stored);
  }

  @Override
  public Codes above(String system, String code) {
    return related(system, code, ConceptConditions::above, ConceptGraph::above);
  }

  @Override
  public Codes below(String system, String code) {
    return related(system, code, ConceptConditions::below, ConceptGraph::below);
  }

  /** The code itself is among them also if it is not known. */
  private Codes related(
      String url,
      String code,
      BiFunction<ConceptConditions, String, Sql> ofLoaded,
      BiFunction<ConceptGraph, String, Set<String>> ofSmall) {
    Code itself = new Code(url, code);
    Optional<LoadedSystem> loaded = loadedSystems.find(url, null);
    if (loaded.isPresent()) {
      Sql condition = ofLoaded.apply(new ConceptConditions(loadedSystems, loaded.get()), code);
      return condition.equals(Sql.FALSE)
          ? new Codes(List.of(itself), List.of())
          : new Codes(
              List.of(),
              List.of(new StoredCodes(url, ConceptConditions.codes(loaded.get(), condition))));
    }
    Set<Code> codes = new LinkedHashSet<>(List.of(itself));
    CodeSystem codeSystem = definitions().codeSystem(url);
    if (codeSystem != null) {
      ConceptGraph graph = new ConceptGraph(codeSystem);
      Set<String> wanted = ofSmall.apply(graph, code);
      graph.concepts().stream()
          .filter(it -> graph.contains(wanted, it.getCode()))
          .forEach(it -> codes.add(new Code(url, it.getCode())));
    }
    return new Codes(List.copyOf(codes), List.of());
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
    String url = bar < 0 ? system : system.substring(0, bar);
    Members members = expander(false).members(valueSet);
    ValueSetExpansionContainsComponent listed = members.listed().get(new Key(url, code));
    return listed != null
        ? listed
        : new StoredMembers(loadedSystems, members, null).find(url, code);
  }

  private ValueSetExpander expander(boolean skipUnknownSystems) {
    return new ValueSetExpander(definitions(), loadedSystems, skipUnknownSystems);
  }

  /** Codes are validated against the definitions as well, never against an older expansion. */
  @Override
  public boolean isValueSetPreExpandedForCodeValidation(ValueSet valueSet) {
    return false;
  }

  private Definitions definitions() {
    return new Definitions(
        daos.getObject(), provideValidationSupport(), new ImplicitValueSets(loadedSystems));
  }

  private List<ValueSetExpansionContainsComponent> page(
      List<ValueSetExpansionContainsComponent> codes,
      StoredMembers stored,
      int total,
      @Nullable ValueSetExpansionOptions options,
      ValueSetExpansionComponent expansion) {
    int largest = settings.getMaximumExpansionSize();
    int count = options == null ? largest : options.getCount();
    if (total > largest && count >= largest) {
      throw new UnprocessableEntityException(
          "The value set has "
              + total
              + " codes, which is more than the "
              + largest
              + " that are sent at once. Ask for a part of them with count and offset, or for"
              + " those with a text in them with filter.");
    }
    int offset = options == null ? 0 : options.getOffset();
    if (options != null) {
      expansion.setOffset(offset);
      expansion.addParameter().setName("offset").setValue(new IntegerType(offset));
      expansion.addParameter().setName("count").setValue(new IntegerType(count));
    }
    int from = Math.min(offset, codes.size());
    List<ValueSetExpansionContainsComponent> page =
        new ArrayList<>(codes.subList(from, (int) Math.min((long) from + count, codes.size())));
    page.addAll(stored.page(offset - from, count - page.size()));
    return page;
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
