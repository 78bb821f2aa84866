package org.andiron.testsupport.browser;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.andiron.testsupport.TestFolder;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A package of npm, fetched when a test first asks for it and kept below {@code target}. Where that
 * cannot be done the test is skipped.
 */
public record NpmPackage(String name, String version) {

  private static final Path DIRECTORY = TestFolder.of("npm");
  private static final long SECONDS = 60;

  /** The text of a file of the package. */
  public String file(String path) {
    Path archive = DIRECTORY.resolve(name + "-" + version + ".tgz");
    if (!Files.exists(archive)) {
      fetch();
    }
    try (TarArchiveInputStream entries =
        new TarArchiveInputStream(new GzipCompressorInputStream(Files.newInputStream(archive)))) {
      for (TarArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        if (entry.getName().equals("package/" + path)) {
          return new String(entries.readAllBytes(), StandardCharsets.UTF_8);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalArgumentException(name + " has no " + path);
  }

  private void fetch() {
    try {
      Files.createDirectories(DIRECTORY);
      Process npm =
          new ProcessBuilder("npm", "pack", "--ignore-scripts", name + "@" + version)
              .directory(DIRECTORY.toFile())
              .redirectErrorStream(true)
              .redirectOutput(DIRECTORY.resolve("npm.log").toFile())
              .start();
      if (!npm.waitFor(SECONDS, TimeUnit.SECONDS)) {
        npm.destroyForcibly();
        abort("Skipped: npm did not fetch " + this + " in " + SECONDS + " s.");
      }
      if (npm.exitValue() != 0) {
        abort("Skipped: npm could not fetch " + this + "; see target/it-*/npm/npm.log.");
      }
    } catch (IOException e) {
      abort("Skipped: npm is needed to fetch " + this + ", and there is none.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return name + "@" + version;
  }
}
