package org.andiron.consent.enforcement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.visibility.PlacedResources.Placed;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Puts what tells of other resources under the rules of these, beside its own: a score of its
 * inputs, a Provenance of what it is about. A Bundle is of the patients of whom it tells instead.
 * Rows of {@code andiron.tells}, and those of {@code andiron.ruled} that come of them.
 */
final class ToldRows {

  private static final Set<String> TELLING = Set.of("RiskAssessment", "Provenance", "Bundle");

  private static final String WRITE =
      """
      with wanted as materialized (
        select * from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[])
          w (res_id, res_type, told_type, told_id, version)),
      ended as (
        update andiron.tells t set to_version = r.res_ver
        from hfj_resource r
        where r.res_id = t.res_id and t.res_id = any(?::bigint[]) and t.to_version is null
          and r.res_deleted_at is null
          and not exists (
            select from wanted w
            where w.res_id = t.res_id and w.told_type = t.told_type and w.told_id = t.told_id))
      insert into andiron.tells (res_id, res_type, told_type, told_id, from_version)
      select w.res_id, w.res_type, w.told_type, w.told_id, w.version from wanted w
      where not exists (
        select from andiron.tells t
        where t.res_id = w.res_id and t.told_type = w.told_type and t.told_id = w.told_id
          and t.to_version is null)
      """;

  private static final String TOLD =
      """
      select r.res_id from andiron.tells t
      join hfj_resource r on r.res_type = t.told_type and r.fhir_id = t.told_id
      where t.res_id = any(?::bigint[]) and t.res_type <> 'Bundle' and t.to_version is null
      """;

  /** What tells of what is changed, at however many removes; and all of which that tells. */
  private static final String RULE =
      """
      with recursive telling (res_id) as (
        select c.res_id from (%s) c (res_id)
        union
        select t.res_id from telling x
        join hfj_resource r on r.res_id = x.res_id
        join andiron.tells t on t.told_type = r.res_type and t.told_id = r.fhir_id
        where t.res_type <> 'Bundle'),
      told (res_id, told, from_version, to_version) as (
        select t.res_id, r.res_id, t.from_version, t.to_version from telling x
        join andiron.tells t on t.res_id = x.res_id and t.res_type <> 'Bundle'
        join hfj_resource r on r.res_type = t.told_type and r.fhir_id = t.told_id
        union
        select o.res_id, r.res_id, o.from_version, o.to_version from told o
        join andiron.tells t
          on t.res_id = o.told and t.res_type <> 'Bundle' and t.to_version is null
        join hfj_resource r on r.res_type = t.told_type and r.fhir_id = t.told_id),
      gone as (
        delete from andiron.ruled d using telling x where d.res_id = x.res_id and d.told)
      insert into andiron.ruled (res_id, patient, rule, from_version, to_version, told)
      select distinct o.res_id, d.patient, d.rule, o.from_version, o.to_version, true
      from told o
      join andiron.ruled d on d.res_id = o.told and d.to_version is null and not d.told
      """;

  private static final String RULE_AFTER = RULE.formatted("select unnest(?::bigint[])");

  private static final String RULE_RECORD =
      RULE.formatted("select res_id from andiron.consented where patient = ?");

  private final JdbcTemplate jdbc;
  private final StoredVersions versions;
  private final StoredFacts facts;

  ToldRows(JdbcTemplate jdbc, StoredVersions versions, StoredFacts facts) {
    this.jdbc = jdbc;
    this.versions = versions;
    this.facts = facts;
  }

  /**
   * Notes of what the stored resources tell.
   *
   * @return numbers of those that may tell of something
   */
  Set<Long> note(Collection<Placed> stored) {
    Set<Long> telling = new LinkedHashSet<>();
    for (Placed resource : stored) {
      if (TELLING.contains(resource.resource().fhirType())) {
        telling.add(resource.key());
      }
    }
    if (!telling.isEmpty()) {
      write(telling);
    }
    return telling;
  }

  private void write(Set<Long> telling) {
    List<Long> numbers = new ArrayList<>();
    List<String> types = new ArrayList<>();
    List<ResourceRef> told = new ArrayList<>();
    List<Long> since = new ArrayList<>();
    versions.newest(
        telling,
        Set.of(),
        version ->
            version
                .content()
                .ifPresent(
                    content -> {
                      for (ResourceRef one : facts.toldBy(content)) {
                        numbers.add(version.key());
                        types.add(content.fhirType());
                        told.add(one);
                        since.add(version.version());
                      }
                    }));
    jdbc.update(
        WRITE,
        numbers.toArray(Long[]::new),
        types.toArray(String[]::new),
        told.stream().map(ResourceRef::type).toArray(String[]::new),
        told.stream().map(ResourceRef::id).toArray(String[]::new),
        since.toArray(Long[]::new),
        telling.toArray(Long[]::new));
  }

  /** Numbers of what some resources tell of by themselves, and that is there. */
  List<Long> toldBy(Set<Long> telling) {
    return telling.isEmpty()
        ? List.of()
        : jdbc.queryForList(TOLD, Long.class, (Object) telling.toArray(Long[]::new));
  }

  /** After resources have come under rules of their own, or have come to tell of others. */
  void rule(Collection<Long> resources) {
    if (!resources.isEmpty()) {
      jdbc.update(RULE_AFTER, (Object) resources.toArray(Long[]::new));
    }
  }

  /** After all of a record has come under rules. */
  void ruleRecord(long patient) {
    jdbc.update(RULE_RECORD, patient);
  }
}
