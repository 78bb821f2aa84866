package org.andiron.risk.learning.scoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.andiron.storage.config.ConfigurationFileException;

/** Records of numbers and texts as JSON: the same record has the same bytes. */
final class ArtefactJson {

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

  private ArtefactJson() {}

  static byte[] compact(Object value) {
    try {
      return (MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and texts can be written", e);
    }
  }

  static byte[] inLines(Object value) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(LINES);
    try {
      return (MAPPER.writer(printer).writeValueAsString(value) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of numbers and texts can be written", e);
    }
  }

  /**
   * @throws IllegalArgumentException if it is no such record
   */
  static <T> T read(byte[] content, Class<T> type) {
    try {
      return MAPPER.readValue(content, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(reason(e), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The same for a file of the operator, with the place in it. */
  static <T> T read(String file, byte[] content, Class<T> type) {
    try {
      return MAPPER.readValue(content, type);
    } catch (JsonProcessingException e) {
      boolean placed = e.getLocation() != null;
      throw new ConfigurationFileException(
          file,
          placed ? e.getLocation().getLineNr() : 0,
          placed ? e.getLocation().getColumnNr() : 0,
          reason(e),
          e);
    } catch (IOException e) {
      throw new ConfigurationFileException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** With the name of the member, which the library's message alone may lack. */
  private static String reason(JsonProcessingException e) {
    String path =
        e instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(
                    it -> it.getFieldName() == null ? "[" + it.getIndex() + "]" : it.getFieldName())
                .collect(Collectors.joining("/"))
            : "";
    return path.isEmpty() ? e.getOriginalMessage() : path + ": " + e.getOriginalMessage();
  }
}
