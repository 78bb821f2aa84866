package org.andiron.audit.retention;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.andiron.audit.sealer.AuditDatabase;
import org.andiron.audit.sealer.SealingRefusedException;
import org.andiron.audit.sealer.SigningKeyFile;
import org.andiron.audit.store.Row;
import org.andiron.audit.store.SealableRows;
import org.andiron.audit.verification.LogVerification;
import org.andiron.audit.verification.VerificationReport;

/** A log that goes back for years, sealed month by month. */
public final class OldLog {

  public static final YearMonth JANUARY = YearMonth.of(2018, 1);
  public static final YearMonth FEBRUARY = YearMonth.of(2018, 2);

  private final AuditDatabase database;
  private final Path key;

  /** One without a record, that began before 2018. */
  public OldLog(AuditDatabase database, Path key) throws SQLException, SealingRefusedException {
    this.database = database;
    this.key = key;
    seal(JANUARY.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private void seal(Instant time) throws SQLException, SealingRefusedException {
    database.seal(key, Clock.fixed(time, ZoneOffset.UTC));
  }

  /** Adds sealed records to a month, each of another patient, counted from one on. */
  public List<Row> add(YearMonth month, int number, int firstPatient)
      throws SQLException, SealingRefusedException {
    database.makeMonth(month);
    List<Row> rows = rows(month, number, firstPatient);
    database.append(rows);
    seal(rows.get(number - 1).recorded().plusSeconds(1));
    return rows;
  }

  /** Records of a month that are nowhere yet. */
  public static List<Row> rows(YearMonth month, int number, int firstPatient) {
    Instant start = month.atDay(10).atStartOfDay(ZoneOffset.UTC).toInstant();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      rows.add(SealableRows.row(start.plusMillis(10L * i), firstPatient + i));
    }
    return rows;
  }

  /** Adds records of now. */
  public void addNow(int number) throws SQLException, SealingRefusedException {
    database.append(SealableRows.rows(number, 5));
    sealNow();
  }

  public void sealNow() throws SQLException, SealingRefusedException {
    database.seal(key);
  }

  public VerificationReport verify(Path... archives) throws Exception {
    try (Connection one = database.connection();
        Connection two = database.connection()) {
      return new LogVerification(
              new SigningKeyFile(key).publicKeys(), List.of(), null, List.of(archives))
          .ofDatabase(List.of(one, two), (records, of) -> {});
    }
  }

  /** Verifies a dump of it as it is now. */
  public VerificationReport verifyDump(Path... archives) throws Exception {
    Path dump = key.resolveSibling(UUID.randomUUID() + ".gz");
    try (Connection connection = database.connection();
        OutputStream out = Files.newOutputStream(dump)) {
      LogVerification.dump(connection, out, (records, of) -> {});
    }
    return new LogVerification(
            new SigningKeyFile(key).publicKeys(), List.of(), null, List.of(archives))
        .ofDump(dump, 1, (records, of) -> {});
  }

  /** A copy of an archive with other lines. */
  public static Path altered(Path archive, UnaryOperator<List<String>> change) throws IOException {
    List<String> lines;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(archive)), StandardCharsets.UTF_8))) {
      lines = new ArrayList<>(reader.lines().toList());
    }
    Path copy = archive.resolveSibling(UUID.randomUUID() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(copy))) {
      for (String line : change.apply(lines)) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return copy;
  }
}
