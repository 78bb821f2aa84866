package org.andiron.risk.pipeline;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.andiron.risk.training.Pseudonyms;
import org.andiron.risk.training.TrainingException;

/**
 * Where a training keeps what it has on the way, which is nobody else's business, and where it puts
 * the model.
 */
public final class TrainingFolders {

  private static final String KEY = "pseudonym.key";
  private static final String PRIVATE_FOLDER = "rwx------";
  private static final String PRIVATE_FILE = "rw-------";

  private TrainingFolders() {}

  /**
   * Makes the work folder, for its owner alone.
   *
   * @throws TrainingException if it cannot be made
   */
  public static void makePrivate(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createDirectory(folder, permissions(folder, PRIVATE_FOLDER));
      }
    } catch (IOException e) {
      throw new TrainingException("cannot make the folder " + folder + " (" + reason(e) + ")", e);
    }
  }

  /**
   * The key for pseudonyms, made if it is not there: 64 hexadecimal digits.
   *
   * @throws TrainingException if the file cannot be used
   */
  public static byte[] key(Path file) {
    try {
      if (!Files.exists(file)) {
        byte[] key = new byte[Pseudonyms.KEY_LENGTH];
        new SecureRandom().nextBytes(key);
        Files.createFile(file, permissions(file, PRIVATE_FILE));
        Files.writeString(file, HexFormat.of().formatHex(key) + "\n");
      }
      byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
      if (key.length < Pseudonyms.KEY_LENGTH) {
        throw new IllegalArgumentException("too short");
      }
      return key;
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          file + " is no key: it must have 64 hexadecimal digits or more; delete it for another",
          e);
    } catch (IOException e) {
      throw new TrainingException("cannot use the key " + file + " (" + reason(e) + ")", e);
    }
  }

  /** Where the key is if none is named. */
  public static Path usualKey(Path work) {
    return work.resolve(KEY);
  }

  /**
   * Refuses a folder for what is made in which there is something.
   *
   * @throws TrainingException if there is
   */
  public static void requireEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isEmpty()) {
        return;
      }
    } catch (IOException e) {
      throw new TrainingException("cannot use " + folder + " (" + reason(e) + ")", e);
    }
    throw new TrainingException(
        folder + " is not empty: give another --out, so that nothing is written over");
  }

  /**
   * Puts files into a folder, all of them or not at all.
   *
   * @throws TrainingException if it cannot be written
   */
  public static void write(Path folder, Map<String, byte[]> files) {
    Path part = folder.resolveSibling(folder.getFileName() + ".part");
    try {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectories(part);
      try (Stream<Path> left = Files.list(part)) {
        for (Path file : left.toList()) {
          Files.delete(file); // of a run that was stopped
        }
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(part.resolve(file.getKey()), file.getValue());
      }
      Files.deleteIfExists(folder);
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new TrainingException("cannot write to " + folder + " (" + reason(e) + ")", e);
    }
  }

  private static FileAttribute<?>[] permissions(Path path, String mode) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static String reason(IOException e) {
    return e instanceof FileAlreadyExistsException
        ? "a file is in its place"
        : String.valueOf(e.getMessage());
  }
}
