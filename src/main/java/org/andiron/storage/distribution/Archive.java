package org.andiron.storage.distribution;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The entries of a zip file, or a single file that is its own only entry. Unpacks nothing. */
final class Archive implements Closeable {

  private final Path file;
  private final @Nullable ZipFile zip;
  private final Progress progress;

  private Archive(Path file, @Nullable ZipFile zip, Progress progress) {
    this.file = file;
    this.zip = zip;
    this.progress = progress;
  }

  /**
   * Opens a file.
   *
   * @throws UnusableArchiveException if it is called a zip file but is none
   */
  static Archive open(Path file, Progress progress) throws IOException {
    if (!name(file).toLowerCase(Locale.ROOT).endsWith(".zip")) {
      return new Archive(file, null, progress);
    }
    try {
      return new Archive(file, new ZipFile(file.toFile()), progress);
    } catch (IOException e) {
      throw new UnusableArchiveException(
          "The file is not a whole zip file: " + e.getMessage() + ". Download it again.", e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** The name of the file itself. */
  String name() {
    return name(file);
  }

  /** The paths of all entries. */
  List<String> entries() {
    return zip == null
        ? List.of(name())
        : zip.stream().filter(it -> !it.isDirectory()).map(ZipEntry::getName).sorted().toList();
  }

  /** The first entry whose file name matches as a whole. */
  Optional<String> find(Pattern fileName) {
    return all(fileName).stream().findFirst();
  }

  /** All entries whose file name matches as a whole, in order. */
  List<String> all(Pattern fileName) {
    return entries().stream()
        .filter(it -> fileName.matcher(it.substring(it.lastIndexOf('/') + 1)).matches())
        .toList();
  }

  /** The size of an entry in bytes, unpacked. */
  long size(String entry) {
    try {
      return zip == null ? Files.size(file) : Math.max(0, zip.getEntry(entry).getSize());
    } catch (IOException e) {
      throw new UnusableArchiveException("The file cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads an entry and counts what is read. */
  InputStream open(String entry) throws IOException {
    return new Counted(
        zip == null ? Files.newInputStream(file) : zip.getInputStream(zip.getEntry(entry)),
        progress);
  }

  /** Reads an entry as text in UTF-8, without a byte order mark. */
  BufferedReader text(String entry) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(entry), StandardCharsets.UTF_8), 1 << 16);
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      zip.close();
    }
  }

  private static final class Counted extends FilterInputStream {

    private final Progress progress;

    Counted(InputStream in, Progress progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      progress.read(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      progress.read(Math.max(0, read));
      return read;
    }
  }
}
