package org.andiron.visibility;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells the database what exists for the transaction of this thread: its role, under which policies
 * hold, and what they look at. One statement, which ends with the transaction.
 */
final class TransactionSettings {

  private static final String SETTINGS =
      """
      with named as materialized (
        select res_id, fhir_id from hfj_resource
        where res_type = 'Patient' and fhir_id = any(?::text[]))
      select set_config('andiron.types', ?, true),
        set_config('andiron.patients', (
          select coalesce(array_agg(res_id), '{}')::text from named
          where fhir_id = any(?::text[])), true),
        set_config('andiron.whole_patients', (
          select coalesce(array_agg(res_id), '{}')::text from named
          where fhir_id = any(?::text[])), true),
        set_config('andiron.patient_types', (
          select coalesce(string_agg(n.res_id || '/' || t.type, ','), '')
          from unnest(?::text[], ?::text[]) t (id, type) join named n on n.fhir_id = t.id), true),
        set_config('andiron.queries', ?::int[]::text, true),
        set_config('andiron.query_patients', (
          select coalesce(array_agg(res_id), '{}')::text from named
          where fhir_id = any(?::text[])), true),
        set_config('andiron.patient_queries', (
          select coalesce(string_agg(n.res_id || '/' || t.query, ','), '')
          from unnest(?::text[], ?::int[]) t (id, query) join named n on n.fhir_id = t.id), true),
        set_config('andiron.owner', ?, true),
        set_config('andiron.binaries', ?, true),
        set_config('andiron.caller', ?, true),
        set_config('role', ?, true)
      """;

  private static final String WITHHOLDING =
      """
      select set_config('andiron.withholding', 'on', true),
        set_config('andiron.known_rule', ?::int::text, true),
        set_config('andiron.withheld', ?::int[]::text, true),
        set_config('andiron.exempt_patients', (
          select coalesce(array_agg(res_id), '{}')::text from hfj_resource
          where res_type = 'Patient' and fhir_id = any(?::text[])), true),
        set_config('andiron.withheld_exempt', ?::int[]::text, true)
      """;

  private static final String WHOLE =
      "select set_config('andiron.caller', ?, true), set_config('role', 'andiron_ruled', true)";

  private final JdbcTemplate jdbc;

  TransactionSettings(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * From now on only what a restriction says exists; everything if there is none.
   *
   * @param owner whether everything exists until now
   * @param ids numbers of the queries that the restriction has
   */
  void set(@Nullable Restriction restriction, boolean owner, ToIntFunction<AdmissionQuery> ids) {
    if (restriction == null || !owner) {
      run(
          "select set_config('role', 'none', true), set_config('andiron.caller', '', true),"
              + " set_config('andiron.withholding', '', true)",
          List.of());
    }
    if (restriction != null) {
      if (!restriction.withheld().isNothing()) {
        run(WITHHOLDING, withheld(restriction.withheld()));
      }
      if (restriction.whole()) {
        run(WHOLE, List.of(restriction.digest()));
      } else {
        run(SETTINGS, values(restriction, ids));
      }
    }
  }

  private static List<Object> withheld(Withheld withheld) {
    return List.of(
        withheld.known(),
        withheld.rules().toArray(Integer[]::new),
        texts(withheld.exemptPatients()),
        withheld.exemptRules().toArray(Integer[]::new));
  }

  private static List<Object> values(Restriction restriction, ToIntFunction<AdmissionQuery> ids) {
    List<String> typePatients = new ArrayList<>();
    List<String> types = new ArrayList<>();
    restriction
        .patientTypes()
        .forEach((patient, some) -> some.forEach(it -> addPair(typePatients, types, patient, it)));
    List<String> queryPatients = new ArrayList<>();
    List<Integer> queries = new ArrayList<>();
    restriction
        .patientQueries()
        .forEach(
            (patient, some) ->
                some.forEach(it -> addPair(queryPatients, queries, patient, ids.applyAsInt(it))));
    List<String> patients = new ArrayList<>(restriction.wholePatients());
    patients.addAll(restriction.patientTypes().keySet());
    return List.of(
        texts(restriction.patients()),
        String.join(",", restriction.types()),
        texts(patients),
        texts(restriction.wholePatients()),
        texts(typePatients),
        texts(types),
        numbers(restriction.queries(), ids),
        texts(restriction.patientQueries().keySet()),
        texts(queryPatients),
        queries.toArray(Integer[]::new),
        restriction.owner().orElse(""),
        restriction.byReferrer().isEmpty() ? "off" : "on",
        restriction.digest(),
        restriction.hasQueries() ? "andiron_restricted_by_query" : "andiron_restricted");
  }

  private static <T> void addPair(List<String> patients, List<T> others, String patient, T other) {
    patients.add(patient);
    others.add(other);
  }

  private static Integer[] numbers(
      SortedSet<AdmissionQuery> queries, ToIntFunction<AdmissionQuery> ids) {
    return queries.stream().map(ids::applyAsInt).toArray(Integer[]::new);
  }

  private static String[] texts(Iterable<String> texts) {
    List<String> all = new ArrayList<>();
    texts.forEach(all::add);
    return all.toArray(String[]::new);
  }

  private void run(String sql, List<Object> values) {
    jdbc.query(sql, row -> {}, values.toArray());
  }
}
