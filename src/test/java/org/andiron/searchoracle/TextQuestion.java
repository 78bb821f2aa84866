package org.andiron.searchoracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code :text} asks of all texts of a parameter together. R4 leaves open how texts are
 * searched; this is what the documentation promises: all words must occur, each at the beginning of
 * a word; {@code "…"} is a phrase of whole words, {@code *x*} a part and {@code *x} an end of a
 * word; {@code -x} must not occur; {@code or} separates alternatives; parentheses group. Of scripts
 * without gaps any part is found.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#modifiers">3.1.1.4.4</a>
 */
final class TextQuestion {

  /** The same texts are asked about by each question. */
  private static final Map<String, List<List<String>>> WORDS = new ConcurrentHashMap<>();

  private static final Pattern UNSEGMENTED =
      Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}]");
  private static final Pattern TOKEN =
      Pattern.compile("[-!](?=\\S)|\"[^\"]*\"|[()&|]|[^\\s()&\"|]+");
  private static final String JOINTS = "['’._\\-–]";

  /** A word of several parts is found as one as well, unless there are more. */
  private static final int MOST_JOINED = 5;

  private final List<String> tokens;
  private int at;

  private TextQuestion(List<String> tokens) {
    this.tokens = tokens;
  }

  /** Whether texts answer a question; no texts answer none. */
  static boolean isMet(String question, List<String> texts) {
    TextQuestion asked =
        new TextQuestion(TOKEN.matcher(question).results().map(MatchResult::group).toList());
    boolean met = !texts.isEmpty();
    while (asked.at < asked.tokens.size()) {
      Predicate<List<String>> alternatives = asked.alternatives();
      met &= alternatives.test(texts);
      asked.at++;
    }
    return met;
  }

  private Predicate<List<String>> alternatives() {
    List<Predicate<List<String>>> any = new ArrayList<>();
    all().ifPresent(any::add);
    while (at < tokens.size() && isOr()) {
      at++;
      all().ifPresent(any::add);
    }
    return texts -> any.isEmpty() || any.stream().anyMatch(it -> it.test(texts));
  }

  private Optional<Predicate<List<String>>> all() {
    List<Predicate<List<String>>> all = new ArrayList<>();
    while (!isAtEnd()) {
      if (List.of("and", "AND", "&").contains(tokens.get(at))) {
        at++;
      } else {
        all.add(one());
      }
    }
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(texts -> all.stream().allMatch(it -> it.test(texts)));
  }

  private boolean isAtEnd() {
    return at == tokens.size() || isOr() || tokens.get(at).equals(")");
  }

  private boolean isOr() {
    return List.of("or", "OR", "|").contains(tokens.get(at));
  }

  private Predicate<List<String>> one() {
    String token = tokens.get(at++);
    if (List.of("-", "!", "NOT").contains(token)) {
      return isAtEnd() ? texts -> true : one().negate();
    }
    if (token.equals("(")) {
      Predicate<List<String>> inside = alternatives();
      at++;
      return inside;
    }
    if (token.startsWith("\"")) {
      return texts -> texts.stream().anyMatch(text -> hasPhrase(text, token));
    }
    boolean behind = token.startsWith("*");
    boolean before = token.endsWith("*");
    String word = token.replaceAll("^\\*+|\\*+$", "");
    if (behind) {
      return texts ->
          texts.stream()
              .flatMap(TextQuestion::allReadings)
              .anyMatch(it -> before ? it.contains(fold(word)) : it.endsWith(fold(word)));
    }
    return texts -> texts.stream().anyMatch(text -> hasWord(text, word));
  }

  private static boolean hasWord(String text, String word) {
    if (UNSEGMENTED.matcher(word).find()) {
      return Folding.fold(text).contains(Folding.fold(word));
    }
    List<List<String>> asked = words(word);
    if (asked.isEmpty()) {
      return true;
    }
    List<String> parts = asked.stream().flatMap(List::stream).toList();
    return isThere(parts(text), parts, true)
        || (asked.size() == 1
            && parts.size() <= MOST_JOINED
            && allReadings(text).anyMatch(it -> it.startsWith(String.join("", parts))));
  }

  private static boolean hasPhrase(String text, String phrase) {
    if (UNSEGMENTED.matcher(phrase).find()) {
      return Folding.fold(text).contains(Folding.fold(phrase));
    }
    List<String> parts = parts(phrase);
    return isThere(parts(text), parts, false)
        || (words(phrase).size() == 1
            && allReadings(text).anyMatch(String.join("", parts)::equals));
  }

  private static boolean isThere(List<String> text, List<String> parts, boolean open) {
    int last = parts.size() - 1;
    for (int start = 0; start + last < text.size(); start++) {
      String end = text.get(start + last);
      if (text.subList(start, start + last).equals(parts.subList(0, last))
          && (open ? end.startsWith(parts.get(last)) : end.equals(parts.get(last)))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> parts(String text) {
    return words(text).stream().flatMap(List::stream).toList();
  }

  private static Stream<String> allReadings(String text) {
    return words(text).stream().flatMap(TextQuestion::readings);
  }

  /** The parts of a word, and the whole. */
  private static Stream<String> readings(List<String> parts) {
    return parts.size() < 2 || parts.size() > MOST_JOINED
        ? parts.stream()
        : Stream.concat(parts.stream(), Stream.of(String.join("", parts)));
  }

  /** The words of a text, each with its parts. */
  private static List<List<String>> words(String text) {
    return WORDS.computeIfAbsent(text, TextQuestion::divided);
  }

  private static List<List<String>> divided(String text) {
    return Arrays.stream(text.split("[^\\p{L}\\p{N}\\p{M}'’._\\-–]+"))
        .map(
            word ->
                Arrays.stream(word.split(JOINTS + "+"))
                    .map(TextQuestion::fold)
                    .filter(part -> !part.isEmpty())
                    .toList())
        .filter(parts -> !parts.isEmpty())
        .toList();
  }

  private static String fold(String word) {
    return Folding.fold(word);
  }
}
