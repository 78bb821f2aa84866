package org.andiron.storage.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that belongs to this process: durable, password-protected, reachable from this
 * machine only. It is brought up whatever state an earlier run left its directory in, and started
 * anew on the same port if it dies. It runs in a session of its own, so that Ctrl-C reaches the
 * server but not the database under it; {@link #close()} stops it.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private static final int PORT_ATTEMPTS = 5;
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(250);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
  private static final Duration WATCHER_PATIENCE = Duration.ofSeconds(60);
  private static final long LOG_LIMIT_BYTES = 16L * 1024 * 1024;

  private final PostgresDirectory directory;
  private final DirectoryLock directoryLock;
  private final Postmaster postmaster;
  private final String version;
  private final int port;
  private final String password;
  private final Thread watcher;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closed = lock.newCondition();
  private ProcessIdentity process;
  private RunningInstance instance;
  private boolean closing;

  private EmbeddedPostgres(
      PostgresDirectory directory,
      DirectoryLock directoryLock,
      Postmaster postmaster,
      String version,
      int port,
      ProcessIdentity process)
      throws IOException {
    this.directory = directory;
    this.directoryLock = directoryLock;
    this.postmaster = postmaster;
    this.version = version;
    this.port = port;
    this.process = process;
    this.password = directory.readSecret(directory.password()).orElseThrow();
    this.instance = RunningInstance.of(directory, process, jdbcUrl(), user());
    this.instance.write();
    this.watcher = new Thread(this::watch, "andiron-postgres-watch");
    this.watcher.setDaemon(true);
  }

  /**
   * Starts PostgreSQL and returns once it accepts connections.
   *
   * @param progress receives a line for each step that takes time
   * @throws DatabaseUnavailableException if it cannot be started, or the thread is interrupted
   */
  public static EmbeddedPostgres start(
      EmbeddedPostgresProperties properties, Consumer<String> progress) {
    PostgresBinaries.Archive archive = PostgresBinaries.Archive.find(PostgresPlatform.current());
    PostgresDirectory directory = PostgresDirectory.open(properties.directory());
    DirectoryLock directoryLock = DirectoryLock.acquire(directory);
    EmbeddedPostgres started = null;
    try {
      started = start(properties, archive, directory, directoryLock, progress);
      return started;
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "The embedded PostgreSQL in "
              + directory.path()
              + " cannot be started: "
              + PostgresDirectory.reason(e)
              + " ("
              + e.getClass().getSimpleName()
              + ": "
              + e.getMessage()
              + "); check space and rights there, or set andiron.storage.embedded.directory to"
              + " another folder.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailableException(
          "The start of the embedded PostgreSQL in " + directory.path() + " was interrupted.", e);
    } finally {
      if (started == null) {
        release(directoryLock);
      }
    }
  }

  private static EmbeddedPostgres start(
      EmbeddedPostgresProperties properties,
      PostgresBinaries.Archive archive,
      PostgresDirectory directory,
      DirectoryLock directoryLock,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    PostgresCluster.requireMajorVersion(directory, archive.majorVersion());
    deleteTemporaryFiles(directory);
    ServerAccount account = ServerAccount.choose(directory);
    PostgresBinaries binaries = PostgresBinaries.unpack(archive, directory, progress);
    PostgresCluster cluster = new PostgresCluster(directory, archive, binaries, account);
    Postmaster postmaster = new Postmaster(directory, binaries, cluster, account, properties);
    boolean complete = false;
    try {
      postmaster.clearLeftovers(progress);
      binaries.deleteOthers();
      cluster.createIfMissing(progress);
      int port = properties.port();
      ProcessIdentity process = null;
      for (int attempt = 1; process == null; attempt++) {
        port = properties.port() == 0 ? LocalPort.findFree() : properties.port();
        try {
          process = postmaster.launch(port, progress);
        } catch (Postmaster.PortTakenException e) {
          if (properties.port() != 0 || attempt == PORT_ATTEMPTS) {
            throw portTaken(port, properties);
          }
        }
      }
      EmbeddedPostgres started =
          new EmbeddedPostgres(
              directory, directoryLock, postmaster, archive.version(), port, process);
      started.watcher.start();
      complete = true;
      return started;
    } finally {
      if (!complete) {
        withoutInterruption(postmaster::stopServer);
      }
    }
  }

  /** JDBC address of the application's database, without credentials. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.DATABASE;
  }

  /** Role of the application: owner of its database, no superuser. */
  public String user() {
    return PostgresCluster.APPLICATION_USER;
  }

  /** Password of that role. */
  public String password() {
    return password;
  }

  /** Version of PostgreSQL, such as {@code 18.6}. */
  public String version() {
    return version;
  }

  /** Where its files are. */
  public Path directory() {
    return directory.path();
  }

  /** Process of PostgreSQL; another one after a restart. */
  public long pid() {
    lock.lock();
    try {
      return process.pid();
    } finally {
      lock.unlock();
    }
  }

  /** Records that this process serves FHIR at the given base URL, for commands to find it. */
  public void publishServer(String url) {
    lock.lock();
    try {
      if (!closing) {
        instance = instance.publishServer(url);
      }
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "Cannot write " + directory.runningRecord() + ": " + PostgresDirectory.reason(e), e);
    } finally {
      lock.unlock();
    }
  }

  /** Stops PostgreSQL: cleanly within the stop timeout, else by force. May be called twice. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closing) {
        return;
      }
      closing = true;
      closed.signalAll();
    } finally {
      lock.unlock();
    }
    withoutInterruption(
        () -> {
          // A restart under way is cut short; it must be over before the stop begins.
          watcher.interrupt();
          watcher.join(WATCHER_PATIENCE.toMillis());
          postmaster.stopServer();
          Files.deleteIfExists(directory.runningRecord());
        });
    release(directoryLock);
  }

  /** Starts PostgreSQL anew whenever it dies, until closed. */
  private void watch() {
    Duration pause = WATCH_INTERVAL;
    Duration backoff = FIRST_BACKOFF;
    try {
      while (awaitClosed(pause)) {
        pause = WATCH_INTERVAL;
        if (process.isRunning()) {
          backoff = FIRST_BACKOFF;
          shortenLog();
          continue;
        }
        LOG.warn("PostgreSQL (pid {}) died; starting it anew on port {}", process.pid(), port);
        try {
          restart();
          LOG.info("PostgreSQL is back (pid {})", pid());
        } catch (DatabaseUnavailableException | IOException | Postmaster.PortTakenException e) {
          LOG.error("{}; next attempt in {} ms", e.getMessage(), backoff.toMillis());
          pause = backoff;
          backoff = backoff.multipliedBy(2);
          backoff = backoff.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff;
        }
      }
    } catch (InterruptedException e) {
      // close() asked for it.
      Thread.currentThread().interrupt();
    }
  }

  private void restart() throws IOException, InterruptedException, Postmaster.PortTakenException {
    postmaster.clearLeftovers(LOG::info);
    ProcessIdentity restarted = postmaster.launch(port, LOG::info);
    lock.lock();
    try {
      process = restarted;
      instance = instance.withPostgres(restarted);
    } finally {
      lock.unlock();
    }
  }

  /** Waits, and tells whether to go on watching. */
  private boolean awaitClosed(Duration pause) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = pause.toNanos();
      while (!closing && left > 0) {
        left = closed.awaitNanos(left);
      }
      return !closing;
    } finally {
      lock.unlock();
    }
  }

  /** PostgreSQL appends to the file it was started with, so it is copied away and emptied. */
  private void shortenLog() {
    try {
      if (Files.size(directory.log()) > LOG_LIMIT_BYTES) {
        Files.copy(
            directory.log(),
            directory.log().resolveSibling("postgres.log.1"),
            StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel log = FileChannel.open(directory.log(), StandardOpenOption.WRITE)) {
          log.truncate(0);
        }
      }
    } catch (IOException e) {
      LOG.debug("Cannot shorten {}", directory.log(), e);
    }
  }

  private static DatabaseUnavailableException portTaken(
      int port, EmbeddedPostgresProperties properties) {
    return new DatabaseUnavailableException(
        properties.port() == 0
            ? "No free port for the embedded PostgreSQL: the last one tried was " + port
            : "Port "
                + port
                + " (andiron.storage.embedded.port) is in use by another program; stop that one,"
                + " or set another port, or 0 for any free one.");
  }

  private static void deleteTemporaryFiles(PostgresDirectory directory) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory.path(), "*.tmp")) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void release(DirectoryLock directoryLock) {
    try {
      directoryLock.close();
    } catch (IOException e) {
      LOG.warn("Cannot release the lock of the database directory: {}", e.getMessage());
    }
  }

  /** A step of stopping, which may wait and read files. */
  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** Runs a step to its end even in an interrupted thread, which is left interrupted. */
  private static void withoutInterruption(Step step) {
    boolean interrupted = Thread.interrupted();
    try {
      try {
        step.run();
      } catch (InterruptedException e) {
        interrupted = true;
        step.run();
      }
    } catch (IOException | DatabaseUnavailableException e) {
      LOG.error("The embedded PostgreSQL was not stopped cleanly: {}", e.getMessage());
    } catch (InterruptedException e) {
      interrupted = true;
      LOG.error("The stop of the embedded PostgreSQL was interrupted twice");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String toString() {
    return "EmbeddedPostgres[" + directory.path() + ", port " + port + "]";
  }
}
