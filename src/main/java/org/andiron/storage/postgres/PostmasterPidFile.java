package org.andiron.storage.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running PostgreSQL says about itself in {@code postmaster.pid}.
 *
 * @param pid its process
 * @param port its TCP port
 */
record PostmasterPidFile(long pid, int port) {

  private static final int PID_LINE = 0;
  private static final int PORT_LINE = 3;

  static Path in(Path cluster) {
    return cluster.resolve("postmaster.pid");
  }

  /** Empty if there is no such file, or if it was cut off before it was complete. */
  static Optional<PostmasterPidFile> read(Path cluster) throws IOException {
    Path file = in(cluster);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  static Optional<PostmasterPidFile> parse(String content) {
    List<String> lines = content.lines().map(String::strip).toList();
    // A cut can leave the first digits of a number: only lines that are followed by another count.
    if (lines.size() <= PORT_LINE + 1) {
      return Optional.empty();
    }
    try {
      long pid = Long.parseLong(lines.get(PID_LINE));
      int port = Integer.parseInt(lines.get(PORT_LINE));
      return pid > 0 && port > 0 && port <= 65535
          ? Optional.of(new PostmasterPidFile(pid, port))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
