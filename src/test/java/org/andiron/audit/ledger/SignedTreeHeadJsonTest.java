package org.andiron.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTreeHeadJsonTest {

  private static final SigningKey KEY = SigningKey.generate();
  private static final SignedTreeHead HEAD =
      KEY.sign(
          new TreeHead(
              UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"),
              42,
              Hash.EMPTY_TREE,
              Instant.parse("2026-11-29T14:00:00.125Z")));

  @Test
  void isOneLineWithTheNamedMembers() {
    assertThat(SignedTreeHeadJson.encode(HEAD))
        .startsWith(
            "{\"log\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"size\":42,"
                + "\"time\":\"2026-11-29T14:00:00.125Z\",\"root\":\""
                + Hash.EMPTY_TREE
                + "\",\"key\":\""
                + KEY.verificationKey().id()
                + "\",\"signature\":\"")
        .endsWith("\"}")
        .doesNotContain("\n");
  }

  @Property(tries = 100)
  void transactionsAreReadAsTheyWereWritten(@ForAll long watermark, @ForAll long nextXact) {
    TreeHead first = HEAD.head();
    SignedTreeHead head =
        KEY.sign(
            new TreeHead(
                first.logId(),
                first.size(),
                first.root(),
                first.time(),
                new TransactionBounds(watermark, nextXact)));
    String json = SignedTreeHeadJson.encode(head);
    assertThat(json).contains("\"watermark\":\"" + Long.toUnsignedString(watermark) + "\"");
    SignedTreeHead read = SignedTreeHeadJson.decode(json);
    assertThat(read).isEqualTo(head);
    assertThat(KEY.verificationKey().verifies(read)).isTrue();
    assertThatThrownBy(() -> SignedTreeHeadJson.decode(json.replace("nextXact", "otherXact")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 100)
  void isReadAsItWasWritten(
      @ForAll @LongRange(min = 0) long size,
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long millis) {
    SignedTreeHead head =
        KEY.sign(
            new TreeHead(
                UUID.randomUUID(),
                size,
                Hash.ofLeaf(new byte[] {(byte) size}),
                Instant.ofEpochMilli(millis)));
    SignedTreeHead read = SignedTreeHeadJson.decode(SignedTreeHeadJson.encode(head));
    assertThat(read).isEqualTo(head);
    assertThat(KEY.verificationKey().verifies(read)).isTrue();
  }

  @Test
  void spaceAndOrderMeanNothing() {
    String json =
        "\n{ \"signature\" : \"%s\",\n \"key\":\"%s\", \"root\":\"%s\",\"time\":\"%s\", \"size\": 42 , \"log\":\"%s\"}\r\n"
            .formatted(
                Base64.getEncoder().encodeToString(HEAD.signature()),
                HEAD.keyId(),
                HEAD.head().root(),
                HEAD.head().time(),
                HEAD.head().logId());
    assertThat(SignedTreeHeadJson.decode(json)).isEqualTo(HEAD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"size\":1}",
        "{\"size\":1,}",
        "%s}",
        "x%s",
        "%s%s",
      })
  void otherTextIsRefused(String text) {
    String json = text.replace("%s", SignedTreeHeadJson.encode(HEAD));
    assertThatThrownBy(() -> SignedTreeHeadJson.decode(json))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"size\":42|\"size\":\"42\"",
        "\"size\":42|\"size\":-1",
        "\"size\":42|\"size\":042",
        "\"size\":42|\"size\":4.2",
        "\"size\":42|\"size\":99999999999999999999",
        "\"size\":42|\"size\":42,\"size\":42",
        "\"size\":42|\"size\":42,\"more\":\"x\"",
        "\"size\":42,|",
        "14:00:00.125Z|14:00:00.1255Z",
        "14:00:00.125Z|noon",
        "\"signature\":\"|\"signature\":\"QUJD",
        "\"root\":\"|\"root\":\"00",
        "\"root\":\"|\"root\":\"zz",
        "\"}|\"},",
      })
  void anythingElseThanAHeadIsRefused(String change) {
    int bar = change.indexOf('|');
    String json =
        SignedTreeHeadJson.encode(HEAD)
            .replace(change.substring(0, bar), change.substring(bar + 1));
    assertThatThrownBy(() -> SignedTreeHeadJson.decode(json))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatAnotherDigestSaysIsAnotherHead() {
    String other = HexFormat.of().formatHex(Hash.ofLeaf(new byte[0]).bytes());
    SignedTreeHead read =
        SignedTreeHeadJson.decode(
            SignedTreeHeadJson.encode(HEAD).replace(HEAD.head().root().toString(), other));
    assertThat(KEY.verificationKey().verifies(read)).isFalse();
  }
}
