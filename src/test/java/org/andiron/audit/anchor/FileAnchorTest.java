package org.andiron.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.SignedTreeHead;
import org.andiron.audit.ledger.SignedTreeHeadJson;
import org.andiron.audit.ledger.SigningKey;
import org.andiron.audit.ledger.TreeHead;
import org.andiron.startup.StartupRefusedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileAnchorTest {

  private static final SigningKey KEY = SigningKey.generate();
  private static final UUID LOG = UUID.randomUUID();

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void file() {
    file = directory.resolve("heads.jsonl");
  }

  private static SignedTreeHead head(UUID log, long size, String root) {
    return KEY.sign(
        new TreeHead(
            log,
            size,
            Hash.ofLeaf(root.getBytes(StandardCharsets.UTF_8)),
            Instant.ofEpochMilli(size)));
  }

  private static SignedTreeHead head(long size) {
    return head(LOG, size, "root " + size);
  }

  @Test
  void headsAreLinesAndStayOverRestarts() throws Exception {
    FileAnchor anchor = new FileAnchor(file);
    assertThat(anchor.size(99, head(1))).as("whatever the database says").isZero();
    anchor.put(head(1));
    anchor.put(head(5));
    assertThat(anchor.size(0, head(7))).isEqualTo(5);

    FileAnchor restarted = new FileAnchor(file);
    assertThat(restarted.size(0, head(5))).isEqualTo(5);
    restarted.put(head(7));

    assertThat(Files.readAllLines(file).stream().map(SignedTreeHeadJson::decode))
        .containsExactly(head(1), head(5), head(7));
  }

  @Test
  void aLogThatWasSetBackIsTold() throws Exception {
    FileAnchor anchor = new FileAnchor(file);
    anchor.put(head(5));
    assertThat(anchor.size(0, head(4))).as("the delivery refuses it").isEqualTo(5);
  }

  @Test
  void aForkIsTold() throws Exception {
    FileAnchor anchor = new FileAnchor(file);
    anchor.put(head(5));
    assertThatThrownBy(() -> anchor.size(0, head(LOG, 5, "another")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the log was altered");
  }

  @Test
  void anotherLogNeedsAnotherFile() throws Exception {
    FileAnchor anchor = new FileAnchor(file);
    anchor.put(head(5));
    assertThatThrownBy(() -> anchor.size(0, head(UUID.randomUUID(), 6, "r")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("name another file");
  }

  @Test
  void aFileThatIsCutOrRemovedIsTold() throws Exception {
    FileAnchor anchor = new FileAnchor(file);
    anchor.put(head(5));
    anchor.put(head(6));
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.indexOf('\n') + 1));
    assertThatThrownBy(() -> anchor.size(0, head(7)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was cut");
    Files.delete(file);
    assertThatThrownBy(() -> anchor.size(0, head(7)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was removed");
    assertThat(file).as("nor made anew").doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"log\":\"x\"", "not a head\n", "\n", "{}\n"})
  void aFileOfSomethingElseStopsTheStartAndIsLeftAsItIs(String content) throws Exception {
    Files.writeString(file, content);
    assertThatThrownBy(() -> new FileAnchor(file))
        .isInstanceOf(StartupRefusedException.class)
        .hasMessageStartingWith(
            "andiron.audit.anchors.file: " + file + " cannot be used: its last");
    assertThat(file).hasContent(content);
  }

  @Test
  void aLineThatWasNotWrittenToItsEndIsNotWrittenOver() throws Exception {
    FileAnchor anchor = new FileAnchor(file);
    anchor.put(head(5));
    Files.writeString(file, "{\"log\":", StandardOpenOption.APPEND);
    String before = Files.readString(file);
    assertThatThrownBy(() -> anchor.size(0, head(6)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not complete");
    assertThat(file).hasContent(before);
  }

  @Test
  void aFileThatCannotBeMadeStopsTheStart() {
    Path nowhere = directory.resolve("missing").resolve("heads.jsonl");
    for (Path path : List.of(nowhere, directory)) {
      assertThatThrownBy(() -> new FileAnchor(path))
          .isInstanceOf(StartupRefusedException.class)
          .hasMessageStartingWith("andiron.audit.anchors.file: " + path + " cannot be used: ");
    }
  }
}
