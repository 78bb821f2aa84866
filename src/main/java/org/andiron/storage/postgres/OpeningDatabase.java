package org.andiron.storage.postgres;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * A database that is being opened in the background, so that PostgreSQL and the application start
 * side by side. Registered as a singleton of the context, it is where {@link DatabaseConfiguration}
 * takes the database from.
 */
public final class OpeningDatabase implements AutoCloseable {

  private final FutureTask<Database> task;
  private final Thread thread;

  private OpeningDatabase(FutureTask<Database> task) {
    this.task = task;
    this.thread = new Thread(task, "andiron-database-open");
    this.thread.setDaemon(true);
  }

  /** Begins to open the database that the settings ask for. */
  public static OpeningDatabase begin(
      DatabaseProperties external, EmbeddedPostgresProperties embedded, Consumer<String> progress) {
    OpeningDatabase opening =
        new OpeningDatabase(
            new FutureTask<>(() -> DatabaseConnector.open(external, embedded, progress)));
    opening.thread.start();
    return opening;
  }

  /**
   * The database, once it is open. May be called often.
   *
   * @throws DatabaseUnavailableException if it cannot be opened, or this thread is interrupted
   */
  public Database await() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DatabaseUnavailableException unavailable) {
        throw unavailable;
      }
      throw new DatabaseUnavailableException(
          "The database cannot be opened: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabaseUnavailableException("The wait for the database was interrupted.", e);
    }
  }

  /** Closes the database, also if nobody asked for it yet or it is not open yet. */
  @Override
  public void close() {
    // Cuts a start short; what it had begun is stopped before the task ends.
    thread.interrupt();
    try {
      task.get().close();
    } catch (ExecutionException e) {
      // It was never open: whoever awaits it gets the reason.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
