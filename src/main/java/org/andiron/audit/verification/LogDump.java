package org.andiron.audit.verification;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.andiron.audit.anchor.TimeStamp;
import org.andiron.audit.sealer.SealedHead;

/** Writes a log as {@link DumpFormat}, compressed by gzip. */
final class LogDump {

  private LogDump() {}

  /**
   * Writes all of it.
   *
   * @throws UnreadableLogException if the log cannot be read, or has what no log can have
   */
  static void write(LogSource source, OutputStream to, LogVerification.Progress progress)
      throws IOException {
    LogSource.Origin origin = source.origin();
    long written = 0;
    try (BufferedWriter lines =
        new BufferedWriter(
            new OutputStreamWriter(new GZIPOutputStream(to, 1 << 16), StandardCharsets.UTF_8))) {
      line(lines, DumpFormat.origin(origin));
      for (Removal removal : source.removals()) {
        line(lines, DumpFormat.removal(removal));
      }
      HoldRows holds = source.holds();
      for (HoldRows.Placed hold : holds.placed()) {
        line(lines, DumpFormat.hold(hold));
      }
      for (HoldRows.Lifted lift : holds.lifted()) {
        line(lines, DumpFormat.lift(lift));
      }
      for (Iterator<Callable<Segment>> it = source.segments(); it.hasNext(); ) {
        Segment segment = call(it.next());
        if (!segment.unreadable().isEmpty()) {
          throw new UnreadableLogException(
              "the log was altered, verify it in the database: " + segment.unreadable().get(0),
              null);
        }
        write(segment, lines);
        written += segment.entries().size();
        progress.at(written, origin.leaves());
      }
      for (Iterator<Callable<List<StoredRow>>> it = source.unsealed(); it.hasNext(); ) {
        for (StoredRow row : call(it.next())) {
          line(lines, DumpFormat.unsealed(row));
        }
      }
      line(lines, DumpFormat.END);
    }
  }

  private static void write(Segment segment, BufferedWriter lines) throws IOException {
    for (TimeStamp stamp : segment.timeStamps()) {
      line(lines, DumpFormat.timeStamp(stamp));
    }
    Iterator<SealedHead> heads = segment.heads().iterator();
    SealedHead next = heads.hasNext() ? heads.next() : null;
    for (Entry entry : segment.entries()) {
      while (next != null && next.signed().head().size() <= entry.index()) {
        line(lines, DumpFormat.head(next));
        next = heads.hasNext() ? heads.next() : null;
      }
      line(lines, DumpFormat.entry(entry));
    }
    while (next != null) {
      line(lines, DumpFormat.head(next));
      next = heads.hasNext() ? heads.next() : null;
    }
  }

  private static <T> T call(Callable<T> part) {
    try {
      return part.call();
    } catch (UnreadableLogException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreadableLogException("interrupted", e);
    } catch (Exception e) {
      throw new UnreadableLogException("the log could not be read: " + e.getMessage(), e);
    }
  }

  private static void line(BufferedWriter lines, String line) throws IOException {
    lines.write(line);
    lines.write('\n');
  }
}
