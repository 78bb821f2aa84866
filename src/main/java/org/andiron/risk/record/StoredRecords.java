package org.andiron.risk.record;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.feature.ResourceVersion;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCreator;

/**
 * Finds resources in HAPI's tables, of many patients with one statement. It must run inside a
 * transaction that HAPI opened for a request, so that rows hidden from its caller do not exist.
 */
final class StoredRecords {

  /** Rows that PostgreSQL sends at a time. */
  private static final int ROWS_AT_A_TIME = 500;

  /** By which a search for a subject finds resources, under whichever of its parameters. */
  private static final Map<ResourceKind, List<String>> SUBJECTS = subjects();

  /**
   * What the patients' own subject references lead to; of some types without those whose codes, as
   * the index of the search parameter {@code code} has them, are known and not wanted. The lists
   * may have thousands of codes, so they are joined and not asked for each resource.
   */
  private static final String OF_PATIENTS =
      """
      with patient as materialized (
        select p.res_id, p.fhir_id, p.res_ver from hfj_resource p
        where p.res_type = 'Patient' and p.fhir_id = any(?) and p.res_deleted_at is null
      ), parameter as materialized (
        select id, resource_type from andiron.search_parameter
        where code = 'code' and resource_type = any(?)
      ), wanted as materialized (
        select p.id as param, s.id as system, c.code
        from unnest(?::text[], ?::text[], ?::text[]) c (type, system, code)
        join parameter p on p.resource_type = c.type
        join andiron.search_system s on s.uri = c.system
      ), known as materialized (
        select p.id as param, s.id as system, c.whole
        from unnest(?::text[], ?::text[], ?::boolean[]) c (type, system, whole)
        join parameter p on p.resource_type = c.type
        join andiron.search_system s on s.uri = c.system
      ), candidate as materialized (
        select p.fhir_id as patient, p.res_id, 'Patient' as type, p.fhir_id as id, p.res_ver
        from patient p
        union
        select p.fhir_id, r.res_id, r.res_type, r.fhir_id, r.res_ver
        from patient p
        join andiron.searchable_link l on l.target_resource_id = p.res_id and l.src_path = any(?)
        join hfj_resource r on r.res_id = l.src_resource_id and r.res_deleted_at is null
      ), unwanted as materialized (
        select t.res_id
        from candidate c
        join parameter p on p.resource_type = c.type
        join andiron.idx_token t on t.res_id = c.res_id and t.param = p.id and t.code <> ''
        left join known k on k.param = t.param and k.system = t.system
        left join wanted w on w.param = t.param and w.system = t.system and w.code = t.code
        group by t.res_id
        having bool_or(k.whole is false) and not bool_or(w.code is not null or k.whole is true)
      )
      select f.patient, f.type, f.id, f.res_ver, v.res_updated, v.res_text_vc, TAGS
      from candidate f
      join hfj_res_ver v on v.res_id = f.res_id and v.res_ver = f.res_ver
      where not exists (select from unwanted u where u.res_id = f.res_id)
      order by f.res_id, f.patient
      """
          .replace("TAGS", StoredText.TAGS_NOW);

  private static final String MEDICATIONS =
      """
      select '', r.res_type, r.fhir_id, r.res_ver, v.res_updated, v.res_text_vc, TAGS
      from hfj_resource r
      join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
      where r.res_type = 'Medication' and r.fhir_id = any(?) and r.res_deleted_at is null
      order by r.res_id
      """
          .replace("TAGS", StoredText.TAGS_NOW);

  private static final String VERSIONS =
      """
      select '', r.res_type, r.fhir_id, v.res_ver, v.res_updated, v.res_text_vc,
        case when v.res_ver = r.res_ver then NOW else THEN end
      from unnest(?::text[], ?::text[], ?::bigint[]) with ordinality w (type, id, version, number)
      join hfj_resource r on r.res_type = w.type and r.fhir_id = w.id and r.res_deleted_at is null
      join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = w.version
        and v.res_deleted_at is null
      order by w.number
      """
          .replace("NOW", StoredText.TAGS_NOW)
          .replace("THEN", StoredText.TAGS_THEN);

  private static final String NUMBERS =
      """
      select res_id from hfj_resource
      where res_type = 'Patient' and fhir_id = any(?) and res_deleted_at is null
      order by res_id limit ?
      """;

  /** A code of a resource type that is wanted. */
  private record Wanted(String type, String system, String code) {}

  /**
   * A code system of a resource type that is known.
   *
   * @param whole whether all of its codes are wanted
   */
  private record Known(String type, String system, boolean whole) {}

  private final JdbcOperations jdbc;

  StoredRecords(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  private static Map<ResourceKind, List<String>> subjects() {
    Map<ResourceKind, List<String>> subjects = new LinkedHashMap<>();
    for (ResourceKind kind : ResourceKind.values()) {
      String path =
          kind.typeName() + (kind == ResourceKind.FAMILY_MEMBER_HISTORY ? ".patient" : ".subject");
      if (kind != ResourceKind.PATIENT) {
        subjects.put(kind, List.of(path, path + ".where(resolve() is Patient)"));
      }
    }
    return Map.copyOf(subjects);
  }

  /**
   * Reads the newest versions of what is needed of patients' records, with the Patients.
   *
   * @param byCode whether what is not needed may be told by its codes
   */
  void read(
      Collection<String> patients, RecordNeeds needs, boolean byCode, Consumer<StoredText> sink) {
    List<String> paths = new ArrayList<>();
    List<String> types = new ArrayList<>();
    List<Wanted> wanted = new ArrayList<>();
    List<Known> known = new ArrayList<>();
    for (ResourceKind kind : needs.kinds()) {
      paths.addAll(SUBJECTS.getOrDefault(kind, List.of()));
      Optional<RecordNeeds.Codes> codes = byCode ? needs.codes(kind) : Optional.empty();
      if (codes.isPresent()) {
        String type = kind.typeName();
        types.add(type);
        codes
            .get()
            .codes()
            .forEach(
                (system, some) -> some.forEach(it -> wanted.add(new Wanted(type, system, it))));
        codes.get().systems().forEach(it -> known.add(new Known(type, it, true)));
        codes.get().known().forEach(it -> known.add(new Known(type, it, false)));
      }
    }
    query(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(OF_PATIENTS);
          statement.setArray(1, texts(connection, patients));
          statement.setArray(2, texts(connection, types));
          statement.setArray(3, texts(connection, column(wanted, Wanted::type)));
          statement.setArray(4, texts(connection, column(wanted, Wanted::system)));
          statement.setArray(5, texts(connection, column(wanted, Wanted::code)));
          statement.setArray(6, texts(connection, column(known, Known::type)));
          statement.setArray(7, texts(connection, column(known, Known::system)));
          statement.setArray(
              8, connection.createArrayOf("bool", column(known, Known::whole).toArray()));
          statement.setArray(9, texts(connection, paths));
          return statement;
        },
        sink);
  }

  /** Reads the newest versions of Medications. */
  void readMedications(Collection<String> ids, Consumer<StoredText> sink) {
    query(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(MEDICATIONS);
          statement.setArray(1, texts(connection, ids));
          return statement;
        },
        sink);
  }

  /** Reads versions, each of which has a number, of resources that are still there. */
  void readVersions(List<ResourceVersion> versions, Consumer<StoredText> sink) {
    query(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(VERSIONS);
          statement.setArray(1, texts(connection, column(versions, ResourceVersion::type)));
          statement.setArray(2, texts(connection, column(versions, ResourceVersion::id)));
          statement.setArray(
              3,
              connection.createArrayOf(
                  "int8",
                  column(versions, it -> Long.valueOf(Objects.requireNonNull(it.version())))
                      .toArray()));
          return statement;
        },
        sink);
  }

  /** Numbers of some of the Patients who exist. */
  List<Long> numbers(Collection<String> patients, int atMost) {
    return jdbc.queryForList(NUMBERS, Long.class, patients.toArray(String[]::new), atMost);
  }

  private void query(PreparedStatementCreator statement, Consumer<StoredText> sink) {
    jdbc.query(
        connection -> {
          PreparedStatement prepared = statement.createPreparedStatement(connection);
          prepared.setFetchSize(ROWS_AT_A_TIME);
          return prepared;
        },
        row -> {
          sink.accept(StoredText.of(row));
        });
  }

  private static <R, T> List<T> column(List<R> rows, Function<R, T> value) {
    return rows.stream().map(value).toList();
  }

  private static Array texts(Connection connection, Collection<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray(String[]::new));
  }
}
