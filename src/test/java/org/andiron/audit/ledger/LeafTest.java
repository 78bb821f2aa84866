package org.andiron.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeafTest {

  private static final UUID ID = UUID.fromString("0190c8a2-7b3e-7c44-9f10-2f6d5b8a1e77");
  private static final Instant RECORDED = Instant.parse("2026-03-01T12:34:56.789012Z");
  private static final Salt SALT = Salt.of(bytes(Salt.BYTES));
  private static final byte[] CONTENT =
      "{\"resourceType\":\"AuditEvent\",\"note\":\"ü\"}".getBytes(StandardCharsets.UTF_8);
  private static final Leaf LEAF = new Leaf(ID, RECORDED, SALT.commit(CONTENT));

  /** 0, 1, 2 and so on. */
  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  @Test
  void otherSoftwareComesToTheSameBytes() {
    // Computed in another language, from the Javadoc.
    assertThat(LEAF.commitment())
        .hasToString("d0c146e31420815742118e71d9813e88d192b504bf91b61c3845585e348e6646");
    assertThat(LEAF.encoded())
        .isEqualTo(
            HexFormat.of()
                .parseHex(
                    "01"
                        + "0190c8a27b3e7c449f102f6d5b8a1e77"
                        + "00064bf5b2a98614"
                        + "d0c146e31420815742118e71d9813e88d192b504bf91b61c3845585e348e6646"));
    assertThat(LEAF.hash())
        .hasToString("cfdf1ed7d53d53fd553ea0055177b746f920d429053b698bbc5c69a30dee2012");
  }

  @Test
  void thatOfAVersion2LeafAsWell() {
    Leaf leaf = new Leaf(ID, RECORDED, LEAF.commitment(), 0x8000000000000123L);
    assertThat(leaf.encoded())
        .isEqualTo(
            HexFormat.of()
                .parseHex(
                    "02"
                        + "0190c8a27b3e7c449f102f6d5b8a1e77"
                        + "00064bf5b2a98614"
                        + "d0c146e31420815742118e71d9813e88d192b504bf91b61c3845585e348e6646"
                        + "8000000000000123"));
    assertThat(leaf.hash())
        .hasToString("7e6b3d64fcfe5f1525fd385bfc7a87671674b68a8c535604aac7fa84c1144820");
  }

  @Test
  void nothingOfARecordCanBeChangedUnderTheSameHash() {
    Set<Hash> hashes = new HashSet<>(Set.of(LEAF.hash()));
    for (int bit = 0; bit < Long.SIZE; bit++) {
      hashes.add(new Leaf(ID, RECORDED, LEAF.commitment(), 1L << bit).hash());
    }
    for (int bit = 0; bit < Long.SIZE; bit++) {
      hashes.add(leaf(ID.getMostSignificantBits() ^ 1L << bit, ID.getLeastSignificantBits()));
      hashes.add(leaf(ID.getMostSignificantBits(), ID.getLeastSignificantBits() ^ 1L << bit));
    }
    hashes.add(new Leaf(ID, RECORDED.plusNanos(1000), LEAF.commitment()).hash());
    hashes.add(new Leaf(ID, RECORDED.minusNanos(1000), LEAF.commitment()).hash());
    for (int bit = 0; bit < 8 * CONTENT.length; bit++) {
      hashes.add(new Leaf(ID, RECORDED, SALT.commit(flipped(CONTENT, bit))).hash());
    }
    for (int bit = 0; bit < 8 * Salt.BYTES; bit++) {
      Salt salt = Salt.of(flipped(SALT.bytes(), bit));
      hashes.add(new Leaf(ID, RECORDED, salt.commit(CONTENT)).hash());
    }
    byte[] shorter = Arrays.copyOf(CONTENT, CONTENT.length - 1);
    hashes.add(new Leaf(ID, RECORDED, SALT.commit(shorter)).hash());
    assertThat(hashes).hasSize(1 + 3 * Long.SIZE + 2 + 8 * CONTENT.length + 8 * Salt.BYTES + 1);
  }

  private static Hash leaf(long high, long low) {
    return new Leaf(new UUID(high, low), RECORDED, LEAF.commitment()).hash();
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << (bit % 8));
    return changed;
  }

  @Test
  void aTimeBefore1970IsANegativeNumber() {
    Leaf leaf = new Leaf(ID, Instant.EPOCH.minusNanos(1000), LEAF.commitment());
    assertThat(Arrays.copyOfRange(leaf.encoded(), 17, 25)).containsOnly((byte) 0xff);
  }

  @Test
  void aTimeThatTheDatabaseWouldRoundIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Leaf(ID, RECORDED.plusNanos(1), LEAF.commitment()));
  }

  @Test
  void saltsDiffer() {
    Set<Hash> commitments = new HashSet<>();
    IntStream.range(0, 100).forEach(i -> commitments.add(Salt.random().commit(CONTENT)));
    assertThat(commitments).hasSize(100);
  }

  @Test
  void saltsAndHashesOfAnotherLengthAreRefused() {
    for (int length : List.of(0, 31, 33)) {
      assertThatIllegalArgumentException().isThrownBy(() -> Salt.of(new byte[length]));
      assertThatIllegalArgumentException().isThrownBy(() -> Hash.of(new byte[length]));
    }
  }

  @Test
  void nobodyChangesAHashOrASaltFromOutside() {
    byte[] given = bytes(32);
    Hash hash = Hash.of(given);
    Salt salt = Salt.of(given);
    given[0] = 9;
    hash.bytes()[1] = 9;
    salt.bytes()[1] = 9;
    assertThat(hash.bytes()).isEqualTo(bytes(32));
    assertThat(salt.bytes()).isEqualTo(bytes(32));
  }
}
