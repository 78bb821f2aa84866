package org.andiron.storage.terminology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.storage.codes.ConceptConditions;
import org.andiron.storage.codes.LoadedSystem;
import org.andiron.storage.query.Sql;
import org.andiron.storage.terminology.ValueSetExpander.Key;
import org.hl7.fhir.r4.model.ValueSet.ConceptReferenceComponent;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;

/**
 * Members of a value set: those of small code systems one by one, those of loaded code systems as a
 * condition, since they may be hundreds of thousands. No code system has members of both kinds.
 */
final class Members {

  /**
   * The members that are of one loaded code system.
   *
   * @param condition holds for them
   * @param shown what the value set itself says of some of them, in its order
   */
  record Stored(Sql condition, Map<String, ConceptReferenceComponent> shown) {}

  private final Map<Key, ValueSetExpansionContainsComponent> listed = new LinkedHashMap<>();
  private final Map<LoadedSystem, Stored> stored = new LinkedHashMap<>();

  /** Members of small code systems, in the order of the definition. */
  Map<Key, ValueSetExpansionContainsComponent> listed() {
    return listed;
  }

  /** Members of loaded code systems. */
  Map<LoadedSystem, Stored> stored() {
    return stored;
  }

  void addStored(LoadedSystem system, Sql condition, List<ConceptReferenceComponent> concepts) {
    Map<String, ConceptReferenceComponent> shown = new LinkedHashMap<>();
    concepts.forEach(it -> shown.putIfAbsent(it.getCode(), it));
    addStored(system, new Stored(condition, shown));
  }

  private void addStored(LoadedSystem system, Stored more) {
    stored.merge(
        system,
        more,
        (one, other) -> {
          Map<String, ConceptReferenceComponent> shown = new LinkedHashMap<>(one.shown());
          other.shown().forEach(shown::putIfAbsent);
          return new Stored(Sql.any(List.of(one.condition(), other.condition())), shown);
        });
  }

  void add(Members others) {
    others.listed.forEach(listed::putIfAbsent);
    others.stored.forEach(this::addStored);
  }

  void remove(Members others) {
    listed.keySet().removeAll(others.listed.keySet());
    others.stored.forEach(
        (system, gone) ->
            stored.computeIfPresent(
                system,
                (same, members) ->
                    new Stored(
                        both(members.condition(), ConceptConditions.not(gone.condition())),
                        members.shown())));
  }

  void retain(Members others) {
    listed.keySet().retainAll(others.listed.keySet());
    stored.keySet().retainAll(others.stored.keySet());
    stored.replaceAll(
        (system, members) ->
            new Stored(both(members.condition(), others.conditionOn(system)), members.shown()));
  }

  void removeInactive() {
    listed.values().removeIf(ValueSetExpansionContainsComponent::getInactive);
    stored.replaceAll(
        (system, members) ->
            new Stored(both(members.condition(), Sql.of("not c.inactive")), members.shown()));
  }

  /** Which concepts of a loaded code system are members. */
  Sql conditionOn(LoadedSystem system) {
    return Optional.ofNullable(stored.get(system)).map(Stored::condition).orElse(Sql.FALSE);
  }

  private static Sql both(Sql one, Sql other) {
    return Sql.all(new ArrayList<>(List.of(parenthesised(one), parenthesised(other))));
  }

  private static Sql parenthesised(Sql condition) {
    return condition.equals(Sql.TRUE) || condition.equals(Sql.FALSE)
        ? condition
        : Sql.of("(").then(condition).then(")");
  }
}
