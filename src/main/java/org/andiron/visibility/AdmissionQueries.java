package org.andiron.visibility;

import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.andiron.storage.SelectedResources;
import org.andiron.storage.SelectedResources.Statement;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The queries by which callers see some resources of a type, and what each finds. A query is asked
 * of the whole store when it is first used; from then on each transaction that stores resources of
 * its type asks it about these.
 */
final class AdmissionQueries {

  /**
   * Criteria of a resource's own: its type's parameters, plainly or with a modifier that depends on
   * nothing else. Chains, lists and value sets change without the resource.
   */
  private static final Pattern CRITERION =
      Pattern.compile(
          "(?!_has|_list|_filter|_text|_content|_lastUpdated)[A-Za-z_][A-Za-z0-9_-]*"
              + "(:(not|exact|missing))?=[^&]+");

  private static final String WRITE =
      """
      with stored as materialized (
        select res_id, res_ver from hfj_resource
        where res_id = any(?::bigint[]) and res_deleted_at is null),
      wanted as materialized (
        select s.res_id, s.res_ver from stored s
        join (%s) f on f.res_id = s.res_id),
      ended as (
        update andiron.admitted a set to_version = s.res_ver
        from stored s
        where a.res_id = s.res_id and a.query_id = ? and a.to_version is null
          and not exists (select 1 from wanted w where w.res_id = a.res_id))
      insert into andiron.admitted (res_id, query_id, from_version)
      select w.res_id, ?, w.res_ver from wanted w
      where not exists (
        select 1 from andiron.admitted a
        where a.res_id = w.res_id and a.query_id = ? and a.to_version is null)
      """;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate newTransactions;
  private final ObjectProvider<SelectedResources> statements;
  private final Map<AdmissionQuery, Integer> known = new ConcurrentHashMap<>();

  /**
   * The queries of a database.
   *
   * @param newTransactions begins a transaction whether or not there is one
   */
  AdmissionQueries(
      JdbcTemplate jdbc,
      TransactionTemplate newTransactions,
      ObjectProvider<SelectedResources> statements) {
    this.jdbc = jdbc;
    this.newTransactions = newTransactions;
    this.statements = statements;
  }

  /**
   * Makes sure that it is known what queries find.
   *
   * @throws ForbiddenOperationException if one of them depends on more than the resource
   */
  void register(Collection<AdmissionQuery> queries) {
    queries.stream().filter(it -> !known.containsKey(it)).forEach(this::register);
  }

  private void register(AdmissionQuery query) {
    for (String criterion : query.query().split("&", -1)) {
      if (!CRITERION.matcher(criterion).matches()) {
        throw new ForbiddenOperationException(
            "What may be seen depends on a query that cannot be used for that: "
                + query.type()
                + "?"
                + query.query());
      }
    }
    Integer id =
        newTransactions.execute(
            status -> {
              List<Integer> before = find(query);
              return before.isEmpty() ? fill(query) : before.get(0);
            });
    if (id != null) {
      known.put(query, id);
    }
  }

  private int fill(AdmissionQuery query) {
    Statement found = statements.getObject().select(query.type(), query.query());
    // Waits for all who write, and lets them go on when they will find the query; also for whoever
    // else fills one, so that the same is not added twice.
    jdbc.execute("lock table hfj_resource in share row exclusive mode");
    List<Integer> meanwhile = find(query);
    if (!meanwhile.isEmpty()) {
      return meanwhile.get(0);
    }
    Integer id =
        jdbc.queryForObject(
            "insert into andiron.admission_query (type, query) values (?, ?) returning id",
            Integer.class,
            query.type(),
            query.query());
    List<Object> values = new ArrayList<>();
    values.add(id);
    values.addAll(found.values());
    jdbc.update(
        "insert into andiron.admitted (res_id, query_id, from_version)"
            + " select r.res_id, ?, r.res_ver from ("
            + found.text()
            + ") f join hfj_resource r on r.res_id = f.res_id",
        values.toArray());
    return id == null ? 0 : id;
  }

  private List<Integer> find(AdmissionQuery query) {
    return jdbc.queryForList(
        "select id from andiron.admission_query where type = ? and query = ?",
        Integer.class,
        query.type(),
        query.query());
  }

  /** The number of a registered query; one that finds nothing if it is not. */
  int id(AdmissionQuery query) {
    return known.getOrDefault(query, 0);
  }

  /**
   * Asks the queries about resources that are in the index.
   *
   * @param resources types by number in {@code hfj_resource}
   */
  void write(Map<Long, String> resources) {
    Set<String> types = new TreeSet<>(resources.values());
    jdbc.query(
        "select id, type, query from andiron.admission_query where type = any(?::text[])",
        row -> {
          String type = row.getString(2);
          write(
              row.getInt(1),
              statements.getObject().select(type, row.getString(3)),
              resources.entrySet().stream()
                  .filter(it -> it.getValue().equals(type))
                  .map(Map.Entry::getKey)
                  .toArray(Long[]::new));
        },
        (Object) types.toArray(String[]::new));
  }

  private void write(int id, Statement found, Long[] resources) {
    List<Object> values = new ArrayList<>();
    values.add(resources);
    values.addAll(found.values());
    values.add(id);
    values.add(id);
    values.add(id);
    jdbc.update(WRITE.formatted(found.text()), values.toArray());
  }
}
