package org.andiron.load;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.BiConsumer;

/** Places in files, by the file's hash: which lines, or 1 for a file as a whole. */
final class Items {

  private final Map<String, BitSet> places = new LinkedHashMap<>();

  static Items of(SourceFile file, int index) {
    Items items = new Items();
    items.add(file.sha256(), index);
    return items;
  }

  static Items of(Iterable<Entry> entries) {
    Items items = new Items();
    for (Entry entry : entries) {
      items.add(entry.file().sha256(), entry.index());
    }
    return items;
  }

  void add(String sha256, int index) {
    places.computeIfAbsent(sha256, key -> new BitSet()).set(index);
  }

  void addAll(Items other) {
    other.places.forEach(
        (sha256, set) -> places.computeIfAbsent(sha256, key -> new BitSet()).or(set));
  }

  void removeAll(Items other) {
    other.places.forEach(
        (sha256, set) -> {
          BitSet own = places.get(sha256);
          if (own != null) {
            own.andNot(set);
          }
        });
  }

  boolean contains(SourceFile file, int index) {
    BitSet set = places.get(file.sha256());
    return set != null && set.get(index);
  }

  boolean touches(SourceFile file) {
    BitSet set = places.get(file.sha256());
    return set != null && !set.isEmpty();
  }

  boolean isEmpty() {
    return places.values().stream().allMatch(BitSet::isEmpty);
  }

  int size() {
    return places.values().stream().mapToInt(BitSet::cardinality).sum();
  }

  /** Each file with its places as ranges, such as {@code 1-100,105}. */
  void forEachRanges(BiConsumer<String, String> consumer) {
    places.forEach(
        (sha256, set) -> {
          StringJoiner ranges = new StringJoiner(",");
          for (int from = set.nextSetBit(0); from >= 0; ) {
            int end = set.nextClearBit(from);
            ranges.add(end - from == 1 ? "" + from : from + "-" + (end - 1));
            from = set.nextSetBit(end);
          }
          consumer.accept(sha256, ranges.toString());
        });
  }

  /** Reads what {@link #forEachRanges} wrote. */
  void addRanges(String sha256, String ranges) {
    BitSet set = places.computeIfAbsent(sha256, key -> new BitSet());
    for (String range : ranges.split(",", -1)) {
      if (range.isEmpty()) {
        continue;
      }
      int dash = range.indexOf('-');
      int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int to = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
      set.set(from, to + 1);
    }
  }
}
