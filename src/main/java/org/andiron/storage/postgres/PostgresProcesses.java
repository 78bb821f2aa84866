package org.andiron.storage.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The processes that run the programs of one directory. Each directory has its own copy of the
 * programs, so a process that runs one of them belongs to that directory.
 */
final class PostgresProcesses {

  private static final Duration LEAVE_BY_THEMSELVES = Duration.ofSeconds(2);
  private static final Duration AFTER_KILL = Duration.ofSeconds(20);

  private final String programs;

  PostgresProcesses(PostgresDirectory directory) {
    this.programs = directory.binaries("").toString();
  }

  List<ProcessHandle> find() {
    return ProcessHandle.allProcesses()
        .filter(this::owns)
        .filter(ProcessHandle::isAlive)
        .filter(process -> !ProcessIdentity.isZombie(process.pid()))
        .toList();
  }

  boolean owns(ProcessHandle process) {
    ProcessHandle.Info info = process.info();
    return info.command()
        .or(info::commandLine)
        .filter(command -> command.startsWith(programs))
        .isPresent();
  }

  /** Whether this process may be a PostgreSQL, of whatever origin. */
  static boolean looksLikePostgres(ProcessHandle process) {
    // Where the platform hides the program, assume the worse.
    return process
        .info()
        .command()
        .map(command -> Path.of(command).getFileName())
        .map(name -> name == null || name.toString().matches("(postgres|postmaster)(\\.exe)?"))
        .orElse(true);
  }

  /** Whether the process works in this folder, as a postmaster does in its cluster. */
  static boolean worksIn(ProcessHandle process, Path folder) {
    try {
      Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return Files.isSameFile(link, folder);
    } catch (IOException | SecurityException e) {
      return false;
    }
  }

  /**
   * Ends all of them: those orphaned by the death of their postmaster go by themselves, the others
   * are killed.
   */
  void end() throws InterruptedException {
    if (awaitNone(LEAVE_BY_THEMSELVES)) {
      return;
    }
    find().forEach(ProcessHandle::destroyForcibly);
    if (!awaitNone(AFTER_KILL)) {
      throw new DatabaseUnavailableException(
          "Processes of an earlier run of the embedded PostgreSQL do not end: pid "
              + find().stream().map(p -> Long.toString(p.pid())).collect(Collectors.joining(", "))
              + "; end them, then start again.");
    }
  }

  private boolean awaitNone(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!find().isEmpty()) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return true;
  }
}
