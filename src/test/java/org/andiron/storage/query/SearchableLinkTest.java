package org.andiron.storage.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What answers callers reads references by {@code andiron.searchable_link}, which leaves out those
 * of labelled parts; the server's own work reads the table.
 */
class SearchableLinkTest {

  private static final Pattern READ = Pattern.compile("\\b(from|join)\\s+hfj_res_link\\b");

  @Test
  void onlyTheServersOwnWorkReadsReferencesOfLabelledParts() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      List<String> reading =
          sources
              .filter(it -> it.toString().endsWith(".java"))
              .filter(it -> READ.matcher(read(it)).find())
              .map(it -> it.getFileName().toString())
              .toList();
      assertThat(reading)
          .containsExactlyInAnyOrder(
              "Compartments.java",
              "IndexWriter.java",
              "KnownConsents.java",
              "KnownRecords.java",
              "Population.java",
              "RestrictedWriteInterceptor.java",
              "StoredFacts.java");
    }
  }

  private static String read(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
