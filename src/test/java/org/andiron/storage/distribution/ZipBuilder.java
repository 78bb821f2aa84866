package org.andiron.storage.distribution;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes zip files with text in them. */
final class ZipBuilder {

  /** Writes the text of an entry. */
  interface Content {
    void writeTo(Writer out) throws IOException;
  }

  private final Map<String, Content> entries = new LinkedHashMap<>();

  ZipBuilder entry(String path, Content content) {
    entries.put(path, content);
    return this;
  }

  ZipBuilder entry(String path, String... lines) {
    return entry(path, out -> out.write(String.join("\r\n", lines) + "\r\n"));
  }

  ZipBuilder without(String path) {
    entries.keySet().removeIf(it -> it.endsWith(path));
    return this;
  }

  Path writeTo(Path file) {
    try {
      Files.createDirectories(file.getParent());
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        Writer out = new BufferedWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
        for (Map.Entry<String, Content> entry : entries.entrySet()) {
          zip.putNextEntry(new ZipEntry(entry.getKey()));
          entry.getValue().writeTo(out);
          out.flush();
          zip.closeEntry();
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
