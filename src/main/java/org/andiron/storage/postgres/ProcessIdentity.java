package org.andiron.storage.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process that is not mistaken for a later one with the same number.
 *
 * @param pid its number
 * @param started when it started; null where the platform does not tell
 */
record ProcessIdentity(long pid, @Nullable Instant started) {

  // Linux derives the instant from the boot time, which moves when the clock is set.
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  static ProcessIdentity of(ProcessHandle process) {
    return new ProcessIdentity(process.pid(), process.info().startInstant().orElse(null));
  }

  static ProcessIdentity current() {
    return of(ProcessHandle.current());
  }

  boolean isRunning() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> !isZombie(pid))
        .filter(this::startedThen)
        .isPresent();
  }

  private boolean startedThen(ProcessHandle process) {
    Instant actual = process.info().startInstant().orElse(null);
    return started == null
        || actual == null
        || Duration.between(started, actual).abs().compareTo(CLOCK_TOLERANCE) <= 0;
  }

  /** Dead, but not yet collected: in a container, process 1 may never collect an orphan. */
  static boolean isZombie(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    try {
      if (!Files.exists(stat)) {
        return false;
      }
      // "pid (name) state …"; the name may hold anything, hence the last parenthesis.
      String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
      int name = line.lastIndexOf(')');
      return name >= 0 && line.startsWith(") Z", name);
    } catch (IOException e) {
      return false;
    }
  }
}
