package org.andiron.load;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes a collection or searchset Bundle as a transaction: PUT for a resource with an id, POST for
 * one without. References by {@code fullUrl} keep working, for the server resolves them within the
 * transaction.
 */
final class CollectionRewriter {

  private CollectionRewriter() {}

  /**
   * Writes the transaction to a temporary file, which the caller deletes; leaves the input open.
   */
  static Path rewrite(InputStream in) throws IOException {
    Path target = Files.createTempFile("andiron-load", ".json");
    try (OutputStream out = Files.newOutputStream(target);
        JsonParser parser = ResourceInspector.JSON.createParser(in);
        JsonGenerator generator = ResourceInspector.JSON.createGenerator(out, JsonEncoding.UTF8)) {
      generator.writeStartObject();
      generator.writeStringField("resourceType", "Bundle");
      generator.writeStringField("type", "transaction");
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("entry") && value == JsonToken.START_ARRAY) {
          generator.writeArrayFieldStart("entry");
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            entry(parser, generator);
          }
          generator.writeEndArray();
        } else {
          parser.skipChildren();
        }
      }
      generator.writeEndObject();
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(target);
      throw e;
    }
    return target;
  }

  private static void entry(JsonParser parser, JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    @Nullable String type = null;
    @Nullable String id = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("fullUrl")) {
        generator.writeStringField("fullUrl", parser.getText());
      } else if (name.equals("resource") && value == JsonToken.START_OBJECT) {
        generator.writeObjectFieldStart("resource");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String field = parser.currentName();
          parser.nextToken();
          if (field.equals("resourceType")) {
            type = parser.getText();
          } else if (field.equals("id")) {
            id = parser.getText();
          }
          generator.writeFieldName(field);
          copy(parser, generator);
        }
        generator.writeEndObject();
      } else {
        parser.skipChildren();
      }
    }
    if (type != null) {
      generator.writeObjectFieldStart("request");
      generator.writeStringField("method", id == null ? "POST" : "PUT");
      generator.writeStringField("url", id == null ? type : type + "/" + id);
      generator.writeEndObject();
    }
    generator.writeEndObject();
  }

  /** Copies a value digit by digit: 1.10 and 1.1 differ in FHIR. */
  private static void copy(JsonParser parser, JsonGenerator generator) throws IOException {
    int depth = 0;
    JsonToken token = parser.currentToken();
    while (true) {
      if (token.isNumeric()) {
        generator.writeNumber(parser.getText());
      } else {
        generator.copyCurrentEvent(parser);
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      }
      if (depth == 0) {
        return;
      }
      token = parser.nextToken();
    }
  }
}
