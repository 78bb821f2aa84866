package org.andiron.audit.anchor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.SignedTreeHeadJson;
import org.andiron.startup.StartupRefusedException;

/**
 * A file that only grows: a line of JSON for each head, on the disk when the next is due. What does
 * not fit its last line is not appended.
 */
final class FileAnchor implements Anchor {

  /** Longer than any line that a head makes. */
  private static final int LONGEST_LINE = 4_096;

  private final Path file;
  private ByteBuffer unwritten = ByteBuffer.allocate(0);
  private long known;

  /**
   * @throws StartupRefusedException if the file cannot be made or written, or is no file of heads
   */
  FileAnchor(Path file) {
    this.file = file;
    try (FileChannel channel = open()) {
      channel.force(true);
      forceDirectory();
      last(channel);
    } catch (IOException e) {
      throw new StartupRefusedException(
          AnchorProperties.PREFIX + ".file: " + file + " cannot be used: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e.getClass() == IOException.class
        ? String.valueOf(e.getMessage())
        : e.getClass().getSimpleName();
  }

  @Override
  public String kind() {
    return "file";
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** So that the file itself is still there after a power failure. */
  private void forceDirectory() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && !System.getProperty("os.name", "").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** The head in the last line; none if there is no line. */
  private Optional<SignedTreeHead> last(FileChannel writing) throws IOException {
    long length = writing.size();
    if (length < known) {
      throw new IOException("it was cut while the server ran");
    }
    known = length;
    if (length == 0) {
      return Optional.empty();
    }
    String end = end(length);
    if (!end.endsWith("\n")) {
      throw new IOException(
          "its last line is not complete; remove that line, or name another file");
    }
    String complete = end.substring(0, end.length() - 1);
    try {
      return Optional.of(
          SignedTreeHeadJson.decode(complete.substring(complete.lastIndexOf('\n') + 1)));
    } catch (IllegalArgumentException e) {
      throw new IOException("its last line is no signed head", e);
    }
  }

  private String end(long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_LINE);
    try (FileChannel reading = FileChannel.open(file, StandardOpenOption.READ)) {
      reading.position(Math.max(0, length - LONGEST_LINE));
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = reading.read(bytes);
      }
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  /** By the file itself: what the database says of it does not count. */
  @Override
  public long size(long noted, SignedTreeHead newest) throws IOException {
    if (known > 0 && !Files.exists(file)) {
      throw new IOException("it was removed while the server ran");
    }
    try (FileChannel channel = open()) {
      write(channel);
      Optional<SignedTreeHead> last = last(channel);
      if (last.isEmpty()) {
        return 0;
      }
      if (!last.get().head().logId().equals(newest.head().logId())) {
        throw new IOException(
            "it has heads of the log " + last.get().head().logId() + "; name another file");
      }
      if (last.get().head().size() == newest.head().size()
          && !last.get().head().root().equals(newest.head().root())) {
        throw new IOException(
            "its last head and that of the log are of "
                + newest.head().size()
                + " records, but not of the same: the log was altered");
      }
      return last.get().head().size();
    }
  }

  @Override
  public void put(SignedTreeHead head) throws IOException {
    unwritten =
        ByteBuffer.wrap((SignedTreeHeadJson.encode(head) + "\n").getBytes(StandardCharsets.UTF_8));
    try (FileChannel channel = open()) {
      write(channel);
    }
  }

  /** Also the rest of a line that found no room on the disk before. */
  private void write(FileChannel channel) throws IOException {
    if (unwritten.hasRemaining()) {
      while (unwritten.hasRemaining()) {
        channel.write(unwritten);
      }
      channel.force(true);
      known = channel.size();
    }
  }

  @Override
  public void abort() {
    // A disk is not waited for in vain
  }
}
