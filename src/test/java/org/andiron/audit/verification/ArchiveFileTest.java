package org.andiron.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.store.Row;
import org.andiron.audit.store.SealableRows;
import org.andiron.audit.verification.Finding.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFileTest {

  private static final Instant FIRST = Instant.parse("2020-03-01T00:00:00Z");
  private static final Instant BEFORE = Instant.parse("2020-04-01T00:00:00Z");

  @TempDir private Path folder;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private ArchiveHeader header;

  @BeforeEach
  void make() {
    LeafDigest digest = new LeafDigest();
    for (int i = 0; i < 5; i++) {
      Row row = SealableRows.row(FIRST.plusSeconds(i), i);
      rows.add(row);
      digest.add(row.leaf().hash());
    }
    header = new ArchiveHeader(UUID.randomUUID(), FIRST, BEFORE, 5, digest.hash());
    lines.add(ArchiveFormat.header(header));
    for (int i = 0; i < 5; i++) {
      lines.add(DumpFormat.entry(entry(100 + i, rows.get(i))));
    }
    lines.add(DumpFormat.END);
  }

  private static Entry entry(long index, Row row) {
    var search = row.search();
    return new Entry(
        index,
        row.leaf(),
        new StoredRow(
            row.id(),
            row.recorded(),
            7,
            row.content().getBytes(StandardCharsets.UTF_8),
            row.salt().bytes(),
            row.leaf().commitment().bytes(),
            false,
            null,
            search.patient(),
            search.action(),
            search.outcome(),
            search.type(),
            search.agentNames(),
            search.addresses(),
            List.copyOf(search.terms())));
  }

  private Path file() throws IOException {
    Path file = folder.resolve(UUID.randomUUID() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (String line : lines) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private ArchiveFile read() throws IOException {
    return ArchiveFile.read(file());
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertThat(read()).isEqualTo(new ArchiveFile(header, List.of(), 0));
  }

  @Test
  void anAlteredRecordIsNamedWithTheFile() throws IOException {
    lines.set(3, lines.get(3).replace("nina", "nona"));
    Path file = file();
    ArchiveFile read = ArchiveFile.read(file);
    assertThat(read.findingCount()).isEqualTo(1);
    assertThat(read.findings())
        .singleElement()
        .hasToString(
            "leaf 102, record " + rows.get(2).id() + ": in " + file + ": the content was altered");
  }

  @Test
  void aRecordThatAgreesWithItsLeafButIsAnotherIsFound() throws IOException {
    lines.set(3, DumpFormat.entry(entry(102, SealableRows.row(FIRST.plusSeconds(2), 77))));
    assertThat(read().findings()).extracting(Finding::kind).containsExactly(Kind.ARCHIVE);
  }

  @Test
  void aRecordThatIsNotThereIsFound() throws IOException {
    lines.remove(3);
    assertThat(read().findings())
        .singleElement()
        .satisfies(it -> assertThat(it.text()).contains("5 records; it has 4"));
  }

  @Test
  void whatSwapsPlacesIsFound() throws IOException {
    Collections.swap(lines, 2, 3);
    assertThat(read().findings()).extracting(Finding::kind).contains(Kind.ARCHIVE);
  }

  @Test
  void aLeafWithoutItsRecordIsFound() throws IOException {
    lines.set(2, DumpFormat.entry(new Entry(101, rows.get(1).leaf(), null)));
    assertThat(read().findings())
        .singleElement()
        .satisfies(it -> assertThat(it.kind()).isEqualTo(Kind.RECORD_MISSING))
        .satisfies(it -> assertThat(it.id()).isEqualTo(rows.get(1).id()));
  }

  @Test
  void aRecordUnderTheLeafOfAnotherIsFound() throws IOException {
    Entry one = entry(101, rows.get(1));
    Entry other = entry(101, rows.get(4));
    lines.set(2, DumpFormat.entry(new Entry(101, one.leaf(), other.row())));
    assertThat(read().findings())
        .singleElement()
        .satisfies(it -> assertThat(it.text()).contains("not that of the leaf"));
  }

  @Test
  void linesThatAreNoneAreFound() throws IOException {
    lines.set(2, "{\"leaf\":{}}");
    lines.add("{}");
    assertThat(read().findings())
        .extracting(Finding::text)
        .anyMatch(it -> it.contains("line 3 is no record"))
        .anyMatch(it -> it.contains("goes on behind its end"));
  }

  @Test
  void aHeaderThatSaysSomethingElseIsFound() throws IOException {
    ArchiveHeader other = new ArchiveHeader(header.logId(), FIRST, BEFORE, 5, Hash.EMPTY_TREE);
    lines.set(0, ArchiveFormat.header(other));
    assertThat(read().findings()).extracting(Finding::kind).containsExactly(Kind.ARCHIVE);
  }

  @Test
  void whatIsNoArchiveIsNotRead() throws IOException {
    Path whole = file();
    lines.remove(lines.size() - 1);
    Path endless = file();
    assertThatThrownBy(() -> ArchiveFile.read(endless))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("cut short");
    Path cut = folder.resolve("cut.gz");
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> ArchiveFile.read(cut)).hasMessageContaining("cut short");
    lines.set(0, "{\"dump\":\"andiron-audit-v1\"}");
    Path dump = file();
    assertThatThrownBy(() -> ArchiveFile.read(dump)).hasMessageContaining("no archive");
    Path plain = Files.writeString(folder.resolve("plain"), "something");
    assertThatThrownBy(() -> ArchiveFile.read(plain)).hasMessageContaining("no archive");
    assertThatThrownBy(() -> ArchiveFile.read(folder.resolve("none")))
        .isInstanceOf(UnreadableLogException.class)
        .hasMessageContaining("cannot read");
  }

  @Test
  void manyFindingsAreCounted() throws IOException {
    for (int i = 1; i <= 5; i++) {
      lines.set(i, lines.get(i).replace("nina", "nona"));
    }
    assertThat(read().findingCount()).isEqualTo(5);
  }
}
