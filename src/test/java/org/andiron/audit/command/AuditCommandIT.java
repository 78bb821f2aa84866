package org.andiron.audit.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.andiron.audit.anchor.TimeStamp;
import org.andiron.audit.anchor.TimeStampService;
import org.andiron.audit.delivery.TestCertificates;
import org.andiron.audit.delivery.TestCertificates.Identity;
import org.andiron.audit.ledger.Hash;
import org.andiron.audit.ledger.SignedTreeHeadJson;
import org.andiron.audit.ledger.SigningKey;
import org.andiron.audit.ledger.TreeHead;
import org.andiron.audit.sealer.AuditCluster;
import org.andiron.audit.sealer.AuditDatabase;
import org.andiron.audit.sealer.SealedHead;
import org.andiron.audit.store.SealableRows;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands, as they are typed, against a database that runs. */
@Timeout(180)
class AuditCommandIT {

  @TempDir private static Path temporary;
  private static AuditCluster cluster;
  private static AuditDatabase database;
  private static Path keys;
  private static SealedHead head;

  @TempDir private Path folder;

  private record Ran(int exitCode, String out, String err) {}

  @BeforeAll
  static void makeLog() throws Exception {
    cluster = new AuditCluster(temporary.resolve("data"));
    database = cluster.migrated();
    keys = temporary.resolve("security");
    database.append(SealableRows.rows(1_200, 1));
    database.seal(keys.resolve("audit-signing-key.pem"));
    try (Connection connection = database.connection()) {
      head = SealedHead.last(connection).orElseThrow();
    }
  }

  @AfterAll
  static void stop() {
    database.close();
    cluster.close();
  }

  private static Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        AuditCommand.create().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = line.execute(arguments);
    return new Ran(exitCode, out.toString(), err.toString());
  }

  private static Ran online(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--data-directory",
            temporary.resolve("data").toString(),
            "--key-directory",
            keys.toString()));
    return run(all.toArray(String[]::new));
  }

  @Test
  void aRunningDatabaseIsVerified() {
    Ran ran = online("verify");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("1,200 records, 3 signed heads, 0 anchors; 0 records not sealed yet")
        .contains("no anchors given: ")
        .contains("Last head: 1,200 records at " + head.signed().head().time())
        .endsWith("All holds.%n".formatted());
    assertThat(ran.exitCode()).isZero();
  }

  /** As the variable of the server's setting names it, which a test cannot set. */
  @Test
  void theFileOfAnchorsThatIsSetIsComparedUnlessAnotherIsNamedOrItIsADump() throws Exception {
    Path own =
        Files.writeString(folder.resolve("own"), SignedTreeHeadJson.encode(head.signed()) + "\n");
    Ran ran = online("verify", "--configured-anchors", own.toString());
    assertThat(ran.out()).contains(" 1 anchors;").doesNotContain("no anchors given");
    assertThat(ran.exitCode()).isZero();
    Path none = folder.resolve("none");
    assertThat(online("verify", "--configured-anchors", none.toString()).exitCode()).isEqualTo(2);
    assertThat(
            online("verify", "--configured-anchors", none.toString(), "--anchors", own.toString())
                .exitCode())
        .isZero();
  }

  @Test
  void aDumpIsVerifiedElsewhereWithThePublicKey() throws Exception {
    Path dump = folder.resolve("audit.ndjson.gz");
    Path publicKey = folder.resolve("key.pem");
    Ran dumped =
        run(
            "dump",
            "--to",
            dump.toString(),
            "--data-directory",
            temporary.resolve("data").toString());
    assertThat(dumped.err()).isEmpty();
    assertThat(dumped.exitCode()).isZero();
    assertThat(Files.getPosixFilePermissions(dump))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Ran pem = run("public-key", "--key-directory", keys.toString());
    assertThat(pem.out()).startsWith("-----BEGIN PUBLIC KEY-----").doesNotContain("PRIVATE");
    Files.writeString(publicKey, pem.out());

    Ran ran = run("verify", "--dump", dump.toString(), "--public-key", publicKey.toString());
    assertThat(ran.out()).contains("1,200 records").endsWith("All holds.%n".formatted());
    assertThat(ran.exitCode()).isZero();

    Ran again =
        run(
            "dump",
            "--to",
            dump.toString(),
            "--data-directory",
            temporary.resolve("data").toString());
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("is there already");
    assertThat(dump).exists();
  }

  @Test
  void whatDoesNotHoldIsNamed() throws Exception {
    Path otherKey =
        Files.writeString(folder.resolve("o.pem"), SigningKey.generate().verificationKey().pem());
    Ran ran = online("verify", "--public-key", otherKey.toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out())
        .contains("head of size 1200: signed with a key that is not trusted")
        .endsWith("The log was altered: 3 findings.%n".formatted());
  }

  @Test
  void anAnchorThatIsAheadIsFound() throws Exception {
    TreeHead now = head.signed().head();
    SigningKey key = AuditDatabase.key(keys.resolve("audit-signing-key.pem"));
    String ahead =
        SignedTreeHeadJson.encode(
            key.sign(new TreeHead(now.logId(), 5_000, Hash.EMPTY_TREE, now.time())));
    Path anchors =
        Files.writeString(
            folder.resolve("anchors.ndjson"),
            SignedTreeHeadJson.encode(head.signed()) + "\n\n" + ahead + "\n");
    Ran ran = online("verify", "--anchors", anchors.toString());
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).contains("head of size 5000: it was anchored at").contains("2 anchors");

    Files.writeString(anchors, SignedTreeHeadJson.encode(head.signed()));
    assertThat(online("verify", "--anchors", anchors.toString()).exitCode()).isZero();
    Files.writeString(anchors, "{}");
    Ran damaged = online("verify", "--anchors", anchors.toString());
    assertThat(damaged.exitCode()).isEqualTo(2);
    assertThat(damaged.err()).contains("line 1 of");
  }

  @Test
  void anAlteredRecordIsNamed() throws Exception {
    var id = database.leaves().get(77);
    try (Connection superuser = database.superuser();
        Statement statement = superuser.createStatement()) {
      statement.execute("update andiron.audit_event set action = 'D' where id = '" + id + "'");
      superuser.commit();
      Ran ran = online("verify", "--quiet");
      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.out())
          .startsWith("leaf 77, record " + id + ": the column action is not what the content says");
      statement.execute("update andiron.audit_event set action = 'R' where id = '" + id + "'");
      superuser.commit();
    }
  }

  @Test
  void timeStampsAreCheckedWithCertificates() throws Exception {
    Identity authority = TestCertificates.authority("authority");
    Path pem = Files.writeString(folder.resolve("authority.pem"), TestCertificates.pem(authority));
    assertThat(online("verify", "--time-stamp-certificates", pem.toString()).out())
        .contains("\n0 time stamps checked\n");
    Duration day = Duration.ofDays(1);
    TimeStamp stamp =
        TimeStampService.stamp(
            TimeStampService.identity(authority, day.negated(), day),
            head.signed().head(),
            Instant.now());
    try (Connection superuser = database.superuser();
        PreparedStatement insert =
            superuser.prepareStatement(
                "insert into andiron.audit_time_stamp"
                    + " (log, size, root, head_time, stamped, watermark, next_xact, token)"
                    + " select log_id, size, root, time, now(), watermark, next_xact, ?"
                    + " from andiron.audit_head"
                    + " order by size desc limit 1")) {
      insert.setBytes(1, stamp.token());
      insert.executeUpdate();
      superuser.commit();
      Ran ran = online("verify", "--time-stamp-certificates", pem.toString());
      assertThat(ran.out()).contains("\n1 time stamps checked\n").endsWith("All holds.\n");
      Ran unchecked = online("verify");
      assertThat(unchecked.exitCode()).isZero();
      assertThat(unchecked.out())
          .contains("\n1 time stamps not checked: give --time-stamp-certificates\n");
      Path other =
          Files.writeString(
              folder.resolve("other.pem"),
              TestCertificates.pem(TestCertificates.authority("authority")));
      Ran refused = online("verify", "--time-stamp-certificates", other.toString());
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.out()).startsWith("head of size 1200: no certificate that is trusted");
      try (Statement statement = superuser.createStatement()) {
        statement.execute("delete from andiron.audit_time_stamp");
        superuser.commit();
      }
    }
    Ran without =
        online("verify", "--time-stamp-certificates", folder.resolve("none.pem").toString());
    assertThat(without.exitCode()).isEqualTo(2);
    assertThat(without.err()).contains("cannot use").contains("none.pem");
  }

  @Test
  void whatCannotBeDoneIsTold() {
    assertThat(run("verify", "--dump", "x.gz").err()).contains("--dump needs --public-key");
    assertThat(run("verify", "--dump", "x.gz").exitCode()).isEqualTo(2);
    assertThat(run("verify", "--threads", "0").exitCode()).isEqualTo(2);
    assertThat(run("verify", "--wrong").exitCode()).isEqualTo(2);
    Ran nowhere =
        run("verify", "--data-directory", folder.toString(), "--key-directory", keys.toString());
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.err()).contains("no server runs on " + folder);
    Ran keyless =
        run(
            "verify",
            "--data-directory",
            temporary.resolve("data").toString(),
            "--key-directory",
            folder.toString());
    assertThat(keyless.exitCode()).isEqualTo(2);
    assertThat(keyless.err()).contains("no key to trust");
    assertThat(
            run(
                    "verify",
                    "--db-url",
                    "jdbc:postgresql://127.0.0.1:1/x",
                    "--key-directory",
                    keys.toString())
                .exitCode())
        .isEqualTo(2);
  }

  @Test
  void helpTellsTheExitCodes() {
    Ran ran = run("verify", "--help");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).contains("--dump", "--public-key", "--anchors", "something was altered");
  }
}
