package org.andiron.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TreeHeadTest {

  /** The first key of section 7.1 of RFC 8032. */
  private static final VerificationKey PUBLIC =
      VerificationKey.of(
          hex(
              "302a300506032b6570032100"
                  + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));

  private static final SigningKey PRIVATE =
      SigningKey.of(
          hex(
              "302e020100300506032b657004220420"
                  + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
          PUBLIC);

  private static final String PEM =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
      -----END PUBLIC KEY-----
      """;

  private static final TreeHead HEAD =
      PlainTree.head(
          5, Hash.of(hex("4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")));

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void otherSoftwareComesToTheSameBytes() {
    // Computed in another language, from the Javadoc, and signed by OpenSSL.
    assertThat(HEAD.encoded())
        .isEqualTo(
            hex(
                "616e6469726f6e2d747265652d686561642d76310a"
                    + "3f2504e04f8941d39a0c0305e82c3301"
                    + "0000000000000005"
                    + "0000019ca9650895"
                    + "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"));
    SignedTreeHead signed = PRIVATE.sign(HEAD);
    assertThat(signed.signature())
        .isEqualTo(
            hex(
                "5152c0da93676225fa6d1befe62ca6e63508a14c77f2a5c3b1e21c363032642f"
                    + "48cb226a8f47a03a9c441345820cd790f862be7c2168eaa6fa84daa2608f2205"));
    assertThat(signed.keyId())
        .hasToString("06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9");
    assertThat(PUBLIC.verifies(signed)).isTrue();
  }

  @Test
  void thatOfAVersion2HeadAsWell() {
    TreeHead head =
        new TreeHead(
            HEAD.logId(),
            HEAD.size(),
            HEAD.root(),
            HEAD.time(),
            new TransactionBounds(0x1122334455667788L, -1));
    assertThat(head.encoded())
        .isEqualTo(
            hex(
                "616e6469726f6e2d747265652d686561642d76320a"
                    + "3f2504e04f8941d39a0c0305e82c3301"
                    + "0000000000000005"
                    + "0000019ca9650895"
                    + "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"
                    + "1122334455667788"
                    + "ffffffffffffffff"));
    SignedTreeHead signed = PRIVATE.sign(head);
    assertThat(PUBLIC.verifies(signed)).isTrue();
    assertThat(PUBLIC.verifies(new SignedTreeHead(HEAD, signed.keyId(), signed.signature())))
        .isFalse();
  }

  @Property(tries = 200)
  void whatIsSignedIsVerified(
      @ForAll long high,
      @ForAll long low,
      @ForAll @LongRange(min = 0) long size,
      @ForAll @LongRange(min = -100_000_000_000_000L, max = 100_000_000_000_000L) long time,
      @ForAll int root) {
    TreeHead head =
        new TreeHead(new UUID(high, low), size, PlainTree.leaf(root), Instant.ofEpochMilli(time));
    SignedTreeHead signed = PRIVATE.sign(head);
    assertThat(PUBLIC.verifies(signed)).isTrue();
    assertThat(signed).isEqualTo(new SignedTreeHead(head, PUBLIC.id(), signed.signature()));
    assertThat(signed.hashCode()).isEqualTo(PRIVATE.sign(head).hashCode());
  }

  @Test
  void eachChangedBitOfTheSignedBytesOrTheSignatureIsRefused() {
    byte[] message = HEAD.encoded();
    byte[] signature = PRIVATE.sign(HEAD).signature();
    assertThat(PUBLIC.verifies(message, signature)).isTrue();
    for (int bit = 0; bit < 8 * message.length; bit++) {
      assertThat(PUBLIC.verifies(flipped(message, bit), signature)).isFalse();
    }
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      byte[] changed = flipped(signature, bit);
      assertThat(PUBLIC.verifies(new SignedTreeHead(HEAD, PUBLIC.id(), changed))).isFalse();
    }
  }

  @Property(tries = 300)
  void aChangedHeadIsRefused(
      @ForAll @IntRange(max = 3) int field, @ForAll @IntRange(max = 40) int bit) {
    UUID log = PlainTree.LOG;
    TreeHead changed =
        switch (field) {
          case 0 ->
              new TreeHead(
                  new UUID(log.getMostSignificantBits() ^ 1L << bit, log.getLeastSignificantBits()),
                  HEAD.size(),
                  HEAD.root(),
                  HEAD.time());
          case 1 -> new TreeHead(log, HEAD.size() ^ 1L << bit, HEAD.root(), HEAD.time());
          case 2 ->
              new TreeHead(log, HEAD.size(), PlainTree.withOtherBit(HEAD.root(), bit), HEAD.time());
          default -> new TreeHead(log, HEAD.size(), HEAD.root(), HEAD.time().plusMillis(1L << bit));
        };
    SignedTreeHead signed = PRIVATE.sign(HEAD);
    SignedTreeHead forged = new SignedTreeHead(changed, signed.keyId(), signed.signature());
    assertThat(PUBLIC.verifies(forged)).isFalse();
    assertThat(forged).isNotEqualTo(signed);
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << (bit % 8));
    return changed;
  }

  @Test
  void aSignatureHasOneFormOnly() {
    // The second half is a number, lowest byte first; with the order of the group added it is
    // the same to a verifier that does not look.
    BigInteger order =
        BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] signature = PRIVATE.sign(HEAD).signature();
    byte[] number = new byte[32];
    for (int i = 0; i < 32; i++) {
      number[i] = signature[63 - i];
    }
    byte[] sum = new BigInteger(1, number).add(order).toByteArray();
    assertThat(sum).hasSize(32);
    for (int i = 0; i < 32; i++) {
      signature[63 - i] = sum[i];
    }
    assertThat(PUBLIC.verifies(new SignedTreeHead(HEAD, PUBLIC.id(), signature))).isFalse();
  }

  @Test
  void anotherKeyIsRefused() {
    SigningKey other = SigningKey.generate();
    SignedTreeHead signed = other.sign(HEAD);
    assertThat(other.verificationKey().verifies(signed)).isTrue();
    assertThat(PUBLIC.verifies(signed)).isFalse();
    SignedTreeHead underOurName = new SignedTreeHead(HEAD, PUBLIC.id(), signed.signature());
    assertThat(PUBLIC.verifies(underOurName)).isFalse();
    SignedTreeHead ours = PRIVATE.sign(HEAD);
    SignedTreeHead renamed =
        new SignedTreeHead(HEAD, other.verificationKey().id(), ours.signature());
    assertThat(PUBLIC.verifies(renamed)).isFalse();
    assertThat(other.verificationKey().verifies(renamed)).isFalse();
  }

  @Test
  void keysAreReadAsTheyWereWritten() {
    SigningKey key = SigningKey.generate();
    VerificationKey read = VerificationKey.ofPem(key.verificationKey().pem());
    assertThat(read.encoded()).isEqualTo(key.verificationKey().encoded());
    assertThat(read.id()).isEqualTo(key.verificationKey().id());
    assertThat(read.verifies(SigningKey.of(key.encoded(), read).sign(HEAD))).isTrue();
  }

  @Test
  void pemIsThatOfOtherSoftware() {
    assertThat(PUBLIC.pem()).isEqualTo(PEM);
    assertThat(VerificationKey.ofPem("\n" + PEM.replace("\n", "\r\n")).id()).isEqualTo(PUBLIC.id());
  }

  @Test
  void whatIsNoPublicKeyOfEd25519IsRefused() throws GeneralSecurityException {
    byte[] agreement = pair("X25519").getPublic().getEncoded();
    assertThat(agreement).hasSize(44);
    for (byte[] wrong :
        List.of(
            new byte[0],
            new byte[44],
            agreement,
            pair("Ed448").getPublic().getEncoded(),
            pair("EC").getPublic().getEncoded(),
            PRIVATE.encoded(),
            Arrays.copyOf(PUBLIC.encoded(), 43),
            Arrays.copyOf(PUBLIC.encoded(), 45))) {
      assertThatIllegalArgumentException().isThrownBy(() -> VerificationKey.of(wrong));
    }
    String secret =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getEncoder().encodeToString(PRIVATE.encoded())
            + "\n-----END PRIVATE KEY-----\n";
    for (String wrong :
        List.of(
            "",
            PEM + PEM,
            PEM + secret,
            secret,
            PEM.replace("PUBLIC", "PRIVATE"),
            PEM.replace("MCow", "MC!w"),
            PEM.replace("MCow", "MC"),
            new String(PUBLIC.encoded(), StandardCharsets.ISO_8859_1))) {
      assertThatIllegalArgumentException().isThrownBy(() -> VerificationKey.ofPem(wrong));
    }
  }

  @Test
  void aPrivateKeyNeedsItsOwnPublicPart() throws GeneralSecurityException {
    VerificationKey other = SigningKey.generate().verificationKey();
    assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.of(PRIVATE.encoded(), other));
    for (byte[] wrong :
        List.of(
            new byte[48],
            pair("X25519").getPrivate().getEncoded(),
            pair("Ed448").getPrivate().getEncoded(),
            PUBLIC.encoded())) {
      assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.of(wrong, PUBLIC));
    }
  }

  private static KeyPair pair(String algorithm) throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
  }

  @Test
  void headsThatCannotBeAreRefused() {
    Hash root = HEAD.root();
    Instant time = HEAD.time();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TreeHead(PlainTree.LOG, -1, root, time));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TreeHead(PlainTree.LOG, 5, root, time.plusNanos(1000)));
    for (int length : List.of(0, 63, 65)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new SignedTreeHead(HEAD, PUBLIC.id(), new byte[length]));
    }
  }
}
