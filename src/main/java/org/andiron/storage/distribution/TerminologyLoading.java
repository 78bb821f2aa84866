package org.andiron.storage.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.andiron.storage.config.ConfigurationFile;
import org.andiron.storage.config.ConfigurationFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Loads the distribution files in a thread of its own while the server answers. Of the nodes on one
 * database one loads at a time.
 */
final class TerminologyLoading implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(TerminologyLoading.class);

  /** Of the advisory lock: "anditerm" in ASCII. */
  private static final long LOCK = 0x616e646974657266L;

  private static final long RETRY_SECONDS = 5;
  private static final long STOP_SECONDS = 20;

  private final ConfigurationFolder folder;
  private final TerminologyLoad load;
  private final DataSource dataSource;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Thread thread;

  TerminologyLoading(ConfigurationFolder folder, TerminologyLoad load, DataSource dataSource) {
    this.folder = folder;
    this.load = load;
    this.dataSource = dataSource;
  }

  @Override
  public void start() {
    Thread loading = new Thread(this::loadAlone, "terminology");
    loading.setDaemon(true);
    loading.setPriority(Thread.MIN_PRIORITY);
    thread = loading;
    loading.start();
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void loadAlone() {
    try {
      while (!isStopped() && !loadIfAlone()) {
        stopped.await(RETRY_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | SQLException | RuntimeException e) {
      LOG.error("The terminology of {} was not loaded", folder.origin(), e);
    }
  }

  private boolean loadIfAlone() throws IOException, SQLException {
    try (Connection connection = dataSource.getConnection()) {
      if (!lock(connection, "select pg_try_advisory_lock(?)")) {
        return false;
      }
      try {
        load.run(distributions(), this::isStopped);
      } finally {
        lock(connection, "select pg_advisory_unlock(?)");
      }
      return true;
    }
  }

  private Map<String, Path> distributions() throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    for (ConfigurationFile file : folder.files("terminology")) {
      if (TerminologyLoad.isDistribution(file.path())) {
        files.put(file.path(), file.resource().getFile().toPath());
      }
    }
    return files;
  }

  private static boolean lock(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, LOCK);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /** What is being loaded is given up; the database forgets it. */
  @Override
  public void stop() {
    stopped.countDown();
    Thread loading = thread;
    if (loading != null) {
      try {
        loading.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
