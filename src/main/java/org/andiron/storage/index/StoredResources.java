package org.andiron.storage.index;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.andiron.storage.index.IndexWriter.Indexed;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.ResultSetExtractor;

/** Reads stored resources and says by what each is found. */
final class StoredResources {

  private static final Logger LOG = LoggerFactory.getLogger(StoredResources.class);

  /** Characters of stored resources and time after which a reading ends before all are read. */
  private static final long LONGEST_TEXT = 16 << 20;

  private static final Duration LONGEST_READING = Duration.ofSeconds(5);

  /** Resources whose text is in memory at once. */
  private static final int FETCHED = 4;

  private final JdbcOperations jdbc;
  private final FhirContext fhirContext;
  private final IndexExtractor extractor;
  private final LinkExtractor links;

  StoredResources(
      JdbcOperations jdbc, FhirContext fhirContext, IndexExtractor extractor, LinkExtractor links) {
    this.jdbc = jdbc;
    this.fhirContext = fhirContext;
    this.extractor = extractor;
    this.links = links;
  }

  /**
   * What was read.
   *
   * @param done the numbers of those that are read, or deleted
   * @param indexed what is to be found of them, and by what
   */
  record Read(List<Long> done, Map<Long, Indexed> indexed) {}

  /**
   * Reads resources until it is enough for a batch.
   *
   * @param resources their numbers, at least one, in ascending order
   * @param leftOut those that are found by nothing, and why
   * @param running whether to go on; where it ends the reading, what is returned is of no use
   */
  Read read(List<Long> resources, Map<Long, String> leftOut, BooleanSupplier running) {
    Map<Long, Indexed> indexed = new LinkedHashMap<>();
    ResultSetExtractor<Long> reading =
        rows -> {
          long started = System.nanoTime();
          long characters = 0;
          while (running.getAsBoolean() && rows.next()) {
            long resource = rows.getLong(1);
            String json = rows.getString(4);
            Indexed entries = indexed(rows, json, leftOut.get(resource));
            if (entries != null) {
              indexed.put(resource, entries);
            }
            characters += json == null ? 0 : json.length();
            if (characters > LONGEST_TEXT
                || System.nanoTime() - started > LONGEST_READING.toNanos()) {
              return resource;
            }
          }
          return resources.get(resources.size() - 1);
        };
    long last =
        Objects.requireNonNull(jdbc.query(connection -> stored(connection, resources), reading));
    return new Read(resources.stream().filter(it -> it <= last).toList(), indexed);
  }

  private static PreparedStatement stored(Connection connection, List<Long> resources)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            "select r.res_id, r.res_type, r.fhir_id, v.res_text_vc from hfj_resource r"
                + " join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver"
                + " where r.res_id = any(?) and r.res_deleted_at is null order by r.res_id");
    statement.setFetchSize(FETCHED);
    statement.setArray(1, connection.createArrayOf("int8", resources.toArray()));
    return statement;
  }

  private @Nullable Indexed indexed(ResultSet row, @Nullable String json, @Nullable String refusal)
      throws SQLException {
    String type = row.getString(2);
    String id = row.getString(3);
    if (refusal != null) {
      warn(type, id, refusal);
      return null;
    }
    try {
      if (json == null) {
        throw new IllegalStateException("It has no text");
      }
      IBaseResource resource =
          fhirContext
              .newJsonParser()
              .setParserErrorHandler(new LenientErrorHandler(false))
              .parseResource(json);
      resource.setId(type + '/' + id);
      return new Indexed(type, extractor.entriesOf(resource), Optional.of(links.of(resource)));
    } catch (RuntimeException | StackOverflowError e) {
      warn(type, id, e.getClass().getSimpleName());
      return null;
    }
  }

  /** Without the message of the cause, which may quote the resource. */
  private static void warn(String type, String id, String cause) {
    LOG.warn("{}/{} cannot be read and is not found by any search ({})", type, id, cause);
  }
}
