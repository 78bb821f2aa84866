package org.andiron.consent.enforcement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.facts.KnownResources;
import org.andiron.consent.facts.Referrers;
import org.andiron.consent.facts.ResourceFactsReader;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is stored of the resources that consents, or legal policies, name as data: by what names
 * they go, and to what they refer. That is read of what they say themselves, because the links that
 * HAPI keeps are those that searches need. Everything exists for it.
 */
final class NamedRecords implements KnownResources, Referrers {

  /** Identifiers as the search index has them, see {@code V2__search_index.sql}. */
  private static final String NUMBERS =
      """
      select r.res_id from unnest(?::text[], ?::text[]) w (type, id)
      join hfj_resource r on r.res_type = w.type and r.fhir_id = w.id
      union
      select t.res_id from unnest(?::text[], ?::text[]) w (system, value)
      cross join andiron.search_parameter p
      join andiron.idx_token t on t.param = p.id and t.code = w.value
        and case when w.system = '' then t.system is null
          else t.system = (select s.id from andiron.search_system s where s.uri = w.system) end
      where p.code in ('identifier', 'accession')
      """;

  private final KnownRecords others;
  private final List<Named> named;
  private final boolean byIdentifier;

  private record Named(ReferenceSet self, ReferenceSet refersTo) {

    static Named of(ResourceFacts facts) {
      return new Named(facts.self(), facts.refersTo());
    }
  }

  private NamedRecords(KnownRecords others, List<Named> named, boolean byIdentifier) {
    this.others = others;
    this.named = named;
    this.byIdentifier = byIdentifier;
  }

  /**
   * Reads them.
   *
   * @param facts reads what they say themselves
   * @param others what is known of what nobody names
   */
  static NamedRecords read(
      NamedData data,
      JdbcTemplate jdbc,
      StoredVersions versions,
      ResourceFactsReader facts,
      KnownRecords others) {
    List<Named> named = new ArrayList<>();
    List<Long> numbers =
        jdbc.queryForList(
            NUMBERS,
            Long.class,
            texts(data.resources(), ResourceRef::type),
            texts(data.resources(), ResourceRef::id),
            texts(data.identifiers(), BusinessIdentifier::system),
            texts(data.identifiers(), BusinessIdentifier::value));
    if (!numbers.isEmpty()) {
      versions.newest(
          numbers,
          Set.of(),
          version ->
              version
                  .content()
                  .map(it -> facts.read(it, List.of(), Referrers.NONE, true))
                  .map(Named::of)
                  .ifPresent(named::add));
    }
    return new NamedRecords(others, named, data.byIdentifier());
  }

  private static <T> String[] texts(Collection<T> some, Function<T, String> text) {
    return some.stream().map(text).toArray(String[]::new);
  }

  @Override
  public ReferenceSet of(ReferenceSet resources) {
    ReferenceSet referring = ReferenceSet.EMPTY;
    for (Named one : named) {
      if (one.refersTo.meets(resources)) {
        referring = referring.and(one.self);
      }
    }
    return referring;
  }

  /** What is not named is asked only where an identifier may stand for it. */
  @Override
  public Set<BusinessIdentifier> identifiersOf(ResourceRef resource) {
    for (Named one : named) {
      if (one.self.references().contains(resource)) {
        return one.self.identifiers();
      }
    }
    return byIdentifier ? others.identifiersOf(resource) : Set.of();
  }

  /** Of those that are named, because others do not matter. */
  @Override
  public Set<ResourceRef> identifiedBy(BusinessIdentifier identifier) {
    Set<ResourceRef> having = new LinkedHashSet<>();
    for (Named one : named) {
      if (one.self.identifiers().contains(identifier)) {
        having.addAll(one.self.references());
      }
    }
    return having;
  }

  @Override
  public Optional<ResourceRef> practitionerOf(ResourceRef practitionerRole) {
    return others.practitionerOf(practitionerRole);
  }
}
