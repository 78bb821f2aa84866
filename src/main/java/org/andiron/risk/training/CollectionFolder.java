package org.andiron.risk.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keeps what is collected in a folder, so that a run that is stopped can go on: in portions, each a
 * file that is there as a whole or not at all. What was not in a whole portion yet is collected
 * again. Not for several runs at the same time.
 */
final class CollectionFolder {

  /** Of what the portions are, to be compared before they are used. */
  private static final String ORIGIN = "origin.txt";

  private static final String PORTION = "patients-%06d.ndjson";
  private static final String PORTIONS = "patients-*.ndjson";

  private final Path folder;
  private final int portionSize;
  private final Map<String, CollectedPatient> patients = new LinkedHashMap<>();
  private final List<CollectedPatient> waiting = new ArrayList<>();
  private int portions;

  private CollectionFolder(Path folder, int portionSize) {
    this.folder = folder;
    this.portionSize = portionSize;
  }

  /**
   * Opens a folder, and makes it if it is not there.
   *
   * @param origin of what the examples depend beside the records; a text of one line
   * @param portionSize patients in a file
   * @throws TrainingException if it is of another origin, or damaged
   */
  static CollectionFolder open(Path folder, String origin, int portionSize) {
    CollectionFolder opened = new CollectionFolder(folder, portionSize);
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(ORIGIN);
      if (Files.exists(file)) {
        if (!Files.readString(file).strip().equals(origin)) {
          throw new TrainingException(
              folder
                  + " is of a training with another definition, features or key; give another"
                  + " folder or delete it");
        }
        opened.readPortions();
      } else {
        opened.write(ORIGIN, origin + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return opened;
  }

  private void readPortions() throws IOException {
    List<Path> files = new ArrayList<>();
    try (var listing = Files.newDirectoryStream(folder, PORTIONS)) {
      listing.forEach(files::add);
    }
    files.sort(null);
    for (Path file : files) {
      try (Stream<String> lines = Files.lines(file)) {
        lines.map(CollectedPatientJson::read).forEach(this::keep);
      } catch (IllegalArgumentException | UncheckedIOException e) {
        throw new TrainingException(
            file + " is damaged: delete it, and run again to collect anew what was in it", e);
      }
      String name = file.getFileName().toString();
      portions = Math.max(portions, Integer.parseInt(name.replaceAll("\\D", "")));
    }
  }

  private void keep(CollectedPatient patient) {
    if (patients.put(patient.pseudonym(), patient) != null) {
      throw new IllegalArgumentException("a patient is there twice");
    }
  }

  /** Whether what this patient gives is there. */
  boolean has(String pseudonym) {
    return patients.containsKey(pseudonym);
  }

  /** How many patients are there. */
  int size() {
    return patients.size();
  }

  /**
   * Keeps a patient.
   *
   * @throws IllegalArgumentException if it is there already
   */
  void add(CollectedPatient patient) {
    keep(patient);
    waiting.add(patient);
    if (waiting.size() >= portionSize) {
      flush();
    }
  }

  /** Writes what is not written yet. */
  void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    waiting.forEach(patient -> text.append(CollectedPatientJson.write(patient)).append('\n'));
    try {
      write(String.format(Locale.ROOT, PORTION, portions + 1), text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    portions++;
    waiting.clear();
  }

  private void write(String name, String text) throws IOException {
    Path part = folder.resolve(name + ".part");
    Files.writeString(part, text, StandardCharsets.UTF_8);
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** All patients. */
  List<CollectedPatient> patients() {
    return List.copyOf(patients.values());
  }
}
