package org.andiron.load;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that may hold parts of a record and are nobody else's business. */
final class OwnerOnly {

  private static final FileAttribute<?> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private OwnerOnly() {}

  /** Creates the file unless it exists. */
  static Path create(Path file) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      return posix ? Files.createFile(file, MODE) : Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      return file;
    }
  }
}
