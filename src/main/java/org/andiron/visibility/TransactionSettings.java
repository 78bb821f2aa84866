package org.andiron.visibility;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells the database what exists for the transaction of this thread: its role, under which policies
 * hold, and what they look at. One statement, which ends with the transaction.
 */
final class TransactionSettings {

  private static final String SETTINGS =
      """
      select set_config('andiron.types', ?, true),
        set_config('andiron.patients', ?, true),
        set_config('andiron.whole_patients', ?, true),
        set_config('andiron.patient_types', ?, true),
        set_config('andiron.queries', ?, true),
        set_config('andiron.query_patients', ?, true),
        set_config('andiron.patient_queries', ?, true),
        set_config('andiron.owner', ?, true),
        set_config('andiron.binaries', ?, true),
        set_config('andiron.caller', ?, true),
        set_config('role', ?, true)
      """;

  private static final String WITHHOLDING =
      """
      select set_config('andiron.withholding', 'on', true),
        set_config('andiron.known_rule', ?, true),
        set_config('andiron.withheld', ?, true),
        set_config('andiron.exempt_patients', ?, true),
        set_config('andiron.withheld_exempt', ?, true)
      """;

  private static final String WHOLE =
      ", set_config('andiron.caller', ?, true), set_config('role', ?, true)";

  private final JdbcTemplate jdbc;
  private final PatientNumbers patients;

  TransactionSettings(JdbcTemplate jdbc, PatientNumbers patients) {
    this.jdbc = jdbc;
    this.patients = patients;
  }

  /**
   * From now on only what a restriction says exists; everything if there is none.
   *
   * @param owner whether everything exists until now
   * @param reads whether single resources are read
   * @param ids numbers of the queries that the restriction has
   */
  void set(
      @Nullable Restriction restriction,
      boolean owner,
      boolean reads,
      ToIntFunction<AdmissionQuery> ids) {
    if (restriction == null || !owner) {
      run(
          "select set_config('role', 'none', true), set_config('andiron.caller', '', true),"
              + " set_config('andiron.withholding', '', true)");
    }
    if (restriction == null) {
      return;
    }
    Withheld withheld = restriction.withheld();
    if (restriction.whole()) {
      String role = withheld.few() && !reads ? "andiron_ruled_few" : "andiron_ruled";
      run(WITHHOLDING + WHOLE, withheld(withheld, restriction.digest(), role));
      return;
    }
    if (!withheld.isNothing()) {
      run(WITHHOLDING, withheld(withheld));
    }
    run(SETTINGS, values(restriction, patients.of(restriction.patients()), ids));
  }

  private Object[] withheld(Withheld withheld, Object... more) {
    List<Object> values = new ArrayList<>();
    values.add(String.valueOf(withheld.known()));
    values.add(array(withheld.rules()));
    values.add(array(patients.of(withheld.exemptPatients()).values()));
    values.add(array(withheld.exemptRules()));
    values.addAll(List.of(more));
    return values.toArray();
  }

  /** Patients of whom there is no Patient are left out. */
  private static Object[] values(
      Restriction restriction, Map<String, Long> numbers, ToIntFunction<AdmissionQuery> ids) {
    List<Long> ofTypes = new ArrayList<>();
    List<String> types = new ArrayList<>();
    restriction
        .patientTypes()
        .forEach((patient, some) -> addPairs(ofTypes, types, numbers.get(patient), some.stream()));
    List<Long> ofQueries = new ArrayList<>();
    List<String> queries = new ArrayList<>();
    restriction
        .patientQueries()
        .forEach(
            (patient, some) ->
                addPairs(
                    ofQueries, queries, numbers.get(patient), some.stream().map(ids::applyAsInt)));
    List<Long> whole =
        restriction.wholePatients().stream().map(numbers::get).filter(Objects::nonNull).toList();
    List<Long> patients = new ArrayList<>(whole);
    patients.addAll(ofTypes);
    return new Object[] {
      String.join(",", restriction.types()),
      array(patients),
      array(whole),
      String.join(",", types),
      array(restriction.queries().stream().map(ids::applyAsInt).toList()),
      array(ofQueries),
      String.join(",", queries),
      restriction.owner().orElse(""),
      restriction.byReferrer().isEmpty() ? "off" : "on",
      restriction.digest(),
      restriction.hasQueries() ? "andiron_restricted_by_query" : "andiron_restricted"
    };
  }

  private static void addPairs(
      List<Long> patients, List<String> pairs, @Nullable Long patient, Stream<?> others) {
    if (patient != null) {
      patients.add(patient);
      others.forEach(it -> pairs.add(patient + "/" + it));
    }
  }

  /** As PostgreSQL reads it. */
  private static String array(Collection<? extends Number> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  private void run(String sql, Object... values) {
    jdbc.query(sql, row -> {}, values);
  }
}
