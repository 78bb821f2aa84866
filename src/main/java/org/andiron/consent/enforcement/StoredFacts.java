package org.andiron.consent.enforcement;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.facts.ResourceFactsReader;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ResourceRef;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What consents can ask of stored resources: the one source for the rules that are enforced and for
 * what is said of them.
 */
final class StoredFacts {

  private static final String REFERRING =
      """
      select distinct l.target_resource_id, s.res_type, s.fhir_id
      from hfj_res_link l join hfj_resource s on s.res_id = l.src_resource_id
      where l.target_resource_id = any(?::bigint[]) and s.res_deleted_at is null
      """;

  /** Identifiers of the same, wherever {@code OwnIdentifiers} finds those of what is ruled. */
  private static final String REFERRING_IDENTIFIERS =
      """
      select distinct l.target_resource_id, coalesce(i ->> 'system', ''), i ->> 'value'
      from hfj_res_link l
      join hfj_resource s on s.res_id = l.src_resource_id and s.res_deleted_at is null
      join hfj_res_ver v on v.res_id = s.res_id and v.res_ver = s.res_ver
      cross join lateral jsonb_path_query(
        v.res_text_vc::jsonb,
        '$.keyvalue() ? (@.key == "identifier" || @.key == "masterIdentifier"
          || @.key == "accessionIdentifier").value[*]') i
      where l.target_resource_id = any(?::bigint[]) and i ->> 'value' is not null
      """;

  private final JdbcTemplate jdbc;
  private final ResourceFactsReader facts;
  private final ResourceFactsReader linkedFacts;
  private final NamedData legallyNamed;

  /**
   * @param facts reads what resources say themselves
   * @param linkedFacts reads also by what other names they are linked, which takes statements
   * @param legallyNamed what legal policies ask for, whatever consents do
   */
  StoredFacts(
      JdbcTemplate jdbc,
      ResourceFactsReader facts,
      ResourceFactsReader linkedFacts,
      NamedData legallyNamed) {
    this.jdbc = jdbc;
    this.facts = facts;
    this.linkedFacts = linkedFacts;
    this.legallyNamed = legallyNamed;
  }

  /**
   * Of resources, as far as some consents ask.
   *
   * @param consents of their patients
   * @param resources numbers of those that are to come
   */
  Reading asked(
      Collection<List<ConsentDirective>> consents, Supplier<? extends Collection<Long>> resources) {
    NamedData named =
        NamedData.in(consents.stream().flatMap(List::stream).toList()).and(legallyNamed);
    return named.isEmpty()
        ? new Reading(facts, Map.of())
        : new Reading(linkedFacts, referring(resources.get(), named.byIdentifier()));
  }

  /** Of what else a resource tells. */
  Set<ResourceRef> toldBy(Resource resource) {
    return facts.toldBy(resource);
  }

  /**
   * What a resource names, in the form {@code Patient/1}. Not the Binaries, which are there or not
   * for whoever may have what refers to them.
   */
  Set<String> namedIn(Resource resource) {
    Set<String> names = new LinkedHashSet<>();
    for (ResourceRef named : facts.namedIn(resource)) {
      if (!named.type().equals("Binary")) {
        names.add(named.type() + '/' + named.id());
      }
    }
    return names;
  }

  private Map<Long, ReferenceSet> referring(Collection<Long> resources, boolean byIdentifier) {
    Map<Long, Set<ResourceRef>> referring = new HashMap<>();
    Map<Long, Set<BusinessIdentifier>> identifiers = new HashMap<>();
    Long[] targets = resources.toArray(Long[]::new);
    jdbc.query(
        REFERRING,
        row -> {
          referring
              .computeIfAbsent(row.getLong(1), it -> new HashSet<>())
              .add(new ResourceRef(row.getString(2), row.getString(3)));
        },
        (Object) targets);
    if (byIdentifier) {
      jdbc.query(
          REFERRING_IDENTIFIERS,
          row -> {
            identifiers
                .computeIfAbsent(row.getLong(1), it -> new HashSet<>())
                .add(new BusinessIdentifier(row.getString(2), row.getString(3)));
          },
          (Object) targets);
    }
    Map<Long, ReferenceSet> sets = new HashMap<>();
    referring.forEach(
        (target, all) ->
            sets.put(target, new ReferenceSet(all, identifiers.getOrDefault(target, Set.of()))));
    return sets;
  }

  /** Reads the facts of versions. */
  static final class Reading {

    private final ResourceFactsReader facts;
    private final Map<Long, ReferenceSet> referring;

    private Reading(ResourceFactsReader facts, Map<Long, ReferenceSet> referring) {
      this.facts = facts;
      this.referring = referring;
    }

    /** Empty if the version deletes the resource, or is part of nobody's record. */
    Optional<ResourceFacts> of(StoredVersion version) {
      return version.patients().isEmpty()
          ? Optional.empty()
          : version
              .content()
              .map(
                  content ->
                      facts.read(
                          content,
                          version.patients().values(),
                          referring.getOrDefault(version.key(), ReferenceSet.EMPTY),
                          version.labelled()));
    }
  }
}
