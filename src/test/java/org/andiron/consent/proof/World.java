package org.andiron.consent.proof;

import ca.uhn.fhir.context.FhirContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What is loaded: world A has all of it, world B lacks what is hidden.
 *
 * @param stores in the order in which they are loaded, each resource after what it refers to
 * @param hidden references, as {@code Observation/1}, of what consents withhold from the callers
 * @param shared references of what is hidden and in both worlds: Consents, because what they forbid
 *     to store is told by a refusal; and one patient, so that something is hidden in both
 * @param pinned references of visible resources to which hidden ones refer, which the callers do
 *     not delete, and of those that keep these in use
 * @param masked references of visible resources whose labelled parts are withheld: in world B these
 *     parts say something else
 */
record World(
    List<Store> stores,
    Set<String> hidden,
    Set<String> shared,
    Set<String> pinned,
    Set<String> masked) {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  World {
    stores = List.copyOf(stores);
    hidden = Set.copyOf(hidden);
    shared = Set.copyOf(shared);
    pinned = Set.copyOf(pinned);
    masked = Set.copyOf(masked);
  }

  /**
   * One version of a resource, or its end.
   *
   * @param content null if the resource is deleted
   */
  record Store(String reference, @Nullable Resource content) {

    String type() {
      return reference.substring(0, reference.indexOf('/'));
    }
  }

  /** What world B is loaded with. */
  List<Store> withoutHidden() {
    return stores.stream()
        .filter(it -> !hidden.contains(it.reference()) || shared.contains(it.reference()))
        .map(it -> masked.contains(it.reference()) ? otherwise(it) : it)
        .toList();
  }

  /** With other words and numbers, as long, in the place of those that are withheld. */
  private static Store otherwise(Store store) {
    if (store.content() == null) {
      return store;
    }
    String text = Marks.text(store.content());
    for (String mark : LabelledParts.marks(store.content())) {
      text = text.replace(mark, Marks.other(mark));
    }
    return new Store(
        store.reference(), CONTEXT.newJsonParser().parseResource(store.content().getClass(), text));
  }

  /** The newest version of each resource that is not deleted, in the order of loading. */
  Map<String, Resource> newest() {
    Map<String, Resource> newest = new LinkedHashMap<>();
    for (Store store : stores) {
      if (store.content() == null) {
        newest.remove(store.reference());
      } else {
        newest.put(store.reference(), store.content());
      }
    }
    return newest;
  }

  /** What there is of a type, deleted or not. */
  List<String> references(String type) {
    return stores.stream()
        .filter(it -> it.type().equals(type))
        .map(Store::reference)
        .distinct()
        .toList();
  }

  Set<String> types() {
    return stores.stream().map(Store::type).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Tokens that are in hidden resources and parts alone. */
  Set<String> canaries() {
    Set<String> canaries = new TreeSet<>();
    Set<String> known = new TreeSet<>();
    for (Store store : stores) {
      boolean secret = hidden.contains(store.reference()) && !shared.contains(store.reference());
      Set<String> marks = secret ? canaries : known;
      marks.add(store.reference().substring(store.reference().indexOf('/') + 1));
      if (store.content() != null) {
        marks.addAll(Marks.in(Marks.text(store.content())));
        if (masked.contains(store.reference())) {
          Set<String> withheld = LabelledParts.marks(store.content());
          marks.removeAll(withheld);
          canaries.addAll(withheld);
        }
      }
    }
    canaries.removeAll(known);
    return canaries;
  }

  Stream<Resource> visible() {
    return newest().entrySet().stream()
        .filter(it -> !hidden.contains(it.getKey()))
        .map(Map.Entry::getValue);
  }
}
