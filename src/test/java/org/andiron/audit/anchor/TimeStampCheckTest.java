package org.andiron.audit.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.andiron.audit.delivery.TestCertificates;
import org.andiron.audit.delivery.TestCertificates.Identity;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.TreeHead;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeStampCheckTest {

  private static final Duration DAY = Duration.ofDays(1);
  private static final TreeHead HEAD =
      new TreeHead(UUID.randomUUID(), 7, Hash.EMPTY_TREE, Instant.ofEpochMilli(1));

  private static Identity authority;
  private static Identity service;

  @TempDir private Path directory;

  @BeforeAll
  static void identities() throws Exception {
    authority = TestCertificates.authority("authority");
    service = TimeStampService.identity(authority, DAY.negated(), DAY);
  }

  private static TimeStampCheck trusting(Identity... identities) {
    return new TimeStampCheck(List.of(identities).stream().map(Identity::certificate).toList());
  }

  private static TimeStamp stamp(Identity by) throws Exception {
    return new TimeStamp(
        HEAD, TimeStampService.token(by, TimeStampCheck.imprint(HEAD)).getEncoded());
  }

  @Test
  void aTokenProvesItsHeadAtItsTime() throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    TimeStampProof proof = trusting(authority).proof(stamp(service));
    assertThat(proof.head()).isEqualTo(HEAD);
    assertThat(proof.time()).isBetween(before, Instant.now());
    assertThat(proof.service()).isEqualTo("CN=TSA");
  }

  @Test
  void theServiceItselfMayBeTrusted() throws Exception {
    assertThat(trusting(service).proof(stamp(service)).head()).isEqualTo(HEAD);
  }

  @Test
  void theImprintIsOfWhatIsSigned() throws Exception {
    assertThat(Hash.of(TimeStampCheck.imprint(HEAD)))
        .hasToString(
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(HEAD.encoded())));
  }

  @Test
  void aTokenProvesNoOtherHead() throws Exception {
    TreeHead other = new TreeHead(HEAD.logId(), 8, HEAD.root(), HEAD.time());
    TimeStamp moved = new TimeStamp(other, stamp(service).token());
    refused(trusting(authority), moved, "is of something else than the head");
  }

  @Test
  void aServiceForWhichNobodyVouchesProvesNothing() throws Exception {
    Identity impostor = TestCertificates.authority("authority");
    Identity its = TimeStampService.identity(impostor, DAY.negated(), DAY);
    refused(trusting(authority), stamp(its), "no certificate that is trusted");
    refused(trusting(impostor), stamp(service), "no certificate that is trusted");
    refused(trusting(its), stamp(service), "no certificate that is trusted");
  }

  @Test
  void aCertificateThatWasNotValidThenProvesNothing() throws Exception {
    Identity expired = TimeStampService.identity(authority, DAY.multipliedBy(-9), DAY.negated());
    Identity early = TimeStampService.identity(authority, DAY, DAY.multipliedBy(2));
    for (Identity invalid : List.of(expired, early)) {
      refused(trusting(authority), stamp(invalid), "not signed as it should be");
      refused(trusting(invalid), stamp(invalid), "not signed as it should be");
    }
  }

  @Test
  void aCertificateForSomethingElseProvesNothing() throws Exception {
    Identity other =
        TestCertificates.timeStamper(authority, DAY.negated(), DAY, KeyPurposeId.id_kp_serverAuth);
    TimeStamp stamp =
        new TimeStamp(
            HEAD,
            TimeStampService.signedBy(
                other, TimeStampService.token(service, TimeStampCheck.imprint(HEAD))));
    refused(trusting(authority), stamp, "ExtendedKeyUsage");
    refused(trusting(other), stamp, "ExtendedKeyUsage");
    TimeStamp again =
        new TimeStamp(
            HEAD,
            TimeStampService.signedBy(
                service, TimeStampService.token(service, TimeStampCheck.imprint(HEAD))));
    assertThat(trusting(authority).proof(again).head()).as("but for that").isEqualTo(HEAD);
  }

  @Test
  void aTokenOfWhichAByteIsChangedProvesNothing() throws Exception {
    TimeStamp stamp = stamp(service);
    byte[] token = stamp.token();
    // The last ones are of the signature.
    token[token.length - 5] ^= 1;
    assertThatThrownBy(() -> trusting(authority).proof(new TimeStamp(HEAD, token)))
        .isInstanceOf(TimeStampRefusedException.class);
  }

  @Test
  void whatIsNoTokenProvesNothing() {
    for (byte[] nothing : List.of(new byte[0], new byte[] {0x30, 0}, new byte[] {1, 2, 3})) {
      refused(trusting(authority), new TimeStamp(HEAD, nothing), "it is no time stamp");
    }
  }

  @Test
  void certificatesAreReadFromPem() throws Exception {
    Path pem = directory.resolve("trusted.pem");
    Files.writeString(
        pem,
        TestCertificates.pem(TestCertificates.authority("x")) + TestCertificates.pem(authority));
    assertThat(TimeStampCheck.trusting(pem).proof(stamp(service)).head()).isEqualTo(HEAD);
  }

  @Test
  void aFileWithoutCertificatesIsRefused() throws Exception {
    Path pem = directory.resolve("empty.pem");
    for (String content : List.of("", "nothing")) {
      Files.writeString(pem, content);
      assertThatThrownBy(() -> TimeStampCheck.trusting(pem)).isInstanceOf(IOException.class);
    }
  }

  static String anyCertificate() throws Exception {
    return TestCertificates.pem(TestCertificates.authority("any"));
  }

  private static void refused(TimeStampCheck check, TimeStamp stamp, String why) {
    assertThatThrownBy(() -> check.proof(stamp))
        .isInstanceOf(TimeStampRefusedException.class)
        .hasMessageContaining(why);
  }
}
