package org.andiron.storage.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an embedded PostgreSQL and the names of what lies in it.
 *
 * @param path absolute, without symbolic links
 */
record PostgresDirectory(Path path) {

  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
      PosixFilePermissions.fromString("rw-------");

  /** Creates the folder if need be; it must be writable and have a name PostgreSQL can take. */
  static PostgresDirectory open(Path configured) {
    Path absolute = configured.toAbsolutePath().normalize();
    try {
      if (!Files.isDirectory(absolute)) {
        Files.createDirectories(absolute.resolveSibling("."));
        Files.createDirectory(absolute);
        restrict(absolute, OWNER_ONLY_FOLDER);
      }
      PostgresDirectory directory = new PostgresDirectory(absolute.toRealPath());
      directory.requireSafeName();
      Path probe = Files.createTempFile(directory.path, "probe", ".tmp");
      Files.delete(probe);
      return directory;
    } catch (IOException e) {
      throw notWritable(absolute, e);
    }
  }

  /** The folder if it is there already; nothing is created. */
  static Optional<PostgresDirectory> existing(Path configured) {
    try {
      return Optional.of(new PostgresDirectory(configured.toRealPath()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Path cluster() {
    return path.resolve("cluster");
  }

  Path newCluster() {
    return path.resolve("cluster.new");
  }

  Path lock() {
    return path.resolve("lock");
  }

  Path runningRecord() {
    return path.resolve("running.json");
  }

  /** Password of the application's role. */
  Path password() {
    return path.resolve("password");
  }

  /** Password of the superuser, for maintenance. */
  Path maintenancePassword() {
    return path.resolve("maintenance-password");
  }

  Path log() {
    return path.resolve("postgres.log");
  }

  Path binaries(String version) {
    return path.resolve("binaries-" + version);
  }

  Optional<String> readSecret(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
    return secret.isEmpty() ? Optional.empty() : Optional.of(secret);
  }

  /** Writes a new random password of 192 bits, safe in any SQL literal, URL or shell. */
  String createSecret(Path file) throws IOException {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    writePrivately(file, secret + "\n");
    return secret;
  }

  /** Replaces a file in one step; only its owner may read it. */
  void writePrivately(Path file, String content) throws IOException {
    Path temporary = Files.createTempFile(path, file.getFileName().toString(), ".tmp");
    try {
      restrict(temporary, OWNER_ONLY_FILE);
      Files.writeString(temporary, content, StandardCharsets.UTF_8);
      Durable.force(temporary);
      moveAtomically(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  static void createPrivateFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
    restrict(folder, OWNER_ONLY_FOLDER);
  }

  static void moveAtomically(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
    Durable.forceParent(to);
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void requireSafeName() {
    String name = path.toString();
    // pg_ctl hands the path of its binaries to a shell inside double quotes.
    if (name.chars().anyMatch(c -> c == '"' || c == '$' || c == '`' || c < ' ')
        || (name.indexOf('\\') >= 0 && path.getFileSystem().getSeparator().equals("/"))) {
      throw new DatabaseUnavailableException(
          "Cannot keep a database in "
              + path
              + ": its name holds a quote, backslash, dollar sign, backtick or control character;"
              + " set andiron.storage.embedded.directory to another folder.");
    }
  }

  private static void restrict(Path file, Set<PosixFilePermission> permissions) throws IOException {
    // Windows inherits the rights of the parent folder.
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(file, permissions);
    }
  }

  private static DatabaseUnavailableException notWritable(Path directory, IOException cause) {
    return new DatabaseUnavailableException(
        "Cannot write to the database directory "
            + directory
            + " as "
            + System.getProperty("user.name")
            + " ("
            + reason(cause)
            + "); make it writable, run as its owner, or set"
            + " andiron.storage.embedded.directory to another folder.",
        cause);
  }

  /** What went wrong, in words: the exceptions of java.nio.file often carry just the path. */
  static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "a file is in the way";
    }
    if (failure instanceof FileSystemException fileFailure && fileFailure.getReason() != null) {
      return fileFailure.getReason();
    }
    return String.valueOf(failure.getMessage());
  }
}
