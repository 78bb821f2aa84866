package org.andiron.consent.plainterms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.consent.plainterms.PlainTerms.Example;
import org.andiron.consent.plainterms.PlainTerms.Expectation;
import org.andiron.consent.plainterms.PlainTerms.Person;

/** Reads the page line by line, and refuses a table or section that it does not understand. */
final class PlainTermsReader {

  private static final Pattern POLICY = Pattern.compile("`(Policy-[a-z-]+)`.*:");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern QUOTED = Pattern.compile("## \"(.+)\"");
  private static final String TAKING_BACK = "**To take it back**: ";

  private final List<String> lines;
  private final Map<String, Person> people = new LinkedHashMap<>();
  private final Map<String, String> resources = new LinkedHashMap<>();
  private final List<Example> examples = new ArrayList<>();

  private String heading = "";
  private String policy = PlainTerms.DEFAULT_POLICY;
  private String consent = "";
  private final List<Expectation> expectations = new ArrayList<>();

  PlainTermsReader(List<String> lines) {
    this.lines = lines;
  }

  PlainTerms read() {
    int i = 0;
    while (i < lines.size()) {
      String line = lines.get(i);
      if (line.startsWith("## ")) {
        begin(line);
      } else if (line.equals("```json")) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
        consent = String.join("\n", lines.subList(i + 1, end));
        i = end;
      } else if (line.startsWith("| ")) {
        int end = i;
        while (end < lines.size() && lines.get(end).startsWith("|")) {
          end++;
        }
        table(lines.subList(i, end));
        i = end - 1;
      } else if (line.startsWith(TAKING_BACK)) {
        examples.add(
            new Example(
                heading, consent, List.copyOf(expectations), line.substring(TAKING_BACK.length())));
      } else if (!line.isBlank()) {
        Matcher named = POLICY.matcher(line);
        policy = named.find() ? named.group(1) : PlainTerms.DEFAULT_POLICY;
      }
      i++;
    }
    return new PlainTerms(people, resources, List.copyOf(examples));
  }

  private void begin(String line) {
    Matcher quoted = QUOTED.matcher(line);
    heading = quoted.matches() ? quoted.group(1) : "";
    policy = PlainTerms.DEFAULT_POLICY;
    consent = "";
    expectations.clear();
  }

  private void table(List<String> table) {
    List<String> names = cells(table.get(0));
    for (String row : table.subList(2, table.size())) {
      List<String> cells = cells(row);
      if (cells.size() != names.size()) {
        throw new IllegalStateException("Row without all its cells: " + row);
      }
      switch (names.get(1)) {
        case "Works for", "Is" -> known(names.size(), cells);
        case "What for" ->
            expectations.add(
                new Expectation(
                    policy,
                    cells.get(0),
                    code(cells.get(1)),
                    cells.get(2),
                    yes(cells.get(3)),
                    yes(cells.get(4))));
        default -> throw new IllegalStateException("Table without meaning: " + names);
      }
    }
  }

  private void known(int columns, List<String> cells) {
    String reference = code(cells.get(1));
    if (columns == 2) {
      resources.put(cells.get(0), reference);
    } else {
      people.put(
          cells.get(0),
          new Person(reference, codes(cells.get(2)), codes(cells.get(3)), cells.get(4)));
    }
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.substring(1, row.lastIndexOf('|')).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  private static boolean yes(String cell) {
    return switch (cell) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new IllegalStateException("Neither yes nor no: " + cell);
    };
  }

  private static String code(String cell) {
    Matcher code = CODE.matcher(cell);
    if (!code.find()) {
      throw new IllegalStateException("No code: " + cell);
    }
    return code.group(1);
  }

  private static Set<String> codes(String cell) {
    Set<String> codes = new TreeSet<>();
    Matcher code = CODE.matcher(cell);
    while (code.find()) {
      codes.add(code.group(1));
    }
    return codes;
  }
}
