package org.andiron.audit.retention;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.YearMonth;
import org.andiron.audit.verification.ArchiveFile;
import org.andiron.audit.verification.ArchiveHeader;
import org.andiron.audit.verification.ArchivedTime;
import org.andiron.audit.verification.LogVerification;
import org.andiron.audit.verification.PrivateFile;
import org.andiron.audit.verification.UnreadableLogException;

/**
 * A folder with a file for each archived month. A file under its own name is whole, on the disk,
 * and was read back; none is ever overwritten.
 */
final class ArchiveFolder {

  private final Path folder;

  /**
   * @throws RetentionException if it is no folder
   */
  ArchiveFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new RetentionException(folder + " is no folder; make it, for its owner alone", null);
    }
    this.folder = folder;
  }

  Path file(YearMonth month) {
    return folder.resolve("andiron-audit-" + month + ".ndjson.gz");
  }

  /**
   * Writes a month, unless its file is there from a run that did not come to its end.
   *
   * @throws RefusedException if the file is there and has something else, or what would be written
   *     is not what was sealed
   * @throws RetentionException if it cannot be written
   */
  void write(YearMonth month, ArchivedTime records, LogVerification.Progress progress)
      throws RefusedException {
    Path file = file(month);
    try {
      if (Files.exists(file)) {
        require(
            file, records.header(), "is there already, with something else in it; move it away");
        force(folder);
        return;
      }
      Path part = file.resolveSibling(file.getFileName() + ".part");
      // Of a run that was killed; two at a time there are not.
      Files.deleteIfExists(part);
      try {
        PrivateFile.create(part);
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
            OutputStream out = Channels.newOutputStream(channel)) {
          records.write(out, progress);
          channel.force(true);
        }
        require(part, records.header(), "is not what was written: the log was altered, verify it");
        Files.move(part, file);
        force(folder);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new RetentionException("cannot write " + file + " (" + e.getMessage() + ")", e);
    } catch (UnreadableLogException e) {
      throw new RefusedException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void require(Path file, ArchiveHeader header, String otherwise)
      throws RefusedException {
    ArchiveFile read = ArchiveFile.read(file);
    if (read.findingCount() > 0 || !read.header().equals(header)) {
      throw new RefusedException(
          file
              + " "
              + otherwise
              + read.findings().stream().findFirst().map(it -> " (" + it + ")").orElse(""),
          null);
    }
  }

  /** Makes a new name survive a power cut, where the platform lets a folder be opened. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows refuses to open folders and journals renames by itself.
      return;
    }
  }
}
