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
 * of labelled parts, and by {@code andiron.link_of_source}, to which no policy applies, only where
 * the source is a row of {@code hfj_resource}; the server's own work reads the table.
 */
class SearchableLinkTest {

  @Test
  void onlyTheServersOwnWorkReadsReferencesOfLabelledParts() throws IOException {
    assertThat(readersOf("hfj_res_link"))
        .containsExactlyInAnyOrder(
            "Compartments.java",
            "IndexWriter.java",
            "KnownConsents.java",
            "KnownRecords.java",
            "Population.java",
            "RestrictedWriteInterceptor.java");
  }

  @Test
  void onlySearchesThatBeginAtResourcesReadReferencesWithoutPolicies() throws IOException {
    assertThat(readersOf("andiron.link_of_source"))
        .containsExactlyInAnyOrder(
            "InclusionSql.java", "LastNSql.java", "LinkSql.java", "SortSql.java");
  }

  private static List<String> readersOf(String table) throws IOException {
    Pattern read = Pattern.compile("\\b(from|join)\\s+" + Pattern.quote(table) + "\\b");
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      return sources
          .filter(it -> it.toString().endsWith(".java"))
          .filter(it -> read.matcher(read(it)).find())
          .map(it -> it.getFileName().toString())
          .toList();
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
