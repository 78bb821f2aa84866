package org.andiron.server.bulk;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.andiron.server.JobFiles;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * The NDJSON files of exports. They are no resources: nobody finds them by a search, in a history
 * or in another export, and only who may have the export can have its files.
 */
final class ExportFiles implements JobFiles {

  /** The type of the file that says what was left out. No export is of resources of this type. */
  static final String OUTCOME = "OperationOutcome";

  private static final int ID_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final JdbcOperations jdbc;

  ExportFiles(JdbcOperations jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public String write(String job, String type, byte[] lines) {
    return write(new ExportFile(job, type, lines));
  }

  /** Keeps a file, and gives it an id. */
  String write(ExportFile file) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = HexFormat.of().formatHex(bytes);
    jdbc.update(
        "insert into andiron.export_file (id, job, type, lines) values (?, ?, ?, ?)",
        id,
        file.job(),
        file.type(),
        file.lines());
    return id;
  }

  Optional<ExportFile> find(String id) {
    return jdbc
        .query(
            "select job, type, lines from andiron.export_file where id = ?",
            (row, n) -> new ExportFile(row.getString(1), row.getString(2), row.getBytes(3)),
            id)
        .stream()
        .findFirst();
  }

  /** Ids of the files that say what an export left out. */
  List<String> outcomes(String job) {
    return jdbc.queryForList(
        "select id from andiron.export_file where job = ? and type = ?",
        String.class,
        job,
        OUTCOME);
  }

  /** Removes what an export has written of resources. */
  void discardResources(String job) {
    jdbc.update("delete from andiron.export_file where job = ? and type <> ?", job, OUTCOME);
  }

  /** Removes the files of exports that were cancelled or are gone. */
  void discardAbandoned() {
    jdbc.update(
        "delete from andiron.export_file f where not exists (select 1 from bt2_job_instance i"
            + " where i.id = f.job and i.stat <> 'CANCELLED')");
  }
}
