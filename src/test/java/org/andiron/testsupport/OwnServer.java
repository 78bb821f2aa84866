package org.andiron.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Gives a context of mode smart an embedded PostgreSQL, empty at first, a key directory and a
 * configuration folder of its own, below {@code target}. The folder is the one that comes with the
 * server, with {@link SmartIT#BACKEND} as a client and what a subclass adds.
 */
public abstract class OwnServer
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private final Path root;
  private final Map<String, String> files;
  private final boolean kept;

  /**
   * @param name of the folder that this server alone uses
   * @param files more files of the configuration folder, or others in the place of those that it
   *     has: their text by their path
   */
  protected OwnServer(String name, Map<String, String> files) {
    this(name, files, false);
  }

  /**
   * @param kept whether it goes on with what an earlier run has left, so that measurements need not
   *     store everything anew
   */
  protected OwnServer(String name, Map<String, String> files, boolean kept) {
    this.root = TestFolder.of(name);
    this.files = Map.copyOf(files);
    this.kept = kept;
  }

  /** Whether it is measured what its users wait for, the disk included. */
  protected boolean isMeasured() {
    return false;
  }

  @Override
  public final void initialize(ConfigurableApplicationContext context) {
    Path configuration = root.resolve("fhir-config");
    try {
      if (!kept) {
        FileSystemUtils.deleteRecursively(root);
      }
      FileSystemUtils.copyRecursively(Path.of("fhir-config"), configuration);
      write(
          configuration.resolve("clients/test-backend.json"),
          SmartIT.BACKEND.registration("\"scope\": \"system/*.cruds\""));
      for (Map.Entry<String, String> file : files.entrySet()) {
        write(configuration.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!isMeasured()) {
      context.getBeanFactory().addBeanPostProcessor(new HastyDatabase(root.resolve("postgres")));
    }
    TestPropertyValues.of(
            "andiron.storage.embedded.directory=" + root.resolve("postgres"),
            "andiron.security.key-directory=" + root.resolve("security"),
            "andiron.config-dir=" + configuration)
        .applyTo(context);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
