package org.andiron.storage.distribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Tables in text files whose first line names the columns. */
final class Table {

  /** One line. */
  interface Row {

    /** What stands in a column, empty if the line or the table does not have it. */
    String get(String column);
  }

  /** What is done with each line. */
  interface Reader {
    void read(Row row) throws IOException;
  }

  private Table() {}

  /**
   * Reads lines whose cells are separated by tabs and not quoted, as in RF2.
   *
   * @throws UnusableArchiveException if a column is missing or a line is cut off
   */
  static void readTabbed(Archive archive, String entry, List<String> columns, Reader reader)
      throws IOException {
    try (BufferedReader lines = archive.text(entry)) {
      String header = lines.readLine();
      Map<String, Integer> places = new HashMap<>();
      String[] names = header == null ? new String[0] : header.split("\t", -1);
      for (int i = 0; i < names.length; i++) {
        places.put(names[i], i);
      }
      require(entry, columns, places);
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String[] cells = line.split("\t", -1);
        if (line.isEmpty()) {
          continue;
        }
        if (cells.length < names.length) {
          throw new UnusableArchiveException(
              entry + ", line " + number + ": has fewer columns than the first line");
        }
        reader.read(
            column -> {
              Integer place = places.get(column);
              return place == null ? "" : cells[place];
            });
      }
    }
  }

  /**
   * Reads comma-separated values, as in LOINC.
   *
   * @throws UnusableArchiveException if a column is missing or a line cannot be read
   */
  static void readCommaSeparated(Archive archive, String entry, List<String> columns, Reader reader)
      throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).build();
    try (CSVParser parser = CSVParser.parse(archive.text(entry), format)) {
      require(entry, columns, parser.getHeaderMap());
      try {
        for (CSVRecord row : parser) {
          reader.read(column -> row.isSet(column) ? row.get(column).strip() : "");
        }
      } catch (UncheckedIOException | IllegalStateException e) {
        throw new UnusableArchiveException(
            entry + ", line " + parser.getCurrentLineNumber() + ": cannot be read", e);
      }
    } catch (IllegalArgumentException e) {
      throw new UnusableArchiveException(entry + ": the first line cannot be read", e);
    }
  }

  private static void require(String entry, List<String> columns, Map<String, Integer> present) {
    List<String> missing = columns.stream().filter(it -> !present.containsKey(it)).toList();
    if (!missing.isEmpty()) {
      throw new UnusableArchiveException(
          entry
              + ": the first line has no column "
              + String.join(", ", missing)
              + "; it has "
              + String.join(", ", present.keySet().stream().sorted().toList()));
    }
  }
}
