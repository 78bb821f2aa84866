package org.andiron.audit.verification;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.andiron.audit.ledger.Leaf;
import org.andiron.audit.verification.Finding.Kind;
import org.jspecify.annotations.Nullable;

/**
 * An archive that was read from its first to its last line: each record was compared with its leaf,
 * and all leaves with what the archive says that it has.
 *
 * @param header what it says; if there is no finding, that is what it has
 * @param findings what is wrong, each with the name of the file; the first of them if they are many
 * @param findingCount how much is wrong
 */
public record ArchiveFile(ArchiveHeader header, List<Finding> findings, long findingCount) {

  public ArchiveFile {
    findings = List.copyOf(findings);
  }

  /**
   * Reads an archive.
   *
   * @throws UnreadableLogException if it cannot be read, is none, or is cut short
   */
  public static ArchiveFile read(Path file) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file), 1 << 16),
                StandardCharsets.UTF_8))) {
      return new Reading(file, header(file, lines.readLine())).read(lines);
    } catch (EOFException e) {
      throw new UnreadableLogException(file + " is cut short", e);
    } catch (ZipException e) {
      throw new UnreadableLogException(file + " is damaged, or no archive of the audit log", e);
    } catch (IOException e) {
      throw new UnreadableLogException("cannot read " + file + " (" + e.getMessage() + ")", e);
    }
  }

  private static ArchiveHeader header(Path file, @Nullable String line) {
    try {
      return ArchiveFormat.header(line == null ? "" : line);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new UnreadableLogException(file + " is no archive of the audit log", e);
    }
  }

  private static final class Reading {

    private final Path file;
    private final ArchiveHeader header;
    private final LeafDigest digest = new LeafDigest();
    private final List<Finding> findings = new ArrayList<>();
    private long findingCount;
    private long last = -1;

    Reading(Path file, ArchiveHeader header) {
      this.file = file;
      this.header = header;
    }

    ArchiveFile read(BufferedReader lines) throws IOException {
      int number = 1;
      String line = lines.readLine();
      for (; line != null && line.startsWith(DumpFormat.LEAF); line = lines.readLine()) {
        number++;
        Entry entry = parsed(line);
        if (entry == null) {
          add(Kind.ARCHIVE, null, null, "line " + number + " is no record");
        } else {
          check(entry);
        }
      }
      if (!DumpFormat.END.equals(line)) {
        if (line == null) {
          throw new EOFException();
        }
        add(Kind.ARCHIVE, null, null, "line " + (number + 1) + " is no record");
      } else if (lines.readLine() != null) {
        add(Kind.ARCHIVE, null, null, "it goes on behind its end");
      }
      if (digest.count() != header.leaves() || !digest.hash().equals(header.digest())) {
        add(
            Kind.ARCHIVE,
            null,
            null,
            "it says that it has %d records; it has %d, or others"
                .formatted(header.leaves(), digest.count()));
      }
      return new ArchiveFile(header, findings, findingCount);
    }

    private static @Nullable Entry parsed(String line) {
      try {
        return DumpFormat.entry(line);
      } catch (IOException | IllegalArgumentException | DateTimeException e) {
        return null;
      }
    }

    private void check(Entry entry) {
      Leaf leaf = entry.leaf();
      digest.add(leaf.hash());
      StoredRow row = entry.row();
      byte[] content = row == null ? null : row.content();
      byte[] salt = row == null ? null : row.salt();
      if (row == null || content == null || salt == null) {
        add(Kind.RECORD_MISSING, entry.index(), leaf.id(), "the record is not there");
      } else if (!row.id().equals(leaf.id())
          || !row.recorded().equals(leaf.recorded())
          || !Arrays.equals(row.commitment(), leaf.commitment().bytes())) {
        add(Kind.RECORD_ALTERED, entry.index(), leaf.id(), "the record is not that of the leaf");
      } else {
        RowCheck.check(row, content, salt, entry.index())
            .ifPresent(it -> add(it.kind(), it.index(), it.id(), it.text()));
      }
      if (entry.index() <= last || !header.covers(leaf.recorded())) {
        add(Kind.ARCHIVE, entry.index(), leaf.id(), "the record does not belong here");
      }
      last = entry.index();
    }

    private void add(Kind kind, @Nullable Long index, @Nullable UUID id, String text) {
      findingCount++;
      if (findings.size() < Verifier.MOST_FINDINGS) {
        findings.add(new Finding(kind, index, id, "in " + file + ": " + text));
      }
    }
  }
}
