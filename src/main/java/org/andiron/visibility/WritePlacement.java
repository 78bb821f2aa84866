package org.andiron.visibility;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.andiron.visibility.PlacedResources.Placed;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is done, in their order, with what a transaction has stored: what it names is looked for, it
 * is noted for whom it and the Binaries it links exist, whoever decides what patients withhold is
 * told, and what does not exist for its writer is refused.
 */
final class WritePlacement {

  private static final String MISSING =
      """
      select n.name from unnest(?::text[]) with ordinality n (name, place)
      where not exists (
        select from hfj_resource r
        where r.res_type = split_part(n.name, '/', 1) and r.fhir_id = split_part(n.name, '/', 2))
      order by n.place limit 1
      """;

  private final JdbcTemplate jdbc;
  private final Compartments compartments;
  private final BinaryReferrers binaries;
  private final AdmissionQueries queries;
  private final PlacedResources placing;

  WritePlacement(
      JdbcTemplate jdbc,
      Compartments compartments,
      BinaryReferrers binaries,
      AdmissionQueries queries,
      PlacedResources placing) {
    this.jdbc = jdbc;
    this.compartments = compartments;
    this.binaries = binaries;
    this.queries = queries;
    this.placing = placing;
  }

  /**
   * Does it. Everything exists before and after.
   *
   * @param ends whether the transaction does
   * @param request in whose transaction it is; null if the server does it by itself
   * @param existsOnly from then on exists what does for this restriction; null for everything
   */
  void place(
      Writes writes,
      boolean ends,
      @Nullable RequestDetails request,
      Consumer<@Nullable Restriction> existsOnly) {
    boolean toCheck = ends && !writes.toCheck().isEmpty();
    if (!writes.toFind().isEmpty()) {
      find(writes.toFind(), existsOnly);
    }
    if (!writes.toLink().isEmpty()) {
      link(writes.toLink(), existsOnly);
    }
    if (!writes.toPlace().isEmpty()) {
      compartments.write(writes.toPlace().keySet());
      Map<Long, String> types = new LinkedHashMap<>();
      writes.toPlace().forEach((key, it) -> types.put(key, it.resource().fhirType()));
      queries.write(types);
    }
    if (!writes.toPlace().isEmpty() || !writes.removed().isEmpty()) {
      Collection<Placed> placed = List.copyOf(writes.toPlace().values());
      Set<Long> removed = Set.copyOf(writes.removed());
      writes.toPlace().clear();
      writes.removed().clear();
      placing.placed(placed, removed, request);
    }
    if (toCheck) {
      jdbc.update("delete from andiron.unplaced where xact = pg_current_xact_id()");
      check(writes.toCheck(), existsOnly);
    }
  }

  /**
   * What is stored may name only what exists for its writer, also where HAPI does not look: whether
   * it may be stored, and what becomes of it, depends on what there is.
   */
  private void find(Map<Long, Writes.Named> toFind, Consumer<@Nullable Restriction> existsOnly) {
    Map<Restriction, Set<String>> names = new LinkedHashMap<>();
    toFind
        .values()
        .forEach(
            it ->
                names
                    .computeIfAbsent(it.findable(), restriction -> new LinkedHashSet<>())
                    .addAll(it.names()));
    toFind.clear();
    names.values().removeIf(Set::isEmpty);
    if (names.isEmpty()) {
      return;
    }
    names.forEach(
        (findable, some) -> {
          existsOnly.accept(findable);
          List<String> missing =
              jdbc.queryForList(MISSING, String.class, (Object) some.toArray(String[]::new));
          if (!missing.isEmpty()) {
            throw new InvalidRequestException(
                ("%s, to which a resource refers that is to be stored, is not found; nothing was"
                        + " stored. Leave the reference out, or store that first.")
                    .formatted(missing.get(0)));
          }
        });
    existsOnly.accept(null);
  }

  /** Nobody lets a Binary exist for themselves by a link to it. */
  private void link(
      Map<Long, BinaryReferrers.Stored> toLink, Consumer<@Nullable Restriction> existsOnly) {
    BinaryReferrers.toCheck(toLink)
        .forEach(
            (linkable, links) -> {
              existsOnly.accept(linkable);
              if (binaries.reachesHidden(links)) {
                throw RefusedWrite.exception();
              }
            });
    existsOnly.accept(null);
    binaries.write(toLink);
    toLink.clear();
  }

  /**
   * What was stored must be such that rights let it exist for whoever stored it. Whether patients
   * let them write is looked at when it is placed.
   */
  private void check(Map<Long, Restriction> toCheck, Consumer<@Nullable Restriction> existsOnly) {
    Map<Restriction, Set<Long>> byRestriction = new HashMap<>();
    toCheck.forEach(
        (resource, restriction) -> {
          Restriction byRights = restriction.withoutWithholding();
          if (byRights != null) {
            byRestriction.computeIfAbsent(byRights, it -> new HashSet<>()).add(resource);
          }
        });
    toCheck.clear();
    byRestriction.forEach(
        (restriction, resources) -> {
          existsOnly.accept(restriction);
          Integer existing =
              jdbc.queryForObject(
                  "select count(*) from hfj_resource where res_id = any(?::bigint[])",
                  Integer.class,
                  (Object) resources.toArray(Long[]::new));
          if (existing == null || existing < resources.size()) {
            throw RefusedWrite.exception();
          }
        });
  }
}
