package org.andiron.consentoracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A table in a text file: columns between bars, the first row names them, # begins a comment. */
final class TextTable {

  private TextTable() {}

  /** A row, by the names of the columns. */
  record Row(Map<String, String> cells) {

    /** Empty if the table has no such column. */
    String get(String column) {
      return cells.getOrDefault(column, "");
    }

    boolean isYes(String column) {
      return get(column).equals("yes");
    }

    /** The words of a cell. */
    Set<String> all(String column) {
      return words(get(column));
    }

    Optional<String> one(String column) {
      return Optional.of(get(column)).filter(cell -> !cell.isEmpty());
    }

    /** Whether a cell has the word, or says any. */
    boolean fits(String column, String word) {
      Set<String> words = all(column);
      return words.contains("any") || words.contains(word);
    }
  }

  static Set<String> words(String text) {
    Set<String> words = new TreeSet<>(Arrays.asList(text.split(" +")));
    words.remove("");
    return words;
  }

  static List<Row> read(String file) {
    List<String> lines =
        text(file).lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    List<String> names = cells(lines.get(0));
    return lines.stream().skip(1).map(line -> row(file, names, cells(line))).toList();
  }

  private static Row row(String file, List<String> names, List<String> cells) {
    if (cells.size() != names.size()) {
      throw new IllegalStateException(file + ": " + cells);
    }
    Map<String, String> row = new LinkedHashMap<>();
    for (int column = 0; column < names.size(); column++) {
      row.put(names.get(column), cells.get(column));
    }
    return new Row(row);
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.split("\\|", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }

  static String text(String file) {
    try (InputStream in = TextTable.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("No file " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
