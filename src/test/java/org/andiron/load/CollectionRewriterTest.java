package org.andiron.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CollectionRewriterTest {

  @Test
  void digitsAndTextStayAsTheyAre() throws IOException {
    assertThat(
            rewrite(
                """
                {"entry":[{"search":{"mode":"match"},"resource":{"resourceType":"Observation",
                "value":[1.10,-0.0,1e3,12345678901234567890.5],"text":"\\u00e9 \\" \\\\","ok":true,
                "none":null}}],"type":"collection","resourceType":"Bundle"}
                """))
        .isEqualTo(
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
                + "{\"resourceType\":\"Observation\","
                + "\"value\":[1.10,-0.0,1e3,12345678901234567890.5],"
                + "\"text\":\"é \\\" \\\\\",\"ok\":true,\"none\":null},"
                + "\"request\":{\"method\":\"POST\",\"url\":\"Observation\"}}]}");
  }

  private static String rewrite(String collection) throws IOException {
    Path file =
        CollectionRewriter.rewrite(
            new ByteArrayInputStream(collection.getBytes(StandardCharsets.UTF_8)));
    try {
      return Files.readString(file);
    } finally {
      Files.delete(file);
    }
  }
}
