package org.andiron.visibility;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What exists for a restricted transaction, in the form in which the database is told. Equal
 * restrictions are what equal visibilities come to.
 *
 * @param types exist whoever they are about
 * @param wholePatients ids of patients whose whole record exists
 * @param patientTypes types that exist of other patients, by id of the patient
 * @param queries exist whoever what they find is about
 * @param patientQueries what they find exists of other patients, by id of the patient
 * @param owner whose Subscriptions exist
 * @param byReferrer exist where something exists that refers to them: Binary, or nothing
 * @param withheld does not exist although the others say so
 * @param whole whether everything else exists
 */
record Restriction(
    SortedSet<String> types,
    SortedSet<String> wholePatients,
    SortedMap<String, SortedSet<String>> patientTypes,
    SortedSet<AdmissionQuery> queries,
    SortedMap<String, SortedSet<AdmissionQuery>> patientQueries,
    Optional<String> owner,
    SortedSet<String> byReferrer,
    Withheld withheld,
    boolean whole) {

  private static final String OWNED = "Subscription";
  private static final String BINARY = "Binary";

  private static final SortedSet<String> NO_TYPES = Collections.emptySortedSet();
  private static final SortedSet<AdmissionQuery> NO_QUERIES = Collections.emptySortedSet();

  /** What a visibility comes to; null if everything exists. */
  static @Nullable Restriction of(Visibility visibility) {
    return of(visibility, Withheld.NOTHING);
  }

  /** What a visibility comes to without what is withheld; null if everything exists. */
  static @Nullable Restriction of(Visibility visibility, Withheld withheld) {
    if (visibility.unrestricted()) {
      return allBut(withheld);
    }
    Restriction restriction = none(visibility.owner(), withheld, false);
    restriction.types.addAll(SharedTypes.OF_THE_SERVER);
    visibility.portions().forEach(restriction::add);
    restriction.placeBinaries();
    return restriction;
  }

  private static @Nullable Restriction allBut(Withheld withheld) {
    return withheld.isNothing() ? null : none(Optional.empty(), withheld, true);
  }

  private static Restriction none(Optional<String> owner, Withheld withheld, boolean whole) {
    return new Restriction(
        new TreeSet<>(),
        new TreeSet<>(),
        new TreeMap<>(),
        new TreeSet<>(),
        new TreeMap<>(),
        owner,
        new TreeSet<>(),
        withheld,
        whole);
  }

  private void add(Portion portion) {
    Optional<AdmissionQuery> query =
        portion.query().map(it -> new AdmissionQuery(portion.types().iterator().next(), it));
    if (query.isPresent()) {
      boolean unbound = portion.patients().isEmpty() || SharedTypes.isShared(query.get().type());
      if (unbound) {
        queries.add(query.get());
      } else {
        for (String patient : portion.patients().get()) {
          patientQueries.computeIfAbsent(patient, it -> new TreeSet<>()).add(query.get());
        }
      }
      return;
    }
    if (portion.patients().isEmpty()) {
      types.addAll(portion.types());
      return;
    }
    if (portion.types().isEmpty()) {
      types.addAll(SharedTypes.shared());
      wholePatients.addAll(portion.patients().get());
      return;
    }
    for (String type : portion.types()) {
      if (SharedTypes.isShared(type)) {
        types.add(type);
      } else {
        for (String patient : portion.patients().get()) {
          patientTypes.computeIfAbsent(patient, it -> new TreeSet<>()).add(type);
        }
      }
    }
  }

  /**
   * A Binary is about nobody by itself. Where less than whole types exists, it exists by what
   * refers to it.
   */
  private void placeBinaries() {
    boolean lessThanTypes = !queries.isEmpty() || !patients().isEmpty();
    boolean someBinary =
        !wholePatients.isEmpty()
            || types.contains(BINARY)
            || patientTypes.values().stream().anyMatch(it -> it.contains(BINARY));
    if (lessThanTypes && someBinary) {
      types.remove(BINARY);
      byReferrer.add(BINARY);
    }
  }

  /**
   * What exists for the references of what is written under this restriction: of the patients of
   * whom something may be written everything, and all shared types; null if that is everything.
   */
  @Nullable Restriction ofReferences() {
    return ofReferences(withheld.linkable() ? Withheld.NOTHING : withheld);
  }

  /** The same for what is found by criteria, which what is withheld never is. */
  @Nullable Restriction ofCriteria() {
    return ofReferences(withheld);
  }

  private @Nullable Restriction ofReferences(Withheld fromLinks) {
    boolean anyPatient =
        !types.stream().allMatch(SharedTypes::isShared)
            || queries.stream().anyMatch(it -> !SharedTypes.isShared(it.type()));
    if (whole || anyPatient) {
      return allBut(fromLinks);
    }
    Restriction wider = none(owner, fromLinks, false);
    wider.types.addAll(SharedTypes.OF_THE_SERVER);
    wider.types.addAll(SharedTypes.shared());
    wider.wholePatients.addAll(wholePatients);
    wider.wholePatients.addAll(patientTypes.keySet());
    wider.wholePatients.addAll(patientQueries.keySet());
    wider.placeBinaries();
    return wider;
  }

  /** Whether all resources of a type exist by a restriction, or by none. */
  static boolean isWhole(@Nullable Restriction restriction, String type) {
    return restriction == null || restriction.hasAll(type);
  }

  /** What exists of one type. */
  Restriction ofType(String type) {
    if (byReferrer.contains(type)) {
      // It exists by anything else that does.
      return this;
    }
    Restriction part = none(type.equals(OWNED) ? owner : Optional.empty(), withheld, false);
    if (hasAll(type)) {
      part.types.add(type);
      return part;
    }
    Predicate<AdmissionQuery> ofType = it -> it.type().equals(type);
    queries.stream().filter(ofType).forEach(part.queries::add);
    for (String patient : patients()) {
      if (wholePatients.contains(patient)
          || patientTypes.getOrDefault(patient, NO_TYPES).contains(type)) {
        part.patientTypes.put(patient, new TreeSet<>(Set.of(type)));
      } else {
        SortedSet<AdmissionQuery> some =
            new TreeSet<>(patientQueries.getOrDefault(patient, NO_QUERIES));
        some.removeIf(ofType.negate());
        if (!some.isEmpty()) {
          part.patientQueries.put(patient, some);
        }
      }
    }
    return part;
  }

  /** Whether all resources of a type exist but what is withheld. */
  boolean hasAll(String type) {
    return whole || types.contains(type);
  }

  /** Whether everything of a type exists. */
  boolean hasEvery(String type) {
    return hasAll(type) && (withheld.isNothing() || SharedTypes.isShared(type));
  }

  /** Whether resources of a type may be stored with ids that are not the server's. */
  boolean mayChooseIds(String type) {
    return hasEvery(type) || (hasAll(type) && withheld.ownIds());
  }

  /** The same with what is withheld; null if everything exists then. */
  @Nullable Restriction withoutWithholding() {
    return whole
        ? null
        : new Restriction(
            types,
            wholePatients,
            patientTypes,
            queries,
            patientQueries,
            owner,
            byReferrer,
            Withheld.NOTHING,
            false);
  }

  /** All but what is withheld; null if that is everything. */
  @Nullable Restriction withoutRights() {
    return allBut(withheld);
  }

  /** Whether some resources of a type exist because of whose they are. */
  boolean hasOwned(String type) {
    return owner.isPresent() && type.equals(OWNED);
  }

  boolean hasQueries() {
    return !queries.isEmpty() || !patientQueries.isEmpty();
  }

  SortedSet<AdmissionQuery> allQueries() {
    SortedSet<AdmissionQuery> all = new TreeSet<>(queries);
    patientQueries.values().forEach(all::addAll);
    return all;
  }

  /** The same for equal restrictions only. */
  String digest() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(toText().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String toText() {
    return String.join("\n", types)
        + "\0"
        + String.join("\n", wholePatients)
        + "\0"
        + patientTypes
        + "\0"
        + queries
        + "\0"
        + patientQueries
        + "\0"
        + owner.orElse("")
        + "\0"
        + byReferrer
        + "\0"
        + whole
        + "\0"
        + withheld.rules()
        + withheld.exemptPatients()
        + withheld.exemptRules();
  }

  /** Ids of all patients named. */
  Set<String> patients() {
    Set<String> all = new TreeSet<>(wholePatients);
    all.addAll(patientTypes.keySet());
    all.addAll(patientQueries.keySet());
    return all;
  }
}
