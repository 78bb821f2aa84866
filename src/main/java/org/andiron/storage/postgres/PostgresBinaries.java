package org.andiron.storage.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of PostgreSQL, unpacked from the class path.
 *
 * @param version their version, such as {@code 18.6}
 * @param root the folder that holds {@code bin}, {@code lib} and {@code share}
 * @param platform what they are built for
 */
record PostgresBinaries(String version, Path root, PostgresPlatform platform) {

  /** A PostgreSQL archive in the class path. */
  record Archive(URL location, String version, PostgresPlatform platform) {

    // The archive does not say its version, but the jar around it is named after it.
    private static final Pattern VERSION = Pattern.compile("-(\\d+\\.\\d+)(?:\\.\\d+)*\\.jar");

    static Archive find(PostgresPlatform platform) {
      URL location = PostgresBinaries.class.getResource("/" + platform.resourceName());
      if (location == null) {
        throw PostgresPlatform.unsupported(
            System.getProperty("os.name", "?"), System.getProperty("os.arch", "?"));
      }
      return new Archive(location, version(location.toString()), platform);
    }

    static String version(String location) {
      Matcher matcher = VERSION.matcher(location);
      String version = null;
      while (matcher.find()) {
        version = matcher.group(1);
      }
      if (version == null) {
        throw new DatabaseUnavailableException(
            "Cannot tell the version of the embedded PostgreSQL from the name of its jar, "
                + location
                + "; keep the jar's name, or set ANDIRON_DB_URL to a PostgreSQL of your own.");
      }
      return version;
    }

    /** The part of the version that decides about the format of a cluster. */
    String majorVersion() {
      return version.substring(0, version.indexOf('.'));
    }
  }

  /** Unpacks the archive unless that was done, completely, before. */
  static PostgresBinaries unpack(
      Archive archive, PostgresDirectory directory, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path root = directory.binaries(archive.version());
    if (!isComplete(root)) {
      progress.accept("Unpacking PostgreSQL " + archive.version());
      Path temporary = directory.binaries(archive.version() + ".new");
      PostgresDirectory.deleteTree(temporary);
      PostgresDirectory.deleteTree(root);
      Files.createDirectory(temporary);
      try (InputStream in = archive.location().openStream()) {
        extract(in, temporary);
      }
      Files.writeString(contents(temporary), measure(temporary), StandardCharsets.US_ASCII);
      PostgresDirectory.moveAtomically(temporary, root);
    }
    return new PostgresBinaries(archive.version(), root, archive.platform());
  }

  /** Deletes the programs of other versions. */
  void deleteOthers() throws IOException {
    Path parent = root.toAbsolutePath().getParent();
    if (parent == null) {
      return;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, "binaries-*")) {
      for (Path other : found) {
        if (!other.equals(root)) {
          PostgresDirectory.deleteTree(other);
        }
      }
    }
  }

  String program(String name) {
    return root.resolve("bin").resolve(platform.isWindows() ? name + ".exe" : name).toString();
  }

  static void extract(InputStream archive, Path target) throws IOException, InterruptedException {
    boolean posix = Files.getFileStore(target).supportsFileAttributeView("posix");
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("Archive entry outside of its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.resolveSibling("."));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, path);
          if (posix) {
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
          }
        }
      }
    }
  }

  /** A power cut can leave empty files under their final names: trust only what has its size. */
  private static boolean isComplete(Path root) throws IOException {
    Path contents = contents(root);
    return Files.exists(contents) && Files.readString(contents).equals(measure(root));
  }

  private static Path contents(Path root) {
    return root.resolve("contents.txt");
  }

  private static String measure(Path root) throws IOException {
    Path contents = contents(root);
    try (Stream<Path> walk = Files.walk(root)) {
      List<Path> files =
          walk.filter(Files::isRegularFile).filter(file -> !file.equals(contents)).toList();
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
      }
      return files.size() + " files, " + bytes + " bytes\n";
    }
  }
}
