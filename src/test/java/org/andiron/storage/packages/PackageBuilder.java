package org.andiron.storage.packages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Builds a FHIR package in memory, a right one or a wrong one. */
public final class PackageBuilder {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

  private PackageBuilder() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /** A package with nothing in it, not even a manifest. */
  public static PackageBuilder empty() {
    return new PackageBuilder();
  }

  /** A package for FHIR R4 with its manifest. */
  public static PackageBuilder named(String name, String version) {
    return empty()
        .file(
            "package/package.json",
            """
            {"name": "%s", "version": "%s", "canonical": "http://example.org/%s", "title": "Example",
             "fhirVersions": ["4.0.1"],
             "dependencies": {"hl7.fhir.r4.core": "4.0.1", "example.absent": "1.0.0"}}
            """
                .formatted(name, version, name));
  }

  public PackageBuilder file(String path, String content) {
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(path, true);
    entry.setSize(data.length);
    return add(entry, data);
  }

  public PackageBuilder link(String path, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    return add(entry, new byte[0]);
  }

  private PackageBuilder add(TarArchiveEntry entry, byte[] data) {
    try {
      tar.putArchiveEntry(entry);
      tar.write(data);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The archive, compressed. */
  public byte[] build() {
    try {
      tar.close();
      return compress(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] compress(byte[] content) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    }
    return compressed.toByteArray();
  }

  /** Writes the archive into {@code packages/} of a folder. */
  public PackageBuilder writeTo(Path root, String name) throws IOException {
    Files.write(Files.createDirectories(root.resolve("packages")).resolve(name), build());
    return this;
  }
}
