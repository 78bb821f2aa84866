package org.andiron.load;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts of what happened, by resource type. Safe for threads. */
final class LoadReport {

  private final Map<String, Long> stored = new TreeMap<>();
  private final Map<String, Long> rejected = new TreeMap<>();
  private final Map<String, Long> skipped = new TreeMap<>();
  private final RejectedFile rejectedFile;
  private long storedTotal;
  private long rejections;
  private long rejectedEarlier;

  LoadReport(RejectedFile rejectedFile) {
    this.rejectedFile = rejectedFile;
  }

  synchronized void stored(Map<String, Long> counts) {
    storedTotal += add(stored, counts);
  }

  synchronized void skipped(Map<String, Long> counts) {
    add(skipped, counts);
  }

  synchronized void rejected(Rejection rejection) {
    rejections++;
    add(rejected, rejection.resources());
    rejectedFile.write(rejection);
  }

  /** Entries of what is skipped that an earlier run could not store. */
  synchronized void rejectedEarlier(long count) {
    rejectedEarlier += count;
  }

  synchronized long storedTotal() {
    return storedTotal;
  }

  synchronized boolean complete() {
    return rejections == 0 && rejectedEarlier == 0;
  }

  synchronized long rejections() {
    return rejections;
  }

  private static long add(Map<String, Long> to, Map<String, Long> counts) {
    counts.forEach((type, count) -> to.merge(type, count, Long::sum));
    return sum(counts);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The table shown at the end. */
  synchronized String summary(Duration elapsed) {
    TreeSet<String> types = new TreeSet<>(stored.keySet());
    types.addAll(rejected.keySet());
    types.addAll(skipped.keySet());
    StringBuilder text = new StringBuilder();
    text.append(row("Resource type", "stored", "rejected", "done earlier"));
    for (String type : types) {
      text.append(row(type, count(stored, type), count(rejected, type), count(skipped, type)));
    }
    text.append(row("Total", "" + sum(stored), "" + sum(rejected), "" + sum(skipped)));
    double seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
    text.append(
        String.format(Locale.ROOT, "%.1f s, %.0f resources/s%n", seconds, storedTotal / seconds));
    if (rejectedEarlier > 0) {
      text.append(String.format("%d entries were rejected in an earlier run%n", rejectedEarlier));
    }
    return text.toString();
  }

  private static String count(Map<String, Long> counts, String type) {
    return String.valueOf(counts.getOrDefault(type, 0L));
  }

  private static String row(String type, String first, String second, String third) {
    return String.format("%-28s %12s %12s %14s%n", type, first, second, third);
  }
}
