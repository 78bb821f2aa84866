package org.andiron.risk.monitoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of models to deploy. */
final class Packages {

  private Packages() {}

  /** A shipped model as another version. */
  static Map<String, byte[]> shipped(String id, String version) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : List.of("model.json", "equation.json", "features.json")) {
      String text = Files.readString(Path.of("fhir-config", "risk-models", id, name));
      files.put(
          name,
          text.replaceFirst("\"version\": \"[^\"]+\"", "\"version\": \"" + version + '"')
              .getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }
}
