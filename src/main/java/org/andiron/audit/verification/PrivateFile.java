package org.andiron.audit.verification;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files with records of the log: personal data, and nobody's but their owner's. */
public final class PrivateFile {

  private PrivateFile() {}

  /**
   * Makes an empty file that its owner alone may read and write, where the platform has such
   * rights.
   *
   * @throws FileAlreadyExistsException if there is a file of this name
   * @throws IOException if it cannot be made
   */
  public static void create(Path file) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] mode =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Files.createFile(file, mode);
  }
}
