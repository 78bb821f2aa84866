package org.andiron.storage.config;

import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.io.Resource;

/**
 * One file of {@code fhir-config}.
 *
 * @param path below {@code fhir-config}, with {@code /}, such as {@code search-parameters/a.json}
 * @param resource where its bytes come from
 */
public record ConfigurationFile(String path, Resource resource) {

  /**
   * The bytes of the file.
   *
   * @throws ConfigurationFileException if it cannot be read
   */
  public byte[] read() {
    try {
      return resource.getContentAsByteArray();
    } catch (IOException e) {
      throw new ConfigurationFileException(path, "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * What the bytes of the file are known by: their SHA-256 in hexadecimal.
   *
   * @throws ConfigurationFileException if it cannot be read
   */
  public String digest() {
    try (InputStream content = resource.getInputStream()) {
      return Digest.of(content);
    } catch (IOException e) {
      throw new ConfigurationFileException(path, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** The sub-folder it is in; empty if in none. */
  String section() {
    return path.substring(0, Math.max(path.lastIndexOf('/'), 0));
  }
}
