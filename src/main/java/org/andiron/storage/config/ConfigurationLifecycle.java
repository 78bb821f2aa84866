package org.andiron.storage.config;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.term.api.ITermDeferredStorageSvc;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Applies {@code fhir-config} at start, before the server accepts its first request. When nothing
 * changed since the last start it costs one query.
 */
final class ConfigurationLifecycle implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationLifecycle.class);

  /**
   * Changes when the same files lead to other stored resources, so that all are looked at again.
   */
  private static final String LOADER = "1";

  /**
   * Any number that no other lock of this database uses: nodes that start together apply one after
   * another.
   */
  private static final long LOCK = 0x616e_6469_726f_6e02L;

  private final ConfigurationFolder folder;
  private final List<DefinitionSource> sources;
  private final DefinitionStore store;
  private final ISearchParamRegistry searchParameters;
  private final ITermDeferredStorageSvc deferredTerminology;
  private final IValidationSupport validationSupport;
  private final DataSource dataSource;
  private volatile boolean running;

  ConfigurationLifecycle(
      ConfigurationFolder folder,
      List<DefinitionSource> sources,
      DefinitionStore store,
      ISearchParamRegistry searchParameters,
      ITermDeferredStorageSvc deferredTerminology,
      IValidationSupport validationSupport,
      DataSource dataSource) {
    this.folder = folder;
    this.sources = List.copyOf(sources);
    this.store = store;
    this.searchParameters = searchParameters;
    this.deferredTerminology = deferredTerminology;
    this.validationSupport = validationSupport;
    this.dataSource = dataSource;
  }

  /** Before Spring Boot's web server, which starts in one of the last phases. */
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public void start() {
    if (!folder.unknown().isEmpty()) {
      LOG.warn("Without meaning in {}: {}", folder.origin(), String.join(", ", folder.unknown()));
    }
    Digest digest = new Digest().add(LOADER);
    sources.forEach(source -> digest.add(source.fingerprint()));
    String fingerprint = digest.hex();
    if (!store.appliedFingerprint().equals(fingerprint)) {
      alone(() -> apply(fingerprint));
    }
    running = true;
  }

  private void apply(String fingerprint) {
    if (store.appliedFingerprint().equals(fingerprint)) {
      return;
    }
    long started = System.nanoTime();
    List<Definition> wanted =
        Precedence.merge(sources.stream().map(DefinitionSource::definitions).toList());
    DefinitionStore.Changes changes = store.apply(wanted, sources, fingerprint);
    deferredTerminology.saveAllDeferred();
    validationSupport.invalidateCaches();
    searchParameters.forceRefresh();
    LOG.info(
        "Applied {}: {} resources stored, {} removed, {} unchanged, in {} ms",
        folder.origin(),
        changes.stored(),
        changes.removed(),
        wanted.size() - changes.stored(),
        Duration.ofNanos(System.nanoTime() - started).toMillis());
  }

  /** Holds a lock of the database session while the action runs. */
  private void alone(Runnable action) {
    try (Connection connection = dataSource.getConnection()) {
      lock(connection, "select pg_advisory_lock(?)");
      try {
        action.run();
      } finally {
        lock(connection, "select pg_advisory_unlock(?)");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The lock for applying fhir-config failed", e);
    }
  }

  private static void lock(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, LOCK);
      statement.execute();
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
