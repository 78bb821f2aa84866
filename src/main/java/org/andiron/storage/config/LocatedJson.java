package org.andiron.storage.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON document in which every value knows its line and column, so that a finding can name its
 * place.
 */
public sealed interface LocatedJson {

  /** A place in the file, both counted from 1. */
  record Place(int line, int column) {
    private static Place of(JsonLocation location) {
      return new Place(location.getLineNr(), location.getColumnNr());
    }
  }

  /** The place of the first character of the value. */
  Place at();

  /** The value as JSON, without what means nothing. */
  default String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      write(generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private void write(JsonGenerator generator) throws IOException {
    if (this instanceof ObjectValue object) {
      generator.writeStartObject();
      for (Map.Entry<String, Member> member : object.members().entrySet()) {
        generator.writeFieldName(member.getKey());
        member.getValue().value().write(generator);
      }
      generator.writeEndObject();
    } else if (this instanceof ArrayValue array) {
      generator.writeStartArray();
      for (LocatedJson item : array.items()) {
        item.write(generator);
      }
      generator.writeEndArray();
    } else if (this instanceof ScalarValue scalar) {
      if (scalar.token() == JsonToken.VALUE_STRING) {
        generator.writeString(scalar.text());
      } else {
        generator.writeRawValue(scalar.text());
      }
    }
  }

  /** A member of an object: the place of its name, and its value. */
  record Member(Place nameAt, LocatedJson value) {}

  /** An object; members in the order of the file. */
  record ObjectValue(Place at, Map<String, Member> members) implements LocatedJson {}

  /** An array. */
  record ArrayValue(Place at, List<LocatedJson> items) implements LocatedJson {}

  /** A string, number, boolean or null, with its text as written. */
  record ScalarValue(Place at, JsonToken token, String text) implements LocatedJson {}

  /**
   * Reads a whole document.
   *
   * @throws ConfigurationFileException on any breach of JSON's syntax, a repeated name, or content
   *     after the end
   */
  static LocatedJson parse(String file, byte[] content) {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = factory.createParser(content)) {
      if (parser.nextToken() == null) {
        throw new ConfigurationFileException(file, "is empty");
      }
      LocatedJson value = read(parser);
      if (parser.nextToken() != null) {
        Place place = Place.of(parser.currentTokenLocation());
        throw new ConfigurationFileException(
            file, place.line(), place.column(), "content after the end of the JSON document", null);
      }
      return value;
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation();
      String reason = "not valid JSON: " + e.getOriginalMessage();
      if (location == null) {
        throw new ConfigurationFileException(file, reason, e);
      }
      throw new ConfigurationFileException(
          file, location.getLineNr(), Math.max(location.getColumnNr(), 1), reason, e);
    } catch (IOException e) {
      throw new ConfigurationFileException(file, "not valid JSON: " + e.getMessage(), e);
    }
  }

  private static LocatedJson read(JsonParser parser) throws IOException {
    Place at = Place.of(parser.currentTokenLocation());
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Member> members = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        Place nameAt = Place.of(parser.currentTokenLocation());
        String name = parser.currentName();
        parser.nextToken();
        members.put(name, new Member(nameAt, read(parser)));
      }
      return new ObjectValue(at, members);
    }
    if (token == JsonToken.START_ARRAY) {
      List<LocatedJson> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(read(parser));
      }
      return new ArrayValue(at, items);
    }
    return new ScalarValue(at, token, parser.getText());
  }
}
