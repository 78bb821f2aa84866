package org.andiron.consent.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was done and seen, in a file for whoever wants to know. */
final class ProofReport {

  private static final Path FOLDER = Path.of("target", "proof");

  private final String name;
  private final List<String> lines = new ArrayList<>();

  ProofReport(String name) {
    this.name = name;
  }

  void add(String what, Object value) {
    lines.add("%-34s %s".formatted(what, value));
    try {
      Files.createDirectories(FOLDER);
      Files.write(FOLDER.resolve(name + ".txt"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
