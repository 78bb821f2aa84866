package org.andiron.audit.verification;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.andiron.audit.anchor.TimeStampCheck;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.VerificationKeys;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a whole log, wherever it is. All methods throw {@link UnreadableLogException} if it
 * cannot be read.
 *
 * @param keys that the reader trusts
 * @param anchors heads that were kept where who alters the log does not reach
 * @param timeStamps for the time stamps of the log; null not to check them
 * @param archives files of what was removed from the log, which are to be what it tells of that
 */
public record LogVerification(
    VerificationKeys keys,
    List<SignedTreeHead> anchors,
    @Nullable TimeStampCheck timeStamps,
    List<Path> archives) {

  /** Is told how many records of about how many were read. */
  @FunctionalInterface
  public interface Progress {
    void at(long records, long ofAbout);
  }

  public LogVerification {
    anchors = List.copyOf(anchors);
    archives = List.copyOf(archives);
  }

  /** A verification of the log alone, which leaves its time stamps alone. */
  public LogVerification(VerificationKeys keys, List<SignedTreeHead> anchors) {
    this(keys, anchors, null, List.of());
  }

  /**
   * Verifies the log of a database, as it is at one moment.
   *
   * @param connections without autocommit, on which nothing was done yet; as many parts are read at
   *     the same time. They stay in a transaction
   */
  public VerificationReport ofDatabase(List<Connection> connections, Progress progress)
      throws InterruptedException {
    ArchiveCheck checked = ArchiveCheck.of(archives);
    try (LogSource source = DatabaseSource.of(connections)) {
      return checked.addTo(
          new Verifier(keys, timeStamps, connections.size()).verify(source, anchors, progress),
          source.removals());
    }
  }

  /** Verifies a dump. */
  public VerificationReport ofDump(Path file, int threads, Progress progress)
      throws InterruptedException {
    ArchiveCheck checked = ArchiveCheck.of(archives);
    try (LogSource source = new DumpSource(file)) {
      return checked.addTo(
          new Verifier(keys, timeStamps, threads).verify(source, anchors, progress),
          source.removals());
    }
  }

  /**
   * Writes the log of a database as it is at one moment, to be verified elsewhere.
   *
   * @param connection without autocommit, on which nothing was done yet; it stays in a transaction
   * @throws IOException if it cannot be written
   */
  public static void dump(Connection connection, OutputStream to, Progress progress)
      throws IOException {
    try (LogSource source = DatabaseSource.of(List.of(connection))) {
      LogDump.write(source, to, progress);
    }
  }

  /** Reads anchored heads: a file with a {@code SignedTreeHeadJson} in each line. */
  public static List<SignedTreeHead> anchorsIn(Path file) {
    return AnchorFile.read(file);
  }
}
