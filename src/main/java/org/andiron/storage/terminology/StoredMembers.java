package org.andiron.storage.terminology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.andiron.storage.codes.ConceptConditions;
import org.andiron.storage.codes.LoadedConcept;
import org.andiron.storage.codes.LoadedConcept.Designation;
import org.andiron.storage.codes.LoadedSystem;
import org.andiron.storage.codes.LoadedSystems;
import org.andiron.storage.query.Sql;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ValueSet.ConceptReferenceComponent;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;
import org.jspecify.annotations.Nullable;

/** The members of a value set that are of loaded code systems, a page at a time. */
final class StoredMembers {

  private static final String SNOMED = "http://snomed.info/sct";

  private record Part(LoadedSystem system, Members.Stored members, Sql condition) {}

  private final LoadedSystems systems;
  private final List<Part> parts = new ArrayList<>();

  /**
   * The members in whose code or in one of whose texts a filter stands.
   *
   * @param filter null for all
   */
  StoredMembers(LoadedSystems systems, Members members, @Nullable String filter) {
    this.systems = systems;
    members
        .stored()
        .forEach(
            (system, stored) ->
                parts.add(
                    new Part(
                        system,
                        stored,
                        new ConceptConditions(systems, system)
                            .ofSystem(
                                filter == null
                                    ? stored.condition()
                                    : Sql.of("(")
                                        .then(stored.condition())
                                        .then(") and ")
                                        .then(contains(filter))))));
  }

  private static Sql contains(String filter) {
    String pattern = "%" + Sql.literalInPattern(filter.strip().toLowerCase(Locale.ROOT)) + "%";
    return Sql.of(
        "(lower(c.code) like ? or c.number in ("
            + "select number from andiron.concept where lower(display) like ?"
            + " union all"
            + " select concept from andiron.concept_designation where lower(value) like ?))",
        pattern,
        pattern,
        pattern);
  }

  int count() {
    return parts.stream().mapToInt(it -> systems.count(it.condition())).sum();
  }

  /** Some of the members: those that the value set lists in its order, then all others. */
  List<ValueSetExpansionContainsComponent> page(int offset, int count) {
    List<ValueSetExpansionContainsComponent> page = new ArrayList<>();
    int skipped = offset;
    for (Part part : parts) {
      int wanted = count - page.size();
      if (wanted <= 0) {
        break;
      }
      List<LoadedConcept> concepts =
          systems.page(
              part.condition(), List.copyOf(part.members().shown().keySet()), skipped, wanted);
      page.addAll(shown(part, concepts));
      if (concepts.isEmpty()) {
        skipped -= Math.min(skipped, systems.count(part.condition()));
      } else {
        skipped = 0;
      }
    }
    return page;
  }

  /** A member, null if the code is none. */
  @Nullable ValueSetExpansionContainsComponent find(String system, String code) {
    for (Part part : parts) {
      if (part.system().url().equals(system)) {
        Sql isIt = Sql.of("c.code = ? and ", code).then(part.condition());
        List<ValueSetExpansionContainsComponent> found =
            shown(part, systems.page(isIt, List.of(), 0, 1));
        return found.isEmpty() ? null : found.get(0);
      }
    }
    return null;
  }

  private List<ValueSetExpansionContainsComponent> shown(Part part, List<LoadedConcept> concepts) {
    Map<Integer, ValueSetExpansionContainsComponent> shown = new LinkedHashMap<>();
    for (LoadedConcept concept : concepts) {
      ValueSetExpansionContainsComponent member =
          new ValueSetExpansionContainsComponent()
              .setSystem(part.system().url())
              .setCode(concept.code())
              .setDisplay(concept.display());
      if (concept.inactive()) {
        member.setInactive(true);
      }
      ConceptReferenceComponent own = part.members().shown().get(concept.code());
      if (own != null && own.hasDisplay()) {
        member.setDisplay(own.getDisplay());
      }
      if (own != null) {
        own.getDesignation().forEach(it -> member.addDesignation(it.copy()));
      }
      shown.put(concept.number(), member);
    }
    for (Designation designation : systems.designations(List.copyOf(shown.keySet()))) {
      ValueSetExpansionContainsComponent member = shown.get(designation.concept());
      if (member != null) {
        member
            .addDesignation()
            .setLanguage(designation.language())
            .setValue(designation.value())
            .setUse(use(designation));
      }
    }
    return List.copyOf(shown.values());
  }

  private static @Nullable Coding use(Designation designation) {
    return designation.use() == null ? null : new Coding(SNOMED, designation.use(), null);
  }
}
