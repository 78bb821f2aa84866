package org.andiron.storage.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.andiron.storage.index.IndexEntries.DateEntry;
import org.andiron.storage.index.IndexEntries.NamedCode;
import org.andiron.storage.index.IndexEntries.NumberEntry;
import org.andiron.storage.index.IndexEntries.PositionEntry;
import org.andiron.storage.index.IndexEntries.QuantityEntry;
import org.andiron.storage.index.IndexEntries.StringEntry;
import org.andiron.storage.index.IndexEntries.TextEntry;
import org.andiron.storage.index.IndexEntries.TokenEntry;
import org.andiron.storage.index.IndexEntries.UriEntry;
import org.andiron.storage.index.IndexEntries.WordsEntry;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the entries of a resource, each once. Left out is what the database could not keep: text
 * with the character NUL, and codes and systems that are too long for an index.
 */
final class EntryCollector {

  /** Of which four bytes each still fit into an entry of the database's index. */
  private static final int LONGEST_KEY = 600;

  private static final int LONGEST_NAME = 300;

  private final Set<TokenEntry> tokens = new LinkedHashSet<>();
  private final Set<StringEntry> strings = new LinkedHashSet<>();
  private final Set<DateEntry> dates = new LinkedHashSet<>();
  private final Set<NumberEntry> numbers = new LinkedHashSet<>();
  private final Set<QuantityEntry> quantities = new LinkedHashSet<>();
  private final Set<UriEntry> uris = new LinkedHashSet<>();
  private final Set<PositionEntry> positions = new LinkedHashSet<>();
  private final Set<NamedCode> codes = new LinkedHashSet<>();

  /** Texts of codes and references by parameter. */
  private final Map<String, Set<String>> called = new LinkedHashMap<>();

  void add(TokenEntry entry) {
    if (isKey(entry.system()) && isKey(entry.code())) {
      tokens.add(entry);
    }
  }

  /** Adds a string in all of its forms, unless it is blank. */
  void addString(String parameter, int group, @Nullable String text) {
    if (text != null && isText(text)) {
      List<String> forms = TextFold.forms(text);
      strings.add(new StringEntry(parameter, group, forms.get(0), text));
      addFurther(parameter, group, forms.subList(1, forms.size()));
    }
  }

  /** Adds a name or a part of one, which is found by the beginning of each of its words. */
  void addName(String parameter, int group, @Nullable String text) {
    addString(parameter, group, text);
    if (text != null && isText(text)) {
      addFurther(parameter, group, NameWords.behindFirst(text));
    }
  }

  private void addFurther(String parameter, int group, Collection<String> forms) {
    for (String form : forms) {
      strings.add(new StringEntry(parameter, group, form, ""));
    }
  }

  /** Adds what a code or a reference is called, unless it is blank. */
  void addText(String parameter, int group, @Nullable String text) {
    if (text != null && isText(text)) {
      strings.add(new StringEntry(parameter, group, TextFold.fold(text), text));
      called.computeIfAbsent(parameter, it -> new LinkedHashSet<>()).add(text);
    }
  }

  private static boolean isText(String text) {
    return !text.isBlank() && isStorable(text);
  }

  void add(StringEntry entry) {
    strings.add(entry);
  }

  void add(DateEntry entry) {
    dates.add(entry);
  }

  void add(NumberEntry entry) {
    numbers.add(entry);
  }

  void add(QuantityEntry entry) {
    if (isKey(entry.system()) && isStorable(entry.code()) && isStorable(entry.unit())) {
      quantities.add(entry);
    }
  }

  void add(UriEntry entry) {
    if (isStorable(entry.uri()) && isStorable(entry.version())) {
      uris.add(entry);
    }
  }

  void add(PositionEntry entry) {
    positions.add(entry);
  }

  /** Adds what a code is called; names that are whole sentences are left out. */
  void addCode(
      String parameter,
      @Nullable String system,
      @Nullable String code,
      boolean concept,
      @Nullable String name) {
    if (code == null || code.isBlank() || !isKey(code) || !isKey(system)) {
      return;
    }
    String stated = system == null || system.isBlank() ? null : system;
    if (name != null && !name.isBlank() && name.length() <= LONGEST_NAME && isStorable(name)) {
      codes.add(new NamedCode(parameter, stated, code, concept, name));
    } else {
      codes.add(new NamedCode(parameter, stated, code, false, ""));
    }
  }

  private static boolean isKey(@Nullable String text) {
    return text == null || (text.length() <= LONGEST_KEY && isStorable(text));
  }

  private static boolean isStorable(@Nullable String text) {
    return text == null || text.indexOf('\0') < 0;
  }

  /**
   * What was gathered.
   *
   * @param wordsOf the words of texts, as {@link WordsEntry} has them
   */
  IndexEntries entries(TextEntry text, Function<List<String>, String> wordsOf) {
    List<WordsEntry> words = new ArrayList<>();
    called.forEach(
        (parameter, texts) -> {
          String found = wordsOf.apply(List.copyOf(texts));
          if (!found.isEmpty()) {
            words.add(new WordsEntry(parameter, found));
          }
        });
    return new IndexEntries(
        List.copyOf(tokens),
        List.copyOf(strings),
        List.copyOf(dates),
        List.copyOf(numbers),
        List.copyOf(quantities),
        List.copyOf(uris),
        List.copyOf(positions),
        List.copyOf(codes),
        words,
        text);
  }
}
