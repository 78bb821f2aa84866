package org.andiron.storage.terminology;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.storage.codes.ConceptConditions;
import org.andiron.storage.codes.LoadedSystem;
import org.andiron.storage.codes.LoadedSystems;
import org.andiron.storage.query.Sql;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionDesignationComponent;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ConceptReferenceComponent;
import org.hl7.fhir.r4.model.ValueSet.ConceptReferenceDesignationComponent;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetComponent;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetFilterComponent;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;
import org.jspecify.annotations.Nullable;

/**
 * Computes which codes a value set has: one use for one expansion, since it remembers the code
 * systems it has read.
 *
 * @see <a href="https://hl7.org/fhir/R4/valueset.html#compositions">Composition rules</a>
 */
final class ValueSetExpander {

  /** A code with its system, by which members are told apart. */
  record Key(String system, String code) {}

  private record ReadSystem(CodeSystem resource, ConceptGraph graph) {}

  private final Definitions definitions;
  private final LoadedSystems loadedSystems;
  private final boolean skipUnknownSystems;
  private final Map<String, ReadSystem> systems = new HashMap<>();
  private final Deque<String> openValueSets = new ArrayDeque<>();
  private final Set<String> usedSystems = new TreeSet<>();

  ValueSetExpander(
      Definitions definitions, LoadedSystems loadedSystems, boolean skipUnknownSystems) {
    this.definitions = definitions;
    this.loadedSystems = loadedSystems;
    this.skipUnknownSystems = skipUnknownSystems;
  }

  /** Code systems that were read so far, with their versions: {@code url|version}. */
  Set<String> usedSystems() {
    return usedSystems;
  }

  /** Which codes of one system are parents of a code, for a nested answer. */
  boolean isChild(ValueSetExpansionContainsComponent code, Key parent) {
    ReadSystem system = systems.get(canonical(code.getSystem(), code.getVersion()));
    return system != null
        && parent.system().equals(code.getSystem())
        && system.graph().isChild(code.getCode(), parent.code());
  }

  /**
   * All members of a value set in the order of its definition.
   *
   * @throws UnprocessableEntityException when a code system or value set it needs is not known here
   * @throws InvalidRequestException when its definition cannot be understood
   */
  Members members(ValueSet valueSet) {
    String name = canonical(valueSet.getUrl(), valueSet.getVersion());
    if (openValueSets.contains(name)) {
      throw new UnprocessableEntityException("The value set contains itself");
    }
    openValueSets.push(name);
    try {
      Members members = new Members();
      if (!valueSet.hasCompose()) {
        addExpanded(valueSet.getExpansion().getContains(), members.listed());
        storeThoseOfLoadedSystems(members);
        return members;
      }
      for (ConceptSetComponent include : valueSet.getCompose().getInclude()) {
        members.add(select(include));
      }
      for (ConceptSetComponent exclude : valueSet.getCompose().getExclude()) {
        members.remove(select(exclude));
      }
      if (valueSet.getCompose().hasInactive() && !valueSet.getCompose().getInactive()) {
        members.removeInactive();
      }
      return members;
    } finally {
      openValueSets.pop();
    }
  }

  private static void addExpanded(
      List<ValueSetExpansionContainsComponent> contains,
      Map<Key, ValueSetExpansionContainsComponent> members) {
    for (ValueSetExpansionContainsComponent member : contains) {
      if (member.hasCode() && member.hasSystem()) {
        ValueSetExpansionContainsComponent flat = member.copy();
        flat.setContains(null);
        members.putIfAbsent(new Key(member.getSystem(), member.getCode()), flat);
      }
      addExpanded(member.getContains(), members);
    }
  }

  private void storeThoseOfLoadedSystems(Members members) {
    Set<String> urls = new LinkedHashSet<>();
    members.listed().keySet().forEach(it -> urls.add(it.system()));
    for (String url : urls) {
      loadedSystems
          .find(url, null)
          .ifPresent(
              loaded -> {
                ConceptSetComponent set = new ConceptSetComponent();
                members.listed().values().stream()
                    .filter(it -> url.equals(it.getSystem()))
                    .forEach(
                        it -> set.addConcept().setCode(it.getCode()).setDisplay(it.getDisplay()));
                members.listed().keySet().removeIf(it -> url.equals(it.system()));
                selectStored(loaded, set, members);
              });
    }
  }

  private Members select(ConceptSetComponent set) {
    if (!set.hasSystem() && !set.hasValueSet()) {
      throw new InvalidRequestException(
          "An include or exclude of the value set has neither system nor valueSet");
    }
    Members selected = set.hasSystem() ? selectFromSystem(set) : null;
    for (CanonicalType reference : set.getValueSet()) {
      ValueSet other = definitions.valueSet(reference.getValue());
      if (other == null) {
        throw new UnprocessableEntityException(
            "The value set includes another, which is not known here: " + reference.getValue());
      }
      Members members = members(other);
      if (selected == null) {
        selected = members;
      } else {
        selected.retain(members);
      }
    }
    return selected == null ? new Members() : selected;
  }

  private Members selectFromSystem(ConceptSetComponent set) {
    Optional<LoadedSystem> loaded = loadedSystems.find(set.getSystem(), set.getVersion());
    Members members = new Members();
    if (loaded.isEmpty()) {
      members.listed().putAll(selectFromDefinition(set));
    } else {
      usedSystems.add(loaded.get().canonical());
      selectStored(loaded.get(), set, members);
    }
    return members;
  }

  private void selectStored(LoadedSystem system, ConceptSetComponent set, Members members) {
    ConceptConditions conditions = new ConceptConditions(loadedSystems, system);
    if (set.hasConcept()) {
      members.addStored(
          system,
          conditions.oneOf(set.getConcept().stream().map(it -> it.getCode()).toList()),
          set.getConcept());
      return;
    }
    List<Sql> filters =
        set.getFilter().stream()
            .map(
                it ->
                    conditions.passes(
                        it,
                        url ->
                            Optional.ofNullable(definitions.valueSetIfUrl(url))
                                .map(other -> members(other).conditionOn(system))))
            .toList();
    members.addStored(system, Sql.all(filters), List.of());
  }

  private Map<Key, ValueSetExpansionContainsComponent> selectFromDefinition(
      ConceptSetComponent set) {
    Map<Key, ValueSetExpansionContainsComponent> selected = new LinkedHashMap<>();
    ReadSystem system = load(canonical(set.getSystem(), set.getVersion()));
    if (set.hasConcept()) {
      for (ConceptReferenceComponent reference : set.getConcept()) {
        ConceptDefinitionComponent concept =
            system == null ? null : system.graph().find(reference.getCode());
        if (concept == null && system != null && isComplete(system.resource())) {
          continue;
        }
        add(selected, set, listed(reference, concept));
      }
      return selected;
    }
    if (system == null || system.resource().getContent() == CodeSystemContentMode.NOTPRESENT) {
      if (skipUnknownSystems && system == null) {
        return selected;
      }
      throw new UnprocessableEntityException(
          "The concepts of a code system are not known here: "
              + canonical(set.getSystem(), set.getVersion())
              + ". Store it as a CodeSystem, or put its file into fhir-config/terminology.");
    }
    List<ConceptFilter> filters = set.getFilter().stream().map(it -> filter(system, it)).toList();
    for (ConceptDefinitionComponent concept : system.graph().concepts()) {
      if (filters.stream().allMatch(it -> it.accepts(concept))) {
        add(selected, set, defined(concept));
      }
    }
    return selected;
  }

  private ConceptFilter filter(ReadSystem system, ConceptSetFilterComponent filter) {
    return ConceptFilter.of(
        system.resource(),
        system.graph(),
        filter,
        url -> {
          ValueSet valueSet = definitions.valueSet(url);
          if (valueSet == null) {
            return null;
          }
          Set<String> codes = new LinkedHashSet<>();
          members(valueSet).listed().keySet().stream()
              .filter(it -> it.system().equals(system.resource().getUrl()))
              .forEach(it -> codes.add(it.code()));
          return codes;
        });
  }

  private static boolean isComplete(CodeSystem codeSystem) {
    return codeSystem.getContent() == CodeSystemContentMode.COMPLETE;
  }

  private static void add(
      Map<Key, ValueSetExpansionContainsComponent> selected,
      ConceptSetComponent set,
      ValueSetExpansionContainsComponent member) {
    member.setSystem(set.getSystem());
    if (set.hasVersion()) {
      member.setVersion(set.getVersion());
    }
    selected.putIfAbsent(new Key(set.getSystem(), member.getCode()), member);
  }

  private static ValueSetExpansionContainsComponent listed(
      ConceptReferenceComponent reference, @Nullable ConceptDefinitionComponent concept) {
    ValueSetExpansionContainsComponent member =
        concept == null ? new ValueSetExpansionContainsComponent() : defined(concept);
    member.setCode(reference.getCode());
    if (reference.hasDisplay()) {
      member.setDisplay(reference.getDisplay());
    }
    for (ConceptReferenceDesignationComponent designation : reference.getDesignation()) {
      member.addDesignation(designation.copy());
    }
    return member;
  }

  private static ValueSetExpansionContainsComponent defined(ConceptDefinitionComponent concept) {
    ValueSetExpansionContainsComponent member =
        new ValueSetExpansionContainsComponent()
            .setCode(concept.getCode())
            .setDisplay(concept.getDisplay());
    if (isTrue(concept, "notSelectable") || isTrue(concept, "abstract")) {
      member.setAbstract(true);
    }
    if (isTrue(concept, "inactive")
        || concept.getProperty().stream()
            .anyMatch(
                it ->
                    it.getCode().equals("status")
                        && Set.of("retired", "inactive")
                            .contains(String.valueOf(ConceptGraph.valueOf(it))))) {
      member.setInactive(true);
    }
    for (ConceptDefinitionDesignationComponent designation : concept.getDesignation()) {
      member
          .addDesignation()
          .setValue(designation.getValue())
          .setLanguage(designation.getLanguage())
          .setUse(designation.getUse());
    }
    return member;
  }

  private static boolean isTrue(ConceptDefinitionComponent concept, String property) {
    return concept.getProperty().stream()
        .anyMatch(
            it ->
                it.getCode().equals(property)
                    && it.getValue() instanceof BooleanType value
                    && value.booleanValue());
  }

  private @Nullable ReadSystem load(String canonical) {
    ReadSystem known = systems.get(canonical);
    if (known != null) {
      return known;
    }
    CodeSystem codeSystem = definitions.codeSystem(canonical);
    if (codeSystem == null) {
      return null;
    }
    ReadSystem loaded = new ReadSystem(codeSystem, new ConceptGraph(codeSystem));
    systems.put(canonical, loaded);
    usedSystems.add(canonical(codeSystem.getUrl(), codeSystem.getVersion()));
    return loaded;
  }

  private static String canonical(@Nullable String url, @Nullable String version) {
    return version == null ? String.valueOf(url) : url + "|" + version;
  }
}
