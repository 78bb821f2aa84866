package org.andiron.load;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.load.SourceFile.Kind;
import org.jspecify.annotations.Nullable;

/** Makes Bundles out of one level, one after the other; holds no more than one at a time. */
final class Packer {

  /** A Bundle that the loader makes is closed at this size even when it has few entries. */
  private static final int MAX_BYTES = 8 << 20;

  private final ResourceInspector inspector = new ResourceInspector();
  private final LoadSettings settings;
  private final Selection selection;
  private final Sink sink;
  private final List<Entry> group = new ArrayList<>();
  private int groupBytes;

  Packer(LoadSettings settings, Selection selection, Sink sink) {
    this.settings = settings;
    this.selection = selection;
    this.sink = sink;
  }

  /** Decides what is sent. */
  @FunctionalInterface
  interface Selection {
    /**
     * Whether to send a place.
     *
     * @param counts what is there, by type
     */
    boolean wants(SourceFile file, int index, Map<String, Long> counts, long bytes);
  }

  /** Takes Bundles, waiting when there are too many. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes a Bundle.
     *
     * @param after to be run when it is delivered or given up
     * @return whether more is wanted
     */
    boolean take(Shipment shipment, Runnable after) throws InterruptedException;
  }

  /** Packs a level; ends early when the sink wants no more. */
  void pack(LoadOrder.Level level) throws InterruptedException {
    Map<SourceFile, Set<String>> lineTypes = new LinkedHashMap<>();
    for (Portion portion : level.portions()) {
      String lineType = portion.lineType();
      if (lineType != null) {
        lineTypes.computeIfAbsent(portion.file(), file -> new TreeSet<>()).add(lineType);
      } else if (selection.wants(portion.file(), 1, portion.counts(), portion.bytes())
          && !whole(portion)) {
        return;
      }
    }
    for (Map.Entry<SourceFile, Set<String>> file : lineTypes.entrySet()) {
      if (!lines(file.getKey(), file.getValue())) {
        return;
      }
    }
    flush();
  }

  private boolean whole(Portion portion) throws InterruptedException {
    SourceFile file = portion.file();
    if (file.kind() == Kind.REQUEST_BUNDLE) {
      return sink.take(Shipment.ofFile(portion, settings.compress()), () -> {});
    }
    try (InputStream in = file.open()) {
      if (file.kind() == Kind.COLLECTION) {
        return rewritten(portion, in);
      }
      byte[] json = in.readAllBytes();
      return add(entry(file, 1, inspector.inspect(json, json.length), json));
    } catch (IOException e) {
      throw changed(file, e);
    }
  }

  private boolean lines(SourceFile file, Set<String> types) throws InterruptedException {
    try (LineReader lines = new LineReader(file.open())) {
      while (lines.next()) {
        @Nullable Inspection found = inspect(lines);
        if (found == null || !types.contains(found.type())) {
          continue;
        }
        int number = lines.number();
        if (selection.wants(file, number, found.counts(), lines.length() + 1L)
            && !line(file, number, found, lines.copy())) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw changed(file, e);
    }
  }

  /** Null for a line that the scan has reported already. */
  private @Nullable Inspection inspect(LineReader lines) {
    try {
      Inspection found = inspector.inspect(lines.buffer(), lines.length());
      found.requireLoadable();
      return found;
    } catch (IOException e) {
      return null;
    }
  }

  private boolean line(SourceFile file, int number, Inspection found, byte[] json)
      throws IOException, InterruptedException {
    if (found.isRequestBundle()) {
      return sink.take(Shipment.ofLine(file, number, found, json), () -> {});
    }
    if (found.isCollection()) {
      byte[] transaction = rewritten(json);
      Inspection request = inspector.inspect(transaction, transaction.length);
      return sink.take(Shipment.ofLine(file, number, request, transaction), () -> {});
    }
    return add(entry(file, number, found, json));
  }

  private static byte[] rewritten(byte[] json) throws IOException {
    Path temporary = CollectionRewriter.rewrite(new ByteArrayInputStream(json));
    try {
      return Files.readAllBytes(temporary);
    } finally {
      Files.delete(temporary);
    }
  }

  private boolean rewritten(Portion portion, InputStream in)
      throws IOException, InterruptedException {
    Path temporary = CollectionRewriter.rewrite(in);
    return sink.take(
        Shipment.of(portion, () -> publisher(temporary), false), () -> delete(temporary));
  }

  private static BodyPublisher publisher(Path file) {
    try {
      return BodyPublishers.ofFile(file);
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  private static Entry entry(SourceFile file, int index, Inspection found, byte[] json) {
    return new Entry(file, index, found.type(), found.id(), found.probe(), json);
  }

  private boolean add(Entry entry) throws InterruptedException {
    group.add(entry);
    groupBytes += entry.json().length;
    return (group.size() < settings.batchSize() && groupBytes < MAX_BYTES) || flush();
  }

  private boolean flush() throws InterruptedException {
    if (group.isEmpty()) {
      return true;
    }
    Shipment shipment = Shipment.ofEntries(group, true);
    group.clear();
    groupBytes = 0;
    return sink.take(shipment, () -> {});
  }

  private static LoadException changed(SourceFile file, IOException e) {
    return new LoadException("cannot be read any more: " + file.label(), e);
  }
}
