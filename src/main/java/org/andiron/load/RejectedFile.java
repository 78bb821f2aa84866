package org.andiron.load;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file of what was not stored, one JSON object a line. It comes into being with the first such
 * thing, readable by its owner only; what an earlier run left in it goes at the start.
 */
final class RejectedFile implements Closeable {

  private final Path path;
  private @Nullable OutputStream out;

  /**
   * A file that is written when needed.
   *
   * @throws LoadException when it cannot be written
   */
  RejectedFile(Path path) {
    this.path = path;
    try {
      if (Files.exists(path)) {
        Files.newOutputStream(path).close();
      }
    } catch (IOException e) {
      throw new LoadException("cannot write the file of rejected entries " + path, e);
    }
  }

  synchronized void write(Rejection rejection) {
    try {
      if (out == null) {
        out = open();
      }
      // Closing the generator would close the file; flushing hands the line over.
      JsonGenerator generator = ResourceInspector.JSON.createGenerator(out);
      write(generator, rejection);
      generator.flush();
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the file of rejected entries", e);
    }
  }

  private OutputStream open() throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(OwnerOnly.create(path)));
  }

  private static void write(JsonGenerator generator, Rejection rejection) throws IOException {
    generator.writeStartObject();
    generator.writeStringField("source", rejection.source());
    number(generator, "line", rejection.line());
    number(generator, "entry", rejection.entry());
    string(generator, "fullUrl", rejection.fullUrl());
    number(generator, "status", rejection.status());
    if (rejection.unknown()) {
      generator.writeBooleanField("unknown", true);
    }
    generator.writeObjectFieldStart("resources");
    for (Map.Entry<String, Long> count : new TreeMap<>(rejection.resources()).entrySet()) {
      generator.writeNumberField(count.getKey(), count.getValue());
    }
    generator.writeEndObject();
    generator.writeArrayFieldStart("issues");
    for (Rejection.Issue issue : rejection.issues()) {
      generator.writeStartObject();
      generator.writeStringField("severity", issue.severity());
      generator.writeStringField("code", issue.code());
      string(generator, "diagnostics", issue.diagnostics());
      string(generator, "expression", issue.expression());
      generator.writeEndObject();
    }
    generator.writeEndArray();
    generator.writeEndObject();
  }

  private static void number(JsonGenerator generator, String name, @Nullable Integer value)
      throws IOException {
    if (value != null) {
      generator.writeNumberField(name, value);
    }
  }

  private static void string(JsonGenerator generator, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      generator.writeStringField(name, value);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
