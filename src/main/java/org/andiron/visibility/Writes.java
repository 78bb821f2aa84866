package org.andiron.visibility;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.visibility.PlacedResources.Placed;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** What a transaction has stored and deleted, until {@link WritePlacement} has dealt with it. */
final class Writes {

  /** What has been stored, by its number, until its compartments are written. */
  private final Map<Long, Placed> toPlace = new LinkedHashMap<>();

  /** Numbers of what has been deleted, until that is looked at. */
  private final Set<Long> removed = new HashSet<>();

  /** What has been stored that decides for whom Binaries exist, until that is written. */
  private final Map<Long, BinaryReferrers.Stored> toLink = new LinkedHashMap<>();

  /** What restricted requests have stored and what that names, until that is looked for. */
  private final Map<Long, Named> toFind = new LinkedHashMap<>();

  /** What resources named that are updated, before they were. */
  private final Map<Long, Set<String>> namedBefore = new HashMap<>();

  /** What restricted requests have stored, and what exists for them. */
  private final Map<Long, Restriction> toCheck = new LinkedHashMap<>();

  /**
   * What a resource names.
   *
   * @param names in the form {@code Patient/1}
   * @param findable in what these must exist
   */
  record Named(Set<String> names, Restriction findable) {}

  /**
   * Notes what has been stored.
   *
   * @param by what exists for whoever stored it; null for everything
   */
  void add(
      long key,
      IBaseResource resource,
      boolean isNew,
      Optional<Reader> reader,
      @Nullable Restriction by) {
    Placed before = toPlace.get(key);
    toPlace.put(
        key, new Placed(key, resource, isNew || (before != null && before.isNew()), reader));
    if (by != null) {
      toCheck.put(key, by);
    }
  }

  /**
   * Whether a resource is there for the first time and links of it are not noted yet. Within a
   * transaction the second version of a new resource may have lost the links of the first.
   */
  boolean isFirst(long key, boolean isNew) {
    return isNew && !toLink.containsKey(key);
  }

  void addLinks(long key, BinaryReferrers.Stored links) {
    toLink.put(key, links);
  }

  /** Notes what a resource named before it is updated, unless this transaction has stored it. */
  void addKnown(long key, Set<String> names) {
    if (!toCheck.containsKey(key)) {
      namedBefore.putIfAbsent(key, names);
    }
  }

  /** Notes what a resource names; what it named before may be gone since. */
  void addNamed(long key, Set<String> names, Restriction findable) {
    Set<String> unknown = new LinkedHashSet<>(names);
    unknown.removeAll(namedBefore.getOrDefault(key, Set.of()));
    toFind.put(key, new Named(unknown, findable));
  }

  void remove(long key) {
    removed.add(key);
  }

  /**
   * Whether there is something to deal with.
   *
   * @param ends whether the transaction does
   */
  boolean isPending(boolean ends) {
    return !toPlace.isEmpty() || !removed.isEmpty() || (ends && !toCheck.isEmpty());
  }

  Map<Long, Placed> toPlace() {
    return toPlace;
  }

  Set<Long> removed() {
    return removed;
  }

  Map<Long, BinaryReferrers.Stored> toLink() {
    return toLink;
  }

  Map<Long, Named> toFind() {
    return toFind;
  }

  Map<Long, Restriction> toCheck() {
    return toCheck;
  }
}
