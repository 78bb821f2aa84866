package org.andiron.load;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is done, in a file that outlives the process: one JSON record a line, only ever appended,
 * each on disk before the load goes on. A line that a crash cut short is passed over.
 *
 * <p>Records belong to the server named by the {@code session} record before them. Before a Bundle
 * that must not be sent twice goes out, a {@code begin} record says so; a later run that finds no
 * end to it asks the server.
 */
final class LoadState implements Closeable {

  private static final ObjectMapper MAPPER = new ObjectMapper(ResourceInspector.JSON);

  private final FileChannel channel;
  private final List<Done> records = new ArrayList<>();
  private final Map<String, Pending> pending = new LinkedHashMap<>();
  private final Items done = new Items();

  /** A Bundle that went out, whose end nobody wrote down. */
  record Pending(String ticket, Items items, @Nullable Probe probe, Instant since) {}

  /**
   * Something stored.
   *
   * @param witness a resource that is on the server as long as the record is true
   * @param rejected entries of it that were not stored
   */
  record Done(Items items, @Nullable String witness, long rejected) {}

  private LoadState(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens or begins a state file.
   *
   * @param fresh whether to forget what was done on this server
   * @throws LoadException when it cannot be written or another load holds it
   */
  static LoadState open(Path file, String server, boolean fresh) {
    try {
      FileChannel channel =
          FileChannel.open(
              OwnerOnly.create(file), StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (lockFails(channel)) {
        channel.close();
        throw new LoadException("another load uses the state file " + file);
      }
      LoadState state = new LoadState(channel);
      state.read(file, server);
      channel.position(channel.size());
      state.endTornLine();
      state.append(
          generator -> {
            generator.writeStringField("session", server);
            generator.writeBooleanField("fresh", fresh);
          });
      if (fresh) {
        state.forgetAll();
      }
      return state;
    } catch (IOException e) {
      throw new LoadException("cannot write the state file " + file, e);
    }
  }

  private static boolean lockFails(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private void read(Path file, String server) throws IOException {
    boolean ours = false;
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      String line;
      while ((line = reader.readLine()) != null) {
        @Nullable JsonNode node = parse(line);
        if (node == null) {
          continue;
        }
        if (node.has("session")) {
          ours = node.path("session").asText().equals(server);
          if (ours && node.path("fresh").asBoolean()) {
            forgetAll();
          }
        } else if (ours) {
          apply(node);
        }
      }
    }
  }

  private static @Nullable JsonNode parse(String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      return node != null && node.isObject() ? node : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private void apply(JsonNode node) {
    Items items = items(node.path("items"));
    if (node.has("begin")) {
      String ticket = node.path("begin").asText();
      JsonNode type = node.path("probe").path("type");
      @Nullable Probe probe =
          type.isTextual()
              ? new Probe(
                  type.asText(),
                  node.path("probe").path("system").asText(),
                  node.path("probe").path("value").asText())
              : null;
      Instant since = Instant.parse(node.path("since").asText());
      pending.put(ticket, new Pending(ticket, items, probe, since));
    } else if (node.has("done")) {
      JsonNode witness = node.path("witness");
      Done record =
          new Done(
              items, witness.isTextual() ? witness.asText() : null, node.path("rejected").asLong());
      records.add(record);
      done.addAll(items);
      settle(items);
    } else if (node.has("undone")) {
      records.removeIf(record -> overlaps(record.items(), items));
      done.removeAll(items);
    } else if (node.has("clear")) {
      pending.remove(node.path("clear").asText());
    }
  }

  private static boolean overlaps(Items some, Items others) {
    Items rest = new Items();
    rest.addAll(some);
    rest.removeAll(others);
    return rest.size() < some.size();
  }

  /** What is done is no longer pending. */
  private void settle(Items items) {
    pending.values().removeIf(open -> overlaps(open.items(), items));
  }

  private static Items items(JsonNode node) {
    Items items = new Items();
    node.properties().forEach(e -> items.addRanges(e.getKey(), e.getValue().asText()));
    return items;
  }

  private void forgetAll() {
    records.clear();
    pending.clear();
    done.removeAll(done);
  }

  /** Whether a place in a file needs no sending. */
  synchronized boolean isDone(SourceFile file, int index) {
    return done.contains(file, index);
  }

  synchronized List<Done> records() {
    return List.copyOf(records);
  }

  synchronized List<Pending> pending() {
    return List.copyOf(pending.values());
  }

  /** Notes that a Bundle is about to go out; the ticket is for {@link #clear}. */
  synchronized String begin(Shipment shipment, Instant since) {
    String ticket = UUID.randomUUID().toString();
    append(
        generator -> {
          generator.writeStringField("begin", ticket);
          write(generator, shipment.items());
          Probe probe = shipment.atomic() ? shipment.probe() : null;
          if (probe != null) {
            generator.writeObjectFieldStart("probe");
            generator.writeStringField("type", probe.type());
            generator.writeStringField("system", probe.system());
            generator.writeStringField("value", probe.value());
            generator.writeEndObject();
          }
          generator.writeStringField("since", since.toString());
        });
    return ticket;
  }

  /** Notes that the Bundle of a ticket is certainly not stored. */
  synchronized void clear(String ticket) {
    append(generator -> generator.writeStringField("clear", ticket));
    pending.remove(ticket);
  }

  /** Notes what is stored. */
  synchronized void done(Items items, @Nullable String witness, long rejected) {
    if (items.isEmpty()) {
      return;
    }
    append(
        generator -> {
          generator.writeBooleanField("done", true);
          write(generator, items);
          if (witness != null) {
            generator.writeStringField("witness", witness);
          }
          if (rejected > 0) {
            generator.writeNumberField("rejected", rejected);
          }
        });
    records.add(new Done(items, witness, rejected));
    done.addAll(items);
    settle(items);
  }

  /** Takes back records that turned out to be untrue. */
  synchronized void undo(Items items) {
    append(
        generator -> {
          generator.writeBooleanField("undone", true);
          write(generator, items);
        });
    records.removeIf(record -> overlaps(record.items(), items));
    done.removeAll(items);
  }

  private static void write(JsonGenerator generator, Items items) throws IOException {
    generator.writeObjectFieldStart("items");
    Map<String, String> ranges = new LinkedHashMap<>();
    items.forEachRanges(ranges::put);
    for (Map.Entry<String, String> file : ranges.entrySet()) {
      generator.writeStringField(file.getKey(), file.getValue());
    }
    generator.writeEndObject();
  }

  @FunctionalInterface
  private interface Fields {
    void write(JsonGenerator generator) throws IOException;
  }

  private void append(Fields fields) {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      try (JsonGenerator generator = ResourceInspector.JSON.createGenerator(line)) {
        generator.writeStartObject();
        fields.write(generator);
        generator.writeEndObject();
      }
      line.write('\n');
      ByteBuffer bytes = ByteBuffer.wrap(line.toByteArray());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the state file", e);
    }
  }

  private void endTornLine() throws IOException {
    long size = channel.size();
    if (size == 0) {
      return;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, size - 1);
    if (last.get(0) != '\n') {
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
