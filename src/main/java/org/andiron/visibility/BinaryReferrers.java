package org.andiron.visibility;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps what decides for whom a Binary exists. One statement in a transaction that stores a Binary,
 * or resources of types that have attachments, unless these are new and have none.
 */
final class BinaryReferrers {

  private static final String WRITE =
      """
      with stored as materialized (
        select res_id, res_type from hfj_resource
        where res_id = any(?::bigint[]) and res_deleted_at is null),
      linked as materialized (
        select l.source, l.binary_id, s.res_id as referrer, s.res_type as referrer_type,
          false as context
        from unnest(?::bigint[], ?::text[]) l (source, binary_id)
        join stored s on s.res_id = l.source
        union
        select l.source, own.fhir_id, coalesce(t.res_id, 0), coalesce(t.res_type, ''), true
        from unnest(?::bigint[], ?::text[], ?::text[]) l (source, type, id)
        join hfj_resource own on own.res_id = l.source
        left join hfj_resource t on t.res_type = l.type and t.fhir_id = l.id),
      gone as (
        delete from andiron.binary_referrer b using stored s
        where b.source = s.res_id and not exists (
          select 1 from linked l where l.source = b.source and l.binary_id = b.binary_id
            and l.referrer = b.referrer))
      insert into andiron.binary_referrer
        (source, binary_id, referrer, referrer_type, context, from_version)
      select l.source, l.binary_id, l.referrer, l.referrer_type, l.context, coalesce(
        (select r.res_ver from hfj_resource r
         where r.res_type = 'Binary' and r.fhir_id = l.binary_id), 1)
      from linked l
      where not exists (
        select 1 from andiron.binary_referrer b where b.source = l.source
          and b.binary_id = l.binary_id and b.referrer = l.referrer)
      """;

  private static final String HIDDEN =
      """
      select count(*) from unnest(?::bigint[], ?::text[]) l (source, binary_id)
      where not exists (
          select 1 from andiron.binary_referrer b
          where b.source = l.source and b.binary_id = l.binary_id)
        and not exists (
          select 1 from hfj_resource r where r.res_type = 'Binary' and r.fhir_id = l.binary_id)
      """;

  private final JdbcTemplate jdbc;
  private final BinaryLinks links;

  BinaryReferrers(JdbcTemplate jdbc, BinaryLinks links) {
    this.jdbc = jdbc;
    this.links = links;
  }

  /**
   * Links that a transaction has stored.
   *
   * @param binaries ids of the Binaries that a resource refers to
   * @param context what stands for it, if it is a Binary
   * @param linkable in what the Binaries must exist already; null if that does not matter
   */
  record Stored(Set<String> binaries, Optional<String> context, @Nullable Restriction linkable) {}

  /** The links of a resource that is stored; none if it changes nothing. */
  Optional<Stored> of(IBaseResource resource, boolean isNew, @Nullable Restriction linkable) {
    if (!links.concern(resource.fhirType())) {
      return Optional.empty();
    }
    Stored stored = new Stored(links.of(resource), links.securityContextOf(resource), linkable);
    return isNew && stored.binaries().isEmpty() && stored.context().isEmpty()
        ? Optional.empty()
        : Optional.of(stored);
  }

  /** Those whose Binaries must exist already, by what exists. */
  static Map<Restriction, Map<Long, Stored>> toCheck(Map<Long, Stored> stored) {
    Map<Restriction, Map<Long, Stored>> toCheck = new HashMap<>();
    stored.forEach(
        (resource, links) -> {
          if (links.linkable() != null && !links.binaries().isEmpty()) {
            toCheck
                .computeIfAbsent(links.linkable(), it -> new LinkedHashMap<>())
                .put(resource, links);
          }
        });
    return toCheck;
  }

  /**
   * Whether a resource has a new link to a Binary that does not exist for this transaction: whoever
   * stores it would let the Binary exist by that.
   */
  boolean reachesHidden(Map<Long, Stored> stored) {
    Rows rows = new Rows(stored);
    Integer hidden =
        jdbc.queryForObject(
            HIDDEN, Integer.class, (Object) numbers(rows.sources), (Object) texts(rows.binaries));
    return hidden == null || hidden > 0;
  }

  /** Puts links in the place of those that the resources had. */
  void write(Map<Long, Stored> stored) {
    Rows rows = new Rows(stored);
    jdbc.update(
        WRITE,
        stored.keySet().toArray(Long[]::new),
        numbers(rows.sources),
        texts(rows.binaries),
        numbers(rows.contextSources),
        texts(rows.contextTypes),
        texts(rows.contextIds));
  }

  private static Long[] numbers(List<Long> numbers) {
    return numbers.toArray(Long[]::new);
  }

  private static String[] texts(List<String> texts) {
    return texts.toArray(String[]::new);
  }

  private static final class Rows {
    private final List<Long> sources = new ArrayList<>();
    private final List<String> binaries = new ArrayList<>();
    private final List<Long> contextSources = new ArrayList<>();
    private final List<String> contextTypes = new ArrayList<>();
    private final List<String> contextIds = new ArrayList<>();

    Rows(Map<Long, Stored> stored) {
      stored.forEach(
          (source, links) -> {
            for (String binary : links.binaries()) {
              sources.add(source);
              binaries.add(binary);
            }
            links.context().ifPresent(context -> addContext(source, context));
          });
    }

    private void addContext(Long source, String context) {
      int slash = context.indexOf('/');
      contextSources.add(source);
      contextTypes.add(slash < 0 ? "" : context.substring(0, slash));
      contextIds.add(context.substring(slash + 1));
    }
  }
}
