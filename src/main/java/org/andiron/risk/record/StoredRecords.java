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
import java.util.function.Consumer;
import java.util.function.Function;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.feature.ResourceVersion;
import org.jspecify.annotations.Nullable;
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
   * the index of the search parameter {@code code} has them, are known and not wanted.
   */
  private static final String OF_PATIENTS =
      """
      with patient as materialized (
        select p.res_id, p.fhir_id, p.res_ver from hfj_resource p
        where p.res_type = 'Patient' and p.fhir_id = any(?) and p.res_deleted_at is null
      ), code as materialized (
        select p.id as param, p.resource_type, s.id as system, c.code
        from unnest(?::text[], ?::text[], ?::text[]) c (type, system, code)
        join andiron.search_parameter p on p.resource_type = c.type and p.code = 'code'
        join andiron.search_system s on s.uri = c.system
      ), known as materialized (
        select p.id as param, p.resource_type, s.id as system
        from unnest(?::text[], ?::text[]) c (type, system)
        join andiron.search_parameter p on p.resource_type = c.type and p.code = 'code'
        join andiron.search_system s on s.uri = c.system
      ), found as materialized (
        select p.fhir_id as patient, p.res_id, 'Patient' as type, p.fhir_id as id, p.res_ver
        from patient p
        union
        select p.fhir_id, r.res_id, r.res_type, r.fhir_id, r.res_ver
        from patient p
        join andiron.searchable_link l on l.target_resource_id = p.res_id and l.src_path = any(?)
        join hfj_resource r on r.res_id = l.src_resource_id and r.res_deleted_at is null
        where r.res_type <> all(?)
          or not exists (
            select from andiron.idx_token t
            join known k on k.param = t.param and k.system = t.system
            where t.res_id = r.res_id and k.resource_type = r.res_type and t.code <> '')
          or exists (
            select from andiron.idx_token t
            join code c on c.param = t.param and c.system = t.system
            where t.res_id = r.res_id and c.resource_type = r.res_type
              and (c.code is null or c.code = t.code))
      )
      select f.patient, f.type, f.id, f.res_ver, v.res_updated, v.res_text_vc, TAGS
      from found f join hfj_res_ver v on v.res_id = f.res_id and v.res_ver = f.res_ver
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
    List<String> typesByCode = new ArrayList<>();
    List<List<String>> codes = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<List<String>> known = List.of(new ArrayList<>(), new ArrayList<>());
    for (ResourceKind kind : needs.kinds()) {
      paths.addAll(SUBJECTS.getOrDefault(kind, List.of()));
      if (byCode) {
        needs
            .codes(kind)
            .ifPresent(
                wanted -> {
                  typesByCode.add(kind.typeName());
                  add(kind, wanted, codes, known);
                });
      }
    }
    query(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(OF_PATIENTS);
          int index = 0;
          statement.setArray(++index, texts(connection, patients));
          for (List<String> column : codes) {
            statement.setArray(++index, texts(connection, column));
          }
          for (List<String> column : known) {
            statement.setArray(++index, texts(connection, column));
          }
          statement.setArray(++index, texts(connection, paths));
          statement.setArray(++index, texts(connection, typesByCode));
          return statement;
        },
        sink);
  }

  private static void add(
      ResourceKind kind,
      RecordNeeds.Codes wanted,
      List<List<String>> codes,
      List<List<String>> known) {
    wanted.codes().forEach((system, some) -> some.forEach(it -> add(codes, kind, system, it)));
    // Of these all codes are wanted.
    wanted.systems().forEach(system -> add(codes, kind, system, null));
    for (String system : wanted.known()) {
      known.get(0).add(kind.typeName());
      known.get(1).add(system);
    }
  }

  private static void add(
      List<List<String>> codes, ResourceKind kind, String system, @Nullable String code) {
    codes.get(0).add(kind.typeName());
    codes.get(1).add(system);
    codes.get(2).add(code);
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
                  "int8", column(versions, it -> Long.valueOf(it.version())).toArray()));
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

  private static <T> List<T> column(
      List<ResourceVersion> versions, Function<ResourceVersion, T> value) {
    return versions.stream().map(value).toList();
  }

  private static Array texts(Connection connection, Collection<String> values) throws SQLException {
    return connection.createArrayOf("text", values.toArray(String[]::new));
  }
}
