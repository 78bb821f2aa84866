package org.andiron.storage.config;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.api.model.DaoMethodOutcome;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.model.util.JpaConstants;
import ca.uhn.fhir.jpa.term.api.ITermCodeSystemStorageSvc;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.MetadataResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Makes the stored definitions equal to the wanted ones, touching only what changed and removing
 * only what {@code fhir-config} brought. Works in small transactions, each of which leaves
 * resources and {@code andiron.config_resource} in agreement, so that an interrupted run is taken
 * up by the next.
 */
final class DefinitionStore {

  private static final Logger LOG = LoggerFactory.getLogger(DefinitionStore.class);

  /** Larger transactions are slower: Hibernate compares all it holds before each query. */
  private static final int BATCH = 40;

  /**
   * Code systems before the value sets that use them; older versions first, so that the newest is
   * the last.
   */
  private static final List<String> FIRST = List.of("CodeSystem", "ValueSet", "ConceptMap");

  private final IHapiTransactionService transactions;
  private final DaoRegistry daos;
  private final JdbcOperations jdbc;

  DefinitionStore(IHapiTransactionService transactions, DaoRegistry daos, JdbcOperations jdbc) {
    this.transactions = transactions;
    this.daos = daos;
    this.jdbc = jdbc;
  }

  /** How many resources a run stored and removed. */
  record Changes(int stored, int removed) {}

  private record Row(
      String type,
      String id,
      String file,
      String sha256,
      long storedVersion,
      boolean effective,
      List<String> appliesTo) {

    boolean hasContentOf(Definition definition) {
      return sha256.equals(definition.sha256()) && file.equals(definition.file());
    }

    boolean hasRoleOf(Definition definition) {
      return effective == definition.effective() && appliesTo.equals(definition.appliesTo());
    }
  }

  /** The digest of what was applied last, or an empty string. */
  String appliedFingerprint() {
    List<String> rows =
        jdbc.queryForList("select fingerprint from andiron.config_applied", String.class);
    return rows.isEmpty() ? "" : rows.get(0);
  }

  /**
   * Applies the wanted definitions, then lets the sources record theirs, then remembers the
   * fingerprint.
   *
   * @throws ConfigurationFileException if the server refuses one of them
   */
  Changes apply(List<Definition> wanted, List<DefinitionSource> sources, String fingerprint) {
    Map<String, Row> gone = rows();
    List<Definition> changed = new ArrayList<>();
    List<Definition> otherRole = new ArrayList<>();
    for (Definition definition : wanted) {
      Row row = gone.remove(definition.type() + "/" + definition.id());
      if (row == null || !row.hasContentOf(definition)) {
        changed.add(definition);
      } else if (!row.hasRoleOf(definition)) {
        otherRole.add(definition);
      }
    }
    changed.sort(
        Comparator.comparingInt(DefinitionStore::rank)
            .thenComparing(Definition::effective)
            .thenComparing(Definition::key));
    inBatches(List.copyOf(gone.values()), this::remove);
    inBatches(changed, this::store);
    inBatches(otherRole, this::changeRole);
    transactions
        .withSystemRequest()
        .execute(
            () -> {
              sources.forEach(DefinitionSource::recordApplied);
              jdbc.update(
                  """
                  insert into andiron.config_applied (fingerprint) values (?)
                  on conflict (only_row)
                  do update set fingerprint = excluded.fingerprint, applied_at = now()
                  """,
                  fingerprint);
            });
    return new Changes(changed.size(), gone.size());
  }

  private static int rank(Definition definition) {
    int index = FIRST.indexOf(definition.type());
    return index < 0 ? FIRST.size() : index;
  }

  private <T> void inBatches(List<T> items, Consumer<T> action) {
    for (int from = 0; from < items.size(); from += BATCH) {
      List<T> batch = items.subList(from, Math.min(from + BATCH, items.size()));
      transactions.withSystemRequest().execute(() -> batch.forEach(action));
    }
  }

  private void store(Definition definition) {
    SystemRequestDetails request = quietRequest();
    request
        .getUserData()
        .put(ITermCodeSystemStorageSvc.MAKE_LOADING_VERSION_CURRENT, definition.effective());
    DaoMethodOutcome outcome;
    try {
      // The copy keeps the definition as it was read: HAPI writes ids and versions into what it
      // stores.
      MetadataResource resource = definition.resource().copy();
      outcome = daos.getResourceDao(resource).update(resource, request);
    } catch (BaseServerResponseException e) {
      throw new ConfigurationFileException(
          definition.file(),
          definition.type() + "/" + definition.id() + " cannot be stored: " + e.getMessage(),
          e);
    }
    int known =
        jdbc.update(
            "delete from andiron.config_resource where resource_type = ? and resource_id = ?",
            definition.type(),
            definition.id());
    if (known == 0 && !Boolean.TRUE.equals(outcome.getCreated())) {
      LOG.warn(
          "{} takes over {}/{}, which was stored before by other means",
          definition.file(),
          definition.type(),
          definition.id());
    }
    jdbc.update(
        """
        insert into andiron.config_resource (resource_type, resource_id, file, package, url, version,
          sha256, stored_version, effective, applies_to, reindex_due)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::text[], ?)
        """,
        definition.type(),
        definition.id(),
        definition.file(),
        definition.packageId(),
        definition.url(),
        definition.version(),
        definition.sha256(),
        outcome.getId().getVersionIdPartAsLong(),
        definition.effective(),
        arrayLiteral(definition.appliesTo()),
        needsReindex(definition));
  }

  private void changeRole(Definition definition) {
    jdbc.update(
        """
        update andiron.config_resource
        set effective = ?, applies_to = ?::text[], reindex_due = ?
        where resource_type = ? and resource_id = ?
        """,
        definition.effective(),
        arrayLiteral(definition.appliesTo()),
        needsReindex(definition),
        definition.type(),
        definition.id());
  }

  private static boolean needsReindex(Definition definition) {
    return definition.effective()
        && definition.type().equals("SearchParameter")
        && !definition.appliesTo().isEmpty();
  }

  private void remove(Row row) {
    jdbc.update(
        "delete from andiron.config_resource where resource_type = ? and resource_id = ?",
        row.type(),
        row.id());
    Long current = currentVersion(row);
    if (current == null) {
      return;
    }
    if (current != row.storedVersion()) {
      LOG.warn(
          "{} is gone, but {}/{} was edited since and stays", row.file(), row.type(), row.id());
      return;
    }
    IFhirResourceDao<?> dao = daos.getResourceDao(row.type());
    dao.delete(new IdType(row.type(), row.id()), quietRequest());
  }

  private @Nullable Long currentVersion(Row row) {
    List<Long> versions =
        jdbc.queryForList(
            """
            select res_ver from hfj_resource
            where res_type = ? and fhir_id = ? and res_deleted_at is null
            """,
            Long.class,
            row.type(),
            row.id());
    return versions.isEmpty() ? null : versions.get(0);
  }

  /**
   * A request for which HAPI neither refreshes its registry nor starts a reindex after each
   * parameter.
   */
  private static SystemRequestDetails quietRequest() {
    SystemRequestDetails request = new SystemRequestDetails();
    request.getUserData().put(JpaConstants.SKIP_REINDEX_ON_UPDATE, Boolean.TRUE);
    return request;
  }

  private Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    jdbc.query(
            """
            select resource_type, resource_id, file, sha256, stored_version, effective, applies_to
            from andiron.config_resource order by resource_type desc, resource_id
            """,
            (ResultSet result, int number) ->
                new Row(
                    result.getString(1),
                    result.getString(2),
                    result.getString(3),
                    result.getString(4),
                    result.getLong(5),
                    result.getBoolean(6),
                    strings(result.getArray(7))))
        .forEach(row -> rows.put(row.type() + "/" + row.id(), row));
    return rows;
  }

  static List<String> strings(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  /** Resource types are letters only: nothing to quote. */
  private static String arrayLiteral(List<String> types) {
    return "{" + String.join(",", types) + "}";
  }
}
