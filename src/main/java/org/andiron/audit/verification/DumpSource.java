package org.andiron.audit.verification;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.andiron.audit.anchor.TimeStamp;
import org.andiron.audit.sealer.SealedHead;
import org.jspecify.annotations.Nullable;

/** A log in a file, as {@link LogDump} writes it. */
final class DumpSource implements LogSource {

  private static final int SEGMENT = 2_048;

  private final Path file;
  private final BufferedReader lines;
  private final Origin origin;
  private final List<Removal> removals = new ArrayList<>();
  private final List<HoldRows.Placed> holds = new ArrayList<>();
  private final List<HoldRows.Lifted> lifts = new ArrayList<>();
  private @Nullable String next;

  /**
   * Opens a dump.
   *
   * @throws UnreadableLogException if it cannot be read or is none
   */
  DumpSource(Path file) {
    this.file = file;
    try {
      InputStream in = Files.newInputStream(file);
      this.lines =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(in, 1 << 16), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unreadable(e);
    }
    advance();
    this.origin = parsed(taken(), DumpFormat::origin);
    while (begins(DumpFormat.REMOVAL)) {
      removals.add(parsed(taken(), DumpFormat::removal));
    }
    while (begins(DumpFormat.HOLD)) {
      holds.add(parsed(taken(), DumpFormat::hold));
    }
    while (begins(DumpFormat.LIFT)) {
      lifts.add(parsed(taken(), DumpFormat::lift));
    }
  }

  private UnreadableLogException unreadable(Exception e) {
    if (e instanceof EOFException) {
      return new UnreadableLogException(file + " is cut short; dump the log again", e);
    }
    return new UnreadableLogException(
        e instanceof ZipException
            ? file + " is no dump of the audit log"
            : "cannot read " + file + " (" + e.getMessage() + ")",
        e);
  }

  private void advance() {
    try {
      next = lines.readLine();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private boolean begins(String with) {
    String line = next;
    return line != null && line.startsWith(with);
  }

  private String taken() {
    String line = next;
    if (line == null) {
      throw unreadable(new EOFException());
    }
    advance();
    return line;
  }

  @FunctionalInterface
  private interface Parse<T> {
    T of(String line) throws IOException;
  }

  private <T> T parsed(String line, Parse<T> parse) {
    try {
      return parse.of(line);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new UnreadableLogException(file + " is no dump of the audit log", e);
    }
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public List<Removal> removals() {
    return List.copyOf(removals);
  }

  @Override
  public HoldRows holds() {
    return new HoldRows(holds, lifts);
  }

  @Override
  public Iterator<Callable<Segment>> segments() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return begins(DumpFormat.LEAF) || begins(DumpFormat.HEAD) || begins(DumpFormat.TIME_STAMP);
      }

      @Override
      public Callable<Segment> next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        List<String> taken = new ArrayList<>(SEGMENT);
        while (taken.size() < SEGMENT && hasNext()) {
          taken.add(taken());
        }
        return () -> segment(taken);
      }
    };
  }

  private Segment segment(List<String> taken) {
    List<Entry> entries = new ArrayList<>(taken.size());
    List<SealedHead> heads = new ArrayList<>();
    List<TimeStamp> stamps = new ArrayList<>();
    for (String line : taken) {
      if (line.startsWith(DumpFormat.LEAF)) {
        entries.add(parsed(line, DumpFormat::entry));
      } else if (line.startsWith(DumpFormat.TIME_STAMP)) {
        stamps.add(parsed(line, DumpFormat::timeStamp));
      } else {
        heads.add(parsed(line, DumpFormat::head));
      }
    }
    return new Segment(entries, heads, stamps, List.of());
  }

  @Override
  public Iterator<Callable<List<StoredRow>>> unsealed() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        if (begins(DumpFormat.ROW)) {
          return true;
        }
        if (!DumpFormat.END.equals(next)) {
          throw unreadable(new EOFException());
        }
        return false;
      }

      @Override
      public Callable<List<StoredRow>> next() {
        List<String> taken = new ArrayList<>();
        while (taken.size() < SEGMENT && begins(DumpFormat.ROW)) {
          taken.add(taken());
        }
        if (taken.isEmpty()) {
          throw new NoSuchElementException();
        }
        return () -> taken.stream().map(it -> parsed(it, DumpFormat::unsealed)).toList();
      }
    };
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
