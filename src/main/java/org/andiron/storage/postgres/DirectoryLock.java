package org.andiron.storage.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second server away from the same directory. The operating system drops the lock when the
 * holder dies, however it dies.
 */
final class DirectoryLock implements AutoCloseable {

  // POSIX drops a lock when its process closes any handle of the file, so a second attempt in this
  // process must be refused before it opens one.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  // Windows forbids others to read what is locked; the holder's id at the start must stay readable.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  static DirectoryLock acquire(PostgresDirectory directory) {
    Path path = directory.path();
    if (!HELD_HERE.add(path)) {
      throw inUse(path, "this process, pid " + ProcessHandle.current().pid());
    }
    boolean locked = false;
    try {
      FileChannel channel =
          FileChannel.open(
              directory.lock(),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
        if (lock == null) {
          throw inUse(path, "pid " + Files.readString(directory.lock()).strip());
        }
        channel.truncate(0);
        String pid = Long.toString(ProcessHandle.current().pid());
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        locked = true;
        return new DirectoryLock(path, channel);
      } finally {
        if (!locked) {
          channel.close();
        }
      }
    } catch (IOException e) {
      throw new DatabaseUnavailableException(
          "Cannot lock the database directory "
              + path
              + " ("
              + PostgresDirectory.reason(e)
              + "); make it writable, or set andiron.storage.embedded.directory to a folder on a"
              + " local disk.",
          e);
    } finally {
      if (!locked) {
        HELD_HERE.remove(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD_HERE.remove(directory);
    }
  }

  private static DatabaseUnavailableException inUse(Path directory, String holder) {
    return new DatabaseUnavailableException(
        "The database directory "
            + directory
            + " is in use by another Andiron ("
            + holder
            + "); stop that one, or set andiron.storage.embedded.directory to another folder.");
  }
}
