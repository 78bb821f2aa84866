package org.andiron.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a risk model, to be sent. */
final class ModelFolder {

  private ModelFolder() {}

  /**
   * Contents in Base64 by name; what begins with a dot, and read-me files, are passed over.
   *
   * @throws OperatorException if the folder has none, or cannot be read
   */
  static Map<String, String> files(Path folder) {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = String.valueOf(file.getFileName());
        if (!name.startsWith(".") && !name.startsWith("README")) {
          files.put(name, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        }
      }
    } catch (IOException e) {
      throw new OperatorException(folder + " cannot be read: " + e.getMessage(), e);
    }
    if (files.isEmpty()) {
      throw new OperatorException("there are no files in " + folder);
    }
    return files;
  }
}
