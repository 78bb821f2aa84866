package org.andiron.consent.enforcement;

import java.util.LinkedHashMap;
import java.util.Map;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ResourceRef;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Rows of {@code andiron.named_data}: by which resources the consents of patients say what they are
 * about, whether or not these are part of the patient's record.
 */
final class NamedRows {

  /** More do not fit into an index. Names that begin alike count as one. */
  private static final int LONGEST = 500;

  /**
   * The patients whose consents name one of some resources, by its id or by an identifier that a
   * version of it has or had; or whoever has or had one of these roles. Of {@code ?::bigint[]},
   * twice. While no consent names an identifier, no version is read for it.
   */
  static final String NAMING =
      """
      with touched as (
        select unnest(?::bigint[]) as res_id
        union
        select p.res_id
        from hfj_resource r
        join hfj_res_ver v on v.res_id = r.res_id
        join hfj_resource p on p.res_type = 'Practitioner' and p.fhir_id = substring(
          v.res_text_vc::jsonb #>> '{practitioner,reference}'
          from 'Practitioner/([A-Za-z0-9.-]{1,64})')
        where r.res_id = any(?::bigint[]) and r.res_type = 'PractitionerRole'
          and exists (select from andiron.named_data))
      select n.patient
      from touched t
      join hfj_resource r on r.res_id = t.res_id
      join andiron.named_data n on n.name = r.res_type || '/' || r.fhir_id
      union
      select n.patient
      from touched t
      join hfj_res_ver v on v.res_id = t.res_id
      cross join lateral jsonb_path_query(
        v.res_text_vc::jsonb,
        '$.keyvalue() ? (@.key == "identifier" || @.key == "masterIdentifier"
          || @.key == "accessionIdentifier").value[*]') i
      join andiron.named_data n
        on n.name = left(coalesce(i ->> 'system', '') || '|' || (i ->> 'value'), 500)
      where exists (select from andiron.named_data where by_identifier)
      """;

  private static final String REPLACE =
      """
      with wanted as materialized (
        select * from unnest(?::text[], ?::boolean[]) w (name, by_identifier)),
      gone as (
        delete from andiron.named_data n
        where n.patient = ? and not exists (select from wanted w where w.name = n.name))
      insert into andiron.named_data (patient, name, by_identifier)
      select ?, w.name, w.by_identifier from wanted w
      on conflict do nothing
      """;

  private final JdbcTemplate jdbc;

  NamedRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Puts in the place of all that are there of a patient what their consents name. */
  void replace(long patient, NamedData named) {
    Map<String, Boolean> names = new LinkedHashMap<>();
    for (ResourceRef resource : named.resources()) {
      names.put(resource.type() + "/" + resource.id(), false);
    }
    for (BusinessIdentifier identifier : named.identifiers()) {
      String name = identifier.system() + "|" + identifier.value();
      names.put(name.codePointCount(0, name.length()) <= LONGEST ? name : beginning(name), true);
    }
    jdbc.update(
        REPLACE,
        names.keySet().toArray(String[]::new),
        names.values().toArray(Boolean[]::new),
        patient,
        patient);
  }

  /** As PostgreSQL counts characters. */
  private static String beginning(String name) {
    return name.substring(0, name.offsetByCodePoints(0, LONGEST));
  }
}
