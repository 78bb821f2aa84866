package org.andiron.audit.verification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.andiron.audit.anchor.TimeStamp;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.ledger.SignedTreeHeadJson;
import org.andiron.audit.ledger.TransactionBounds;
import org.andiron.audit.ledger.TreeHead;
import org.andiron.audit.sealer.SealedHead;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a dump, each a JSON object that begins with the member that names it:
 *
 * <ol>
 *   <li>{@code dump}: the format, {@value #FORMAT}, and the moment
 *   <li>{@code removal}: what was removed
 *   <li>{@code hold}: what must not be; {@code lift}: what may be again
 *   <li>{@code timeStamp}: of a head, before the leaves that come after its tree
 *   <li>{@code leaf} with its {@code row}, by index, and {@code head} after the last leaf of its
 *       tree
 *   <li>{@code row}: without a leaf
 *   <li>{@code end}: nothing is missing
 * </ol>
 */
final class DumpFormat {

  static final String FORMAT = "andiron-audit-v1";
  static final String LEAF = "{\"leaf\":";
  static final String HEAD = "{\"head\":";
  static final String TIME_STAMP = "{\"timeStamp\":";
  static final String ROW = "{\"row\":";
  static final String REMOVAL = "{\"removal\":";
  static final String HOLD = "{\"hold\":";
  static final String LIFT = "{\"lift\":";
  static final String END = "{\"end\":true}";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private DumpFormat() {}

  static String origin(LogSource.Origin origin) {
    ObjectNode line = JSON.createObjectNode();
    line.put("dump", FORMAT);
    line.put("time", origin.time().toString());
    line.put("xmin", Long.toUnsignedString(origin.xmin()));
    line.put("xmax", Long.toUnsignedString(origin.xmax()));
    line.put("leaves", origin.leaves());
    return line.toString();
  }

  static LogSource.Origin origin(String text) throws IOException {
    JsonNode line = JSON.readTree(text);
    if (!FORMAT.equals(line.path("dump").asText())) {
      throw new IOException("it is no dump of the audit log");
    }
    return new LogSource.Origin(
        Instant.parse(line.path("time").asText()),
        Long.parseUnsignedLong(line.path("xmin").asText()),
        Long.parseUnsignedLong(line.path("xmax").asText()),
        line.path("leaves").asLong());
  }

  static String removal(Removal removal) {
    ObjectNode line = JSON.createObjectNode();
    ObjectNode object = line.putObject("removal");
    object.put("id", removal.id().toString());
    object.put("first", removal.first().toString());
    object.put("before", removal.before().toString());
    UUID event = removal.eventId();
    object.put("event", event == null ? null : event.toString());
    object.put("leaves", removal.leaves());
    object.put("digest", removal.digest().bytes());
    return line.toString();
  }

  static Removal removal(String text) throws IOException {
    JsonNode object = JSON.readTree(text).path("removal");
    return new Removal(
        uuid(object, "id"),
        Instant.parse(object.path("first").asText()),
        Instant.parse(object.path("before").asText()),
        object.path("event").isNull() ? null : uuid(object, "event"),
        object.path("leaves").asLong(),
        Hash.of(bytes(object, "digest")));
  }

  static String hold(HoldRows.Placed hold) {
    ObjectNode line = JSON.createObjectNode();
    ObjectNode object = line.putObject("hold");
    object.put("id", hold.id().toString());
    Instant first = hold.first();
    object.put("first", first == null ? null : first.toString());
    Instant before = hold.before();
    object.put("before", before == null ? null : before.toString());
    object.put("patient", hold.patient());
    return line.toString();
  }

  static HoldRows.Placed hold(String text) throws IOException {
    JsonNode object = JSON.readTree(text).path("hold");
    String first = text(object, "first");
    String before = text(object, "before");
    return new HoldRows.Placed(
        uuid(object, "id"),
        first == null ? null : Instant.parse(first),
        before == null ? null : Instant.parse(before),
        text(object, "patient"));
  }

  static String lift(HoldRows.Lifted lift) {
    ObjectNode line = JSON.createObjectNode();
    ObjectNode object = line.putObject("lift");
    object.put("id", lift.id().toString());
    object.put("hold", lift.hold().toString());
    return line.toString();
  }

  static HoldRows.Lifted lift(String text) throws IOException {
    JsonNode object = JSON.readTree(text).path("lift");
    return new HoldRows.Lifted(uuid(object, "hold"), uuid(object, "id"));
  }

  static String entry(Entry entry) {
    ObjectNode line = JSON.createObjectNode();
    ObjectNode leaf = line.putObject("leaf");
    leaf.put("index", entry.index());
    leaf.put("id", entry.leaf().id().toString());
    leaf.put("recorded", entry.leaf().recorded().toString());
    leaf.put("commitment", entry.leaf().commitment().bytes());
    Long xact = entry.leaf().xact();
    if (xact != null) {
      leaf.put("xact", Long.toUnsignedString(xact));
    }
    StoredRow row = entry.row();
    if (row != null) {
      put(row, line.putObject("row"));
    }
    return line.toString();
  }

  static Entry entry(String text) throws IOException {
    JsonNode line = JSON.readTree(text);
    JsonNode leaf = line.path("leaf");
    return new Entry(
        leaf.path("index").asLong(),
        new Leaf(
            uuid(leaf, "id"),
            Instant.parse(leaf.path("recorded").asText()),
            Hash.of(bytes(leaf, "commitment")),
            leaf.has("xact") ? (Long) unsigned(leaf, "xact") : null),
        line.has("row") ? row(line.path("row")) : null);
  }

  static String head(SealedHead sealed) {
    ObjectNode rest = JSON.createObjectNode();
    rest.put("frontier", sealed.frontier());
    put(new TransactionBounds(sealed.watermark(), sealed.nextXact()), rest);
    return HEAD + SignedTreeHeadJson.encode(sealed.signed()) + "," + rest.toString().substring(1);
  }

  static SealedHead head(String text) throws IOException {
    JsonNode line = JSON.readTree(text);
    return new SealedHead(
        SignedTreeHeadJson.decode(line.path("head").toString()),
        bytes(line, "frontier"),
        unsigned(line, "watermark"),
        unsigned(line, "nextXact"));
  }

  private static void put(TransactionBounds bounds, ObjectNode object) {
    object.put("watermark", Long.toUnsignedString(bounds.watermark()));
    object.put("nextXact", Long.toUnsignedString(bounds.nextXact()));
  }

  static String timeStamp(TimeStamp stamp) {
    ObjectNode line = JSON.createObjectNode();
    ObjectNode object = line.putObject("timeStamp");
    object.put("log", stamp.head().logId().toString());
    object.put("size", stamp.head().size());
    object.put("time", stamp.head().time().toString());
    object.put("root", stamp.head().root().bytes());
    TransactionBounds bounds = stamp.head().bounds();
    if (bounds != null) {
      put(bounds, object);
    }
    object.put("token", stamp.token());
    return line.toString();
  }

  static TimeStamp timeStamp(String text) throws IOException {
    JsonNode object = JSON.readTree(text).path("timeStamp");
    return new TimeStamp(
        new TreeHead(
            uuid(object, "log"),
            object.path("size").asLong(),
            Hash.of(bytes(object, "root")),
            Instant.parse(object.path("time").asText()),
            object.has("watermark")
                ? new TransactionBounds(unsigned(object, "watermark"), unsigned(object, "nextXact"))
                : null),
        bytes(object, "token"));
  }

  static String unsealed(StoredRow row) {
    ObjectNode line = JSON.createObjectNode();
    put(row, line.putObject("row"));
    return line.toString();
  }

  static StoredRow unsealed(String text) throws IOException {
    return row(JSON.readTree(text).path("row"));
  }

  private static void put(StoredRow row, ObjectNode object) {
    object.put("id", row.id().toString());
    object.put("recorded", row.recorded().toString());
    object.put("xact", Long.toUnsignedString(row.xact()));
    byte[] content = row.content();
    object.put("content", content == null ? null : new String(content, StandardCharsets.UTF_8));
    object.put("salt", row.salt());
    object.put("commitment", row.commitment());
    object.put("foreign", row.foreign());
    object.put("requestId", row.requestId());
    object.put("patient", row.patient());
    object.put("action", row.action());
    object.put("outcome", row.outcome());
    object.put("type", row.type());
    put(row.agentNames(), object.putArray("agentNames"));
    put(row.addresses(), object.putArray("addresses"));
    put(row.terms(), object.putArray("terms"));
  }

  private static void put(List<String> texts, ArrayNode array) {
    texts.forEach(array::add);
  }

  private static StoredRow row(JsonNode object) throws IOException {
    String content = text(object, "content");
    return new StoredRow(
        uuid(object, "id"),
        Instant.parse(object.path("recorded").asText()),
        unsigned(object, "xact"),
        content == null ? null : content.getBytes(StandardCharsets.UTF_8),
        text(object, "salt") == null ? null : bytes(object, "salt"),
        bytes(object, "commitment"),
        object.path("foreign").asBoolean(),
        text(object, "requestId"),
        text(object, "patient"),
        text(object, "action"),
        text(object, "outcome"),
        object.path("type").asText(),
        texts(object, "agentNames"),
        texts(object, "addresses"),
        texts(object, "terms"));
  }

  private static List<String> texts(JsonNode object, String name) {
    List<String> texts = new ArrayList<>();
    object.path(name).forEach(it -> texts.add(it.asText()));
    return texts;
  }

  private static @Nullable String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isTextual() ? value.asText() : null;
  }

  private static long unsigned(JsonNode object, String name) {
    return Long.parseUnsignedLong(object.path(name).asText());
  }

  private static byte[] bytes(JsonNode object, String name) {
    return Base64.getDecoder().decode(object.path(name).asText());
  }

  private static UUID uuid(JsonNode object, String name) {
    return UUID.fromString(object.path(name).asText());
  }
}
