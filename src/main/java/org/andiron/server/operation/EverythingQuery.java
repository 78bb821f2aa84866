package org.andiron.server.operation;

import ca.uhn.fhir.context.FhirContext;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds one page of a record in HAPI's tables with one statement: the focus (patients, an
 * encounter), whatever refers to it, and what those refer to outside of any patient's compartment
 * (practitioners, organizations, locations, medications). It keeps no state between pages.
 *
 * <p>It must run inside a transaction that HAPI opened for the request, so that rows hidden from
 * the caller do not exist for it.
 */
final class EverythingQuery {

  /** Whose record is wanted. */
  enum Focus {
    PATIENT("Patient"),
    ENCOUNTER("Encounter");

    private final String type;

    Focus(String type) {
      this.type = type;
    }

    String type() {
      return type;
    }
  }

  /** A resource of the page: its key in the database and its type. */
  record Found(long key, String type) {}

  /** One page, and the number of resources on all pages. */
  record Page(List<Found> resources, int total) {}

  /** Search parameters that say when care was given; a resource without any counts as undated. */
  private static final Set<String> CARE_DATES =
      Set.of(
          "authored",
          "authored-on",
          "authoredon",
          "collected",
          "created",
          "date",
          "datetime",
          "datewritten",
          "effective",
          "effective-time",
          "event-date",
          "identified",
          "issued",
          "occurrence",
          "onset",
          "onset-date",
          "period",
          "received",
          "recorded",
          "recorded-date",
          "sent",
          "start-date",
          "started",
          "when",
          "whenhandedover",
          "whenprepared");

  private static final String SQL =
      """
      with recursive care_date as (
        select id from andiron.search_parameter where code = any(?)
      ), focus as (
        select res_id from hfj_resource
        where res_type = ? and res_deleted_at is null
          and (cast(? as text[]) is null or fhir_id = any(cast(? as text[])))
      ), member as (
        select res_id from focus
        union
        select l.src_resource_id from andiron.searchable_link l
        join focus f on f.res_id = l.target_resource_id
        where not cast(? as boolean)
          or not exists (
            select from andiron.idx_date d
            where d.res_id = l.src_resource_id and d.param in (select id from care_date))
          or exists (
            select from andiron.idx_date d
            where d.res_id = l.src_resource_id and d.param in (select id from care_date)
              and (cast(? as timestamptz) is null or d.high > cast(? as timestamptz))
              and (cast(? as timestamptz) is null or d.low < cast(? as timestamptz)))
      ), record as (
        select res_id from member
        union
        select l.target_resource_id from record k join andiron.searchable_link l on l.src_resource_id = k.res_id
        where l.target_resource_id is not null
          and (l.target_resource_type <> all(?)
            or (cast(? as boolean) and k.res_id in (select res_id from focus)))
      ), extra as (
        select res_id from record
        union
        select res_id from hfj_resource where res_id = ?
      )
      select r.res_id, r.res_type, count(*) over ()
      from extra e join hfj_resource r on r.res_id = e.res_id
      where r.res_deleted_at is null
        and (cast(? as text[]) is null or r.res_type = any(cast(? as text[])))
        and (cast(? as timestamp) is null or r.res_updated >= cast(? as timestamp))
      order by r.res_type <> ?, r.res_id
      limit ? offset ?\
      """;

  private final JdbcTemplate jdbc;
  private final String[] compartmentTypes;

  EverythingQuery(FhirContext context, JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    List<String> inCompartment = new ArrayList<>();
    for (String type : context.getResourceTypes()) {
      var definition = context.getResourceDefinition(type);
      if (type.equals("Patient")
          || !definition.getSearchParamsForCompartmentName("Patient").isEmpty()) {
        inCompartment.add(type);
      }
    }
    this.compartmentTypes = inCompartment.toArray(String[]::new);
  }

  /**
   * Finds a page.
   *
   * @param ids logical ids of the focus, or null for all resources of its type
   * @param extraKey database key of one more resource that belongs to the record, or null
   */
  Page find(
      Focus focus,
      @Nullable Collection<String> ids,
      @Nullable Long extraKey,
      EverythingRequest request) {
    List<Found> found = new ArrayList<>();
    int[] total = {0};
    jdbc.query(
        connection -> {
          PreparedStatement statement = connection.prepareStatement(SQL);
          new Binder(statement).bind(focus, ids, extraKey, request);
          return statement;
        },
        row -> {
          found.add(new Found(row.getLong(1), row.getString(2)));
          total[0] = row.getInt(3);
        });
    // A page behind the end has no row to tell the total
    if (found.isEmpty() && request.offset() > 0) {
      EverythingRequest first =
          new EverythingRequest(
              request.start(), request.end(), request.since(), request.types(), 1, 0);
      return new Page(found, find(focus, ids, extraKey, first).total());
    }
    return new Page(found, total[0]);
  }

  /** Sets the parameters of the statement from left to right. */
  private final class Binder {
    private final PreparedStatement statement;
    private int index;

    Binder(PreparedStatement statement) {
      this.statement = statement;
    }

    void bind(
        Focus focus,
        @Nullable Collection<String> ids,
        @Nullable Long extraKey,
        EverythingRequest request)
        throws SQLException {
      boolean dated = request.start() != null || request.end() != null;
      array(texts(CARE_DATES.toArray(String[]::new)));
      statement.setString(++index, focus.type());
      Array idArray = ids == null ? null : texts(ids.toArray(String[]::new));
      array(idArray);
      array(idArray);
      statement.setBoolean(++index, dated);
      timestamp(request.start());
      timestamp(request.start());
      timestamp(request.end());
      timestamp(request.end());
      array(texts(compartmentTypes));
      statement.setBoolean(++index, focus == Focus.ENCOUNTER);
      if (extraKey == null) {
        statement.setNull(++index, Types.BIGINT);
      } else {
        statement.setLong(++index, extraKey);
      }
      Array types =
          request.types().isEmpty() ? null : texts(request.types().toArray(String[]::new));
      array(types);
      array(types);
      timestamp(request.since());
      timestamp(request.since());
      statement.setString(++index, focus.type());
      statement.setInt(++index, Math.max(1, request.count()));
      statement.setInt(++index, request.offset());
    }

    private Array texts(String[] values) throws SQLException {
      return statement.getConnection().createArrayOf("text", values);
    }

    private void array(@Nullable Array array) throws SQLException {
      if (array == null) {
        statement.setNull(++index, Types.ARRAY);
      } else {
        statement.setArray(++index, array);
      }
    }

    private void timestamp(@Nullable Instant instant) throws SQLException {
      if (instant == null) {
        statement.setNull(++index, Types.TIMESTAMP);
      } else {
        statement.setTimestamp(++index, Timestamp.from(instant));
      }
    }
  }
}
