package org.andiron.risk.cohort;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.andiron.risk.training.TrainingException;

/** Files of FHIR in a folder and below it: Bundles, single resources and NDJSON, plain or gzip. */
final class ResourceFiles {

  private static final Pattern NAMES = Pattern.compile(".*\\.(json|ndjson)(\\.gz)?");
  private static final String URN = "urn:uuid:";
  private static final JsonMapper JSON = new JsonMapper();

  private ResourceFiles() {}

  /**
   * The files, ordered by their paths.
   *
   * @throws TrainingException if the folder cannot be listed, or has none
   */
  static List<Path> in(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files =
          all.filter(file -> NAMES.matcher(String.valueOf(file.getFileName())).matches())
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new TrainingException(
            folder + " has no files that end in .json, .ndjson, .json.gz or .ndjson.gz");
      }
      return files;
    } catch (IOException e) {
      throw new TrainingException("cannot list " + folder + " (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Reads the resources of a file one after another. A resource of a Bundle that has no id takes
   * that of its {@code fullUrl}.
   *
   * @throws TrainingException if it cannot be read
   */
  static void read(Path file, Consumer<ObjectNode> sink) {
    String name = String.valueOf(file.getFileName());
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
        JsonParser parser = JSON.createParser(plain)) {
      if (name.contains(".ndjson")) {
        lines(parser, file, sink);
      } else {
        document(parser, file, sink);
      }
    } catch (JacksonException e) {
      throw new TrainingException(
          "%s, line %d: is no JSON; mend it or take it away"
              .formatted(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
          e);
    } catch (IOException e) {
      throw new TrainingException("cannot read " + file + " (" + e.getMessage() + ")", e);
    }
  }

  private static void lines(JsonParser parser, Path file, Consumer<ObjectNode> sink)
      throws IOException {
    try (MappingIterator<JsonNode> lines = JSON.readerFor(JsonNode.class).readValues(parser)) {
      while (lines.hasNextValue()) {
        sink.accept(resource(lines.nextValue(), file));
      }
    }
  }

  private static void document(JsonParser parser, Path file, Consumer<ObjectNode> sink)
      throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new TrainingException(file + ": is no resource; take it away");
    }
    ObjectNode rest = JSON.createObjectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String member = parser.currentName();
      // Entries one after another, as Bundles may be larger than the memory.
      if (parser.nextToken() == JsonToken.START_ARRAY && member.equals("entry")) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          JsonNode entry = parser.readValueAsTree();
          if (entry.get("resource") instanceof ObjectNode resource) {
            sink.accept(identified(resource, entry.path("fullUrl").asText()));
          }
        }
      } else {
        rest.set(member, parser.readValueAsTree());
      }
    }
    if (!resource(rest, file).get("resourceType").asText().equals("Bundle")) {
      sink.accept(rest);
    }
  }

  private static ObjectNode resource(JsonNode node, Path file) {
    if (node instanceof ObjectNode object && object.path("resourceType").isTextual()) {
      return object;
    }
    throw new TrainingException(file + ": is no resource; take it away");
  }

  private static ObjectNode identified(ObjectNode resource, String fullUrl) {
    if (!resource.has("id") && fullUrl.startsWith(URN)) {
      resource.put("id", fullUrl.substring(URN.length()));
    }
    return resource;
  }
}
