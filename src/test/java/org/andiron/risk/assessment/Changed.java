package org.andiron.risk.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.andiron.risk.Installed;
import org.andiron.risk.feature.Given;

/** A shipped model with another text in one of its files. */
record Changed(Path root, String id) {

  private static final Path SHIPPED = Path.of("fhir-config", "risk-models");

  static Changed copy(Path root, String id) {
    Changed changed = new Changed(root, id);
    try (Stream<Path> files = Files.list(SHIPPED.resolve(id))) {
      Files.createDirectories(changed.folder());
      for (Path file : files.toList()) {
        Files.copy(file, changed.folder().resolve(file.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return changed;
  }

  Changed with(String file, String from, String to) {
    try {
      Path path = folder().resolve(file);
      String before = Files.readString(path);
      assertThat(before).contains(from);
      Files.writeString(path, before.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The same without a member at the top. */
  Changed without(String file, String member) {
    try {
      Path path = folder().resolve(file);
      ObjectNode object = (ObjectNode) new ObjectMapper().readTree(path.toFile());
      assertThat(object.remove(member)).isNotNull();
      Files.writeString(path, object.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Scorer scorer() {
    return new Scorer(Installed.read(root).find(id).orElseThrow(), Given.CONVERTER);
  }

  private Path folder() {
    return root.resolve("risk-models").resolve(id);
  }
}
