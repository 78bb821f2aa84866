package org.andiron.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Gives the shared context an embedded PostgreSQL of its own, empty at first, below {@code target}.
 */
final class TestDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final Path DIRECTORY = TestFolder.of("postgres");

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    try {
      FileSystemUtils.deleteRecursively(DIRECTORY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    context.getBeanFactory().addBeanPostProcessor(new HastyDatabase(DIRECTORY));
    TestPropertyValues.of("andiron.storage.embedded.directory=" + DIRECTORY).applyTo(context);
  }
}
