package org.andiron.consent.proof;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes out of answers what differs between two runs whatever is stored: times of the run, and what
 * the server makes up at random, which is numbered by the answer in which it turns up first, so
 * that one that has more of it does not make all later ones differ.
 */
final class Normaliser {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern INSTANT =
      Pattern.compile(
          "20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d)");
  private static final Pattern HTTP_DATE =
      Pattern.compile("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} 20\\d\\d \\d\\d:\\d\\d:\\d\\d GMT");

  /**
   * How long it took, which one message of HAPI's also has where the name of a resource was meant.
   */
  private static final Pattern TOOK =
      Pattern.compile(" Took [\\d,]+ms\\.|(?<=completed in )\\d+ms");

  private static final Pattern NUMBERED =
      Pattern.compile("(conditionally created resource \\\\\")\\d+");

  /** Of two parameters with the same path HAPI names whichever it comes to first. */
  private static final Pattern RESOLVED = Pattern.compile("\\.where\\(resolve\\(\\) is \\w+\\)");

  /** Of several references that lead nowhere HAPI names whichever it comes to first. */
  private static final Pattern UNRESOLVED =
      Pattern.compile(
          "(HAPI-1094: Resource )\\S+( not found, specified in path: )[A-Za-z.]+\""
              + "(,\"expression\":\\[\"[^\"]*\"\\])?");

  /** Of those of which some are deleted, too. */
  private static final Pattern DELETED =
      Pattern.compile(
          "HAPI-1096: Resource (\\S+) is deleted, specified in path:"
              + " ([A-Za-z.]+\"(,\"expression\":\\[\"[^\"]*\"\\])?)");

  /** Rows of a table, and parts of parameters, which HAPI makes of a set. */
  private static final Pattern ROW =
      Pattern.compile("(?=<tr>)|(?<=</tr>)|(?=\\{\"name\":)|(?<=\\})");

  private static final Pattern REFERENCE = Pattern.compile("\"reference\"\\s*:");

  /** Of several resources that are in use, and of what refers to one, HAPI names some first. */
  private static final Pattern IN_USE =
      Pattern.compile(
          "Unable to delete (\\S+) because at least one resource has a reference to this resource."
              + " First reference found was resource \\S+ in path [A-Za-z.]+");

  /** Of {@code meta}. */
  private static final Pattern LABELS =
      Pattern.compile("(\"(?:security|tag)\":\\[)(\\{[^\\[\\]]*\\})\\]");

  private static final Pattern BETWEEN_LABELS = Pattern.compile("(?<=\\}),(?=\\{)");

  private final Instant begun;
  private final Map<String, String> numbers = new HashMap<>();
  private int answers;
  private int made;

  /**
   * @param begun when the run began: what was stored before has a time that is compared
   */
  Normaliser(Instant begun) {
    this.begun = begun;
  }

  /** An answer without that; of all answers of a run, in their order. */
  String normalise(String text) {
    answers++;
    made = 0;
    String plain = NUMBERED.matcher(TOOK.matcher(text).replaceAll("")).replaceAll("$1");
    plain = RESOLVED.matcher(plain).replaceAll("");
    plain = UNRESOLVED.matcher(plain).replaceAll("$1one$2somewhere\"");
    Iterator<String> inUse =
        IN_USE.matcher(plain).results().map(it -> it.group(1)).sorted().toList().iterator();
    plain = replace(IN_USE, plain, it -> "In use: " + inUse.next());
    String result = replace(UUID, plain, it -> numbers.computeIfAbsent(it, this::next));
    result = replace(INSTANT, result, it -> time(it, OffsetDateTime.parse(it).toInstant()));
    return replace(HTTP_DATE, result, this::httpDate);
  }

  /**
   * An answer to what refers to several others, of which some are deleted and some are not there:
   * which of them it names is not told.
   */
  static String withoutWhichLeadsNowhere(String written, String body) {
    return REFERENCE.matcher(body).results().limit(2).count() < 2
        ? written
        : DELETED
            .matcher(written)
            .replaceAll("HAPI-1094: Resource $1 not found, specified in path: $2");
  }

  /** A table of what was indexed, with its rows in order. */
  static String withRowsInOrder(String table) {
    return ROW.splitAsStream(table).sorted().collect(Collectors.joining("\n"));
  }

  /** Lines that come in any order, in that of what is left of them. */
  List<String> inOrder(Stream<String> lines) {
    return lines
        .sorted(
            Comparator.comparing(
                line ->
                    replace(
                        INSTANT,
                        replace(UUID, line, it -> numbers.getOrDefault(it, "")),
                        it -> "")))
        .toList();
  }

  /**
   * An answer to a write with its labels in order. HAPI sorts them where it reads resources, and
   * otherwise has them in the order of a hash of keys.
   */
  static String withLabelsInOrder(String written) {
    return LABELS
        .matcher(written)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1)
                        + BETWEEN_LABELS
                            .splitAsStream(found.group(2))
                            .sorted()
                            .collect(Collectors.joining(","))
                        + "]"));
  }

  private String next(String uuid) {
    return "made-" + answers + "-" + made++;
  }

  private String httpDate(String text) {
    try {
      return time(
          text, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return text;
    }
  }

  private String time(String text, Instant time) {
    return time.isBefore(begun) ? text : "now";
  }

  private static String replace(Pattern pattern, String text, Function<String, String> by) {
    return pattern
        .matcher(text)
        .replaceAll((MatchResult found) -> Matcher.quoteReplacement(by.apply(found.group())));
  }
}
