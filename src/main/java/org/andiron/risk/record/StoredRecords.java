package org.andiron.risk.record;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.ResourceKind;
import org.andiron.risk.feature.ResourceVersion;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.PreparedStatementCreator;

/**
 * Finds resources in HAPI's tables, of many patients with one statement. It must run inside a
 * transaction that HAPI opened for a request, so that rows hidden from its caller do not exist.
 */
final class StoredRecords {

  /** Rows that PostgreSQL sends at a time. */
  private static final int ROWS_AT_A_TIME = 500;

  /**
   * So many patients are read by a plan that PostgreSQL keeps. For more it is planned with the
   * lists at hand, which it then looks up by hash.
   */
  private static final int FEW = 5;

  /**
   * By which reference a resource is of its patient, as HAPI has the paths of links: those of
   * {@code andiron.compartment_path}.
   */
  private static final Map<ResourceKind, String> SUBJECTS =
      Map.of(
          ResourceKind.OBSERVATION, "Observation.subject",
          ResourceKind.CONDITION, "Condition.subject.where(resolve() is Patient)",
          ResourceKind.MEDICATION_REQUEST, "MedicationRequest.subject",
          ResourceKind.MEDICATION_STATEMENT, "MedicationStatement.subject",
          ResourceKind.PROCEDURE, "Procedure.subject.where(resolve() is Patient)",
          ResourceKind.ENCOUNTER, "Encounter.subject.where(resolve() is Patient)",
          ResourceKind.FAMILY_MEMBER_HISTORY, "FamilyMemberHistory.patient");

  /**
   * What the patients' own subject references lead to, of some types without what by its tokens is
   * not needed. That is found out first: what follows costs more. The tokens are asked for with all
   * resources in one list, which PostgreSQL goes through in order with the index; by a join it
   * would come down from the root of the index for each. What is not needed is left out by hash,
   * whatever the planner expects: it expects little, and would compare each with each.
   */
  private static final String OF_PATIENTS =
      """
      with patient as materialized (
        select p.res_id, p.fhir_id from hfj_resource p
        where p.res_type = 'Patient' and p.fhir_id = any(?) and p.res_deleted_at is null
      ), link as materialized (
        select p.fhir_id as patient, l.src_resource_id as id, l.source_resource_type as type
        from patient p
        join andiron.searchable_link l on l.target_resource_id = p.res_id and l.src_path = any(?)
      ), superfluous as materialized (
        select t.res_id
        from andiron.idx_token t
        where t.res_id = any(array(select id from link where type = any(?)))
          and t.param = any(?) and t.code <> ''
        group by t.res_id
        having bool_or(t.param * 4294967296 + t.system = any(?))
          and not bool_or(t.code = any(?) or t.param * 4294967296 + t.system = any(?))
      ), needed as materialized (
        select p.fhir_id as patient, p.res_id from patient p
        union
        select l.patient, l.id from link l where l.id not in (select res_id from superfluous)
      )
      select n.patient, r.res_type, r.fhir_id, r.res_ver, v.res_updated, v.res_text_vc, TAGS
      from needed n
      join hfj_resource r on r.res_id = n.res_id and r.res_deleted_at is null
      join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver
      order by r.res_id, n.patient
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

  /**
   * Reads the newest versions of what is needed of patients' records, with the Patients.
   *
   * @param byCode whether what is not needed may be told by its codes
   */
  void read(
      Collection<String> patients, RecordNeeds needs, boolean byCode, Consumer<StoredText> sink) {
    NeededTokens tokens = byCode ? NeededTokens.of(needs, jdbc) : NeededTokens.ALL;
    List<String> paths =
        needs.kinds().stream()
            .filter(SUBJECTS::containsKey)
            .map(it -> Objects.requireNonNull(SUBJECTS.get(it)))
            .toList();
    query(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(OF_PATIENTS);
          if (patients.size() > FEW) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
          }
          statement.setArray(1, array(connection, "text", patients));
          statement.setArray(2, array(connection, "text", paths));
          statement.setArray(3, array(connection, "text", tokens.types()));
          statement.setArray(4, array(connection, "int4", tokens.parameters()));
          statement.setArray(5, array(connection, "int8", tokens.known()));
          statement.setArray(6, array(connection, "text", tokens.codes()));
          statement.setArray(7, array(connection, "int8", tokens.whole()));
          return statement;
        },
        sink);
  }

  /** Reads the newest versions of Medications. */
  void readMedications(Collection<String> ids, Consumer<StoredText> sink) {
    query(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(MEDICATIONS);
          statement.setArray(1, array(connection, "text", ids));
          return statement;
        },
        sink);
  }

  /** Reads versions, each of which has a number, of resources that are still there. */
  void readVersions(List<ResourceVersion> versions, Consumer<StoredText> sink) {
    query(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(VERSIONS);
          statement.setArray(1, array(connection, "text", column(versions, ResourceVersion::type)));
          statement.setArray(2, array(connection, "text", column(versions, ResourceVersion::id)));
          statement.setArray(
              3,
              array(
                  connection,
                  "int8",
                  column(versions, it -> Long.valueOf(Objects.requireNonNull(it.version())))));
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

  private static Array array(Connection connection, String type, Collection<?> values)
      throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }
}
