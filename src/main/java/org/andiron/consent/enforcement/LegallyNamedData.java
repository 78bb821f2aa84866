package org.andiron.consent.enforcement;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.ResourceRef;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The resources by whose links legal policies say what they are about, and the records that come
 * under other rules when one of them changes. Where no policy names any, asking costs nothing.
 */
final class LegallyNamedData {

  /**
   * A resource is related to what refers to it, whoever that is about: so also records count of
   * which something is that one of the changed refers to, by id or by an identifier, or did in an
   * earlier version.
   */
  private static final String RELATED =
      """
      select c.patient from andiron.compartment c where c.res_id = any(?::bigint[])
      union
      select c.patient from hfj_res_ver v
      cross join lateral regexp_matches(
        v.res_text_vc, '"reference":"(?:[^"]*/)?([A-Za-z]+)/([A-Za-z0-9.-]{1,64})["/]', 'g') m (reference)
      join hfj_resource t on t.res_type = m.reference[1] and t.fhir_id = m.reference[2]
      join andiron.compartment c on c.res_id = t.res_id
      where v.res_id = any(?::bigint[])
      union
      select c.patient from hfj_res_ver v
      cross join lateral jsonb_path_query(
        v.res_text_vc::jsonb, 'strict $.**.identifier ? (@.type() == "object")') i
      cross join andiron.search_parameter p
      join andiron.idx_token t on t.param = p.id and t.code = i ->> 'value'
        and case when coalesce(i ->> 'system', '') = '' then t.system is null
          else t.system = (
            select s.id from andiron.search_system s where s.uri = i ->> 'system') end
      join andiron.compartment c on c.res_id = t.res_id
      where v.res_id = any(?::bigint[]) and p.code in ('identifier', 'accession')
      """;

  private static final String PATIENT =
      "select res_id from hfj_resource where res_type = 'Patient' and fhir_id = ?";

  private final JdbcTemplate jdbc;
  private final List<Naming> policies;

  /**
   * What one policy names.
   *
   * @param patient whose record the policy is about, null for every patient's
   */
  private record Naming(NamedData data, @Nullable ResourceRef patient) {}

  LegallyNamedData(JdbcTemplate jdbc, Collection<LegalPolicy> legal) {
    this.jdbc = jdbc;
    this.policies =
        legal.stream()
            .map(it -> new Naming(NamedData.of(List.of(it.rule())), it.patient()))
            .filter(it -> !it.data().isEmpty())
            .toList();
  }

  /** Numbers of the patients whose records come under other rules when some resources change. */
  Set<Long> records(ChangedResources changed) {
    Set<Long> records = new LinkedHashSet<>();
    for (Naming policy : policies) {
      if (policy.data().mayName(changed)) {
        records.addAll(policy.patient() == null ? related(changed) : numberOf(policy.patient()));
      }
    }
    return records;
  }

  private List<Long> related(ChangedResources changed) {
    Long[] numbers = changed.numbers().toArray(Long[]::new);
    return jdbc.queryForList(RELATED, Long.class, numbers, numbers, numbers);
  }

  private List<Long> numberOf(ResourceRef patient) {
    return jdbc.queryForList(PATIENT, Long.class, patient.id());
  }
}
