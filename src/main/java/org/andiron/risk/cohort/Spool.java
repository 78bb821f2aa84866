package org.andiron.risk.cohort;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Brings together what is of one patient, from files that have it in any order, with little memory:
 * divides all resources among files by the patient, so that one after another can be read whole.
 * What it writes it deletes.
 */
final class Spool implements Closeable {

  private static final int PARTS = 128;

  private final Path folder;
  private final List<BufferedWriter> parts = new ArrayList<>();

  private Spool(Path folder) {
    this.folder = folder;
  }

  /** A spool in a folder that is made, emptied first if a stopped run left it. */
  static Spool in(Path folder) throws IOException {
    Spool spool = new Spool(folder);
    spool.delete();
    Files.createDirectories(folder);
    for (int part = 0; part < PARTS; part++) {
      spool.parts.add(Files.newBufferedWriter(spool.file(part)));
    }
    return spool;
  }

  private Path file(int part) {
    return folder.resolve("part-" + part);
  }

  void add(String patientId, ObjectNode resource) throws IOException {
    BufferedWriter part = parts.get(Math.floorMod(patientId.hashCode(), PARTS));
    part.write(patientId);
    part.write('\t');
    part.write(resource.toString());
    part.write('\n');
  }

  /** Ends the writing. */
  void finish() throws IOException {
    for (BufferedWriter part : parts) {
      part.close();
    }
  }

  int parts() {
    return PARTS;
  }

  /** The resources of each patient in a part, as JSON. */
  Map<String, List<String>> read(int part) throws IOException {
    Map<String, List<String>> patients = new TreeMap<>();
    try (Stream<String> lines = Files.lines(file(part))) {
      lines.forEach(
          line -> {
            int tab = line.indexOf('\t');
            patients
                .computeIfAbsent(line.substring(0, tab), id -> new ArrayList<>())
                .add(line.substring(tab + 1));
          });
    }
    return patients;
  }

  @Override
  public void close() throws IOException {
    finish();
    delete();
  }

  private void delete() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    for (int part = 0; part < PARTS; part++) {
      Files.deleteIfExists(file(part));
    }
    Files.delete(folder);
  }
}
