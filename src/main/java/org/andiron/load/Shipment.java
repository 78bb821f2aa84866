package org.andiron.load;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request: a Bundle posted to the server's base.
 *
 * @param label how reports name it
 * @param body gives the body afresh for each attempt
 * @param gzip whether the body is gzip
 * @param line the line of an NDJSON file it comes from, or {@code null}
 * @param items what of which files is done once it is stored
 * @param entries the resources of a Bundle that the loader made, empty for one from a file
 * @param content the Bundle from a file, {@code null} for one that the loader made
 */
record Shipment(
    String label,
    @Nullable Integer line,
    Items items,
    Map<String, Long> counts,
    long bytes,
    Supplier<BodyPublisher> body,
    boolean gzip,
    boolean atomic,
    boolean repeatable,
    @Nullable Probe probe,
    List<Entry> entries,
    @Nullable Content content) {

  private static final Pattern ENTRY = Pattern.compile("Bundle\\.entry\\[(\\d{1,8})\\].*");

  /** The Bundle as it came, to be read again. */
  @FunctionalInterface
  interface Content {
    InputStream open() throws IOException;
  }

  /** The bytes of a file that is a transaction or batch already. */
  static Shipment ofFile(Portion portion, boolean compress) {
    SourceFile file = portion.file();
    boolean asStored = !file.gzip() || compress;
    return of(portion, () -> asStored ? publisher(file) : streamed(file), file.gzip() && compress);
  }

  /** A Bundle that was rewritten to a temporary file. */
  static Shipment of(Portion portion, Supplier<BodyPublisher> body, boolean gzip) {
    return new Shipment(
        portion.file().label(),
        null,
        Items.of(portion.file(), 1),
        portion.counts(),
        portion.bytes(),
        body,
        gzip,
        portion.atomic(),
        portion.repeatable(),
        portion.probe(),
        List.of(),
        portion.file()::open);
  }

  /** A transaction or batch Bundle that is one line of a file. */
  static Shipment ofLine(SourceFile file, int line, Inspection inspection, byte[] json) {
    return new Shipment(
        file.label(),
        line,
        Items.of(file, line),
        inspection.counts(),
        json.length,
        () -> BodyPublishers.ofByteArray(json),
        false,
        "transaction".equals(inspection.bundleType()),
        inspection.repeatable(),
        inspection.probe(),
        List.of(),
        () -> new ByteArrayInputStream(json));
  }

  /**
   * Resources put together.
   *
   * @param atomic as transaction, which is quicker and resolves references among the entries; else
   *     as batch, where each entry stands for itself
   */
  static Shipment ofEntries(List<Entry> group, boolean atomic) {
    List<Entry> entries = List.copyOf(group);
    Map<String, Long> counts = new TreeMap<>();
    long bytes = 0;
    boolean repeatable = true;
    @Nullable Probe probe = null;
    for (Entry entry : entries) {
      counts.merge(entry.type(), 1L, Long::sum);
      bytes += entry.json().length;
      repeatable &= entry.id() != null;
      if (probe == null && entry.id() == null) {
        probe = entry.probe();
      }
    }
    return new Shipment(
        entries.get(0).file().label(),
        entries.get(0).line(),
        Items.of(entries),
        counts,
        bytes,
        () -> BodyPublishers.ofByteArrays(body(entries, atomic ? "transaction" : "batch")),
        false,
        atomic || entries.size() == 1,
        repeatable,
        probe,
        entries,
        null);
  }

  private static List<byte[]> body(List<Entry> entries, String type) {
    List<byte[]> parts = new ArrayList<>(entries.size() * 2 + 1);
    String before = "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[";
    for (Entry entry : entries) {
      parts.add(bytes(before + "{\"resource\":"));
      parts.add(entry.json());
      before = ",\"request\":" + entry.request() + "},";
    }
    parts.add(bytes(before.substring(0, before.length() - 1) + "]}"));
    return parts;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static BodyPublisher publisher(SourceFile file) {
    try {
      return BodyPublishers.ofFile(file.path());
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BodyPublisher streamed(SourceFile file) {
    return BodyPublishers.ofInputStream(
        () -> {
          try {
            return file.open();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** The whole Bundle as not stored. */
  Rejection rejection(int status, List<Rejection.Issue> issues, boolean unknown) {
    if (entries.size() == 1) {
      return entries.get(0).rejection(status, issues, unknown);
    }
    return new Rejection(
        label,
        entryNamed(issues),
        line,
        null,
        status == 0 ? null : status,
        counts,
        unknown,
        issues);
  }

  /** The entry that the server blames, where it blames one. */
  private static @Nullable Integer entryNamed(List<Rejection.Issue> issues) {
    return issues.stream()
        .map(Rejection.Issue::expression)
        .filter(Objects::nonNull)
        .map(ENTRY::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Integer.valueOf(matcher.group(1)))
        .findFirst()
        .orElse(null);
  }

  /** Entries that a batch could not store, by what the Bundle calls them. */
  List<Rejection> rejections(List<Receipt.Failed> failed) {
    Set<Integer> indexes =
        failed.stream().map(Receipt.Failed::index).collect(Collectors.toUnmodifiableSet());
    Map<Integer, EntryNames.Name> names = Map.of();
    if (content != null) {
      try (InputStream in = content.open()) {
        names = EntryNames.read(in, indexes);
      } catch (IOException e) {
        throw new LoadException("cannot be read any more: " + label, e);
      }
    }
    List<Rejection> rejections = new ArrayList<>();
    for (Receipt.Failed each : failed) {
      EntryNames.Name name = names.get(each.index());
      String type = name == null ? null : name.type();
      rejections.add(
          new Rejection(
              label,
              each.index(),
              line,
              name == null ? null : name.fullUrl(),
              each.status(),
              type == null ? Map.of() : Map.of(type, 1L),
              false,
              each.issues()));
    }
    return rejections;
  }
}
