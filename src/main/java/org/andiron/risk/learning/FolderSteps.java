package org.andiron.risk.learning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import org.andiron.risk.learning.scoring.LearnedFormat;

/**
 * Steps as files of a folder. Each begins with its SHA-256 and appears under its name only when it
 * is complete; one that is not what was written is done again.
 */
public final class FolderSteps implements StepStore {

  private static final int HASH = 64;
  private static final String ENDING = ".step";

  private final Path folder;

  /**
   * @param folder made if it is not there
   * @throws UncheckedIOException if it cannot be made
   */
  public FolderSteps(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<byte[]> find(String step) {
    try {
      byte[] file = Files.readAllBytes(file(step));
      if (file.length < HASH) {
        return Optional.empty();
      }
      byte[] content = Arrays.copyOfRange(file, HASH, file.length);
      byte[] hash = Arrays.copyOf(file, HASH);
      return Arrays.equals(hash, hash(content)) ? Optional.of(content) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void keep(String step, byte[] content) {
    byte[] file = Arrays.copyOf(hash(content), HASH + content.length);
    System.arraycopy(content, 0, file, HASH, content.length);
    try {
      Path unfinished = Files.createTempFile(folder, step, ".unfinished");
      Files.write(unfinished, file);
      Files.move(unfinished, file(step), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String step) {
    if (!step.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException("no name of a step: " + step);
    }
    return folder.resolve(step + ENDING);
  }

  private static byte[] hash(byte[] content) {
    return LearnedFormat.sha256(content).getBytes(StandardCharsets.US_ASCII);
  }
}
