package org.andiron.audit.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.andiron.audit.verification.LogVerification;
import org.andiron.audit.verification.PrivateFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit dump}: the whole log in a file, with all by which it is verified. */
@Command(
    name = "dump",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Write the audit log as it is now, with leaves and signed heads, as newline JSON, gzip.",
      "The file holds personal data."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all is written", "2:it could not be; the file is removed"})
final class DumpCommand extends LogCommand {

  @Option(names = "--to", paramLabel = "FILE", required = true, description = "A new file.")
  private Path file = Path.of("audit.ndjson.gz");

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private LogDatabase database = new LogDatabase();

  @Override
  int run() throws InterruptedException {
    RecordProgress progress = new RecordProgress(err(), quiet);
    boolean done = false;
    boolean created = false;
    try (OutputStream to = create()) {
      created = true;
      database.connected(
          1,
          connections -> {
            try {
              LogVerification.dump(connections.get(0), to, progress::at);
              return DONE;
            } catch (IOException e) {
              throw unwritable(e);
            }
          });
      done = true;
    } catch (FileAlreadyExistsException e) {
      throw new UnableException(file + " is there already; name a new file", e);
    } catch (IOException e) {
      throw unwritable(e);
    } finally {
      progress.end();
      if (created && !done) {
        remove();
      }
    }
    return DONE;
  }

  private OutputStream create() throws IOException {
    PrivateFile.create(file);
    return Files.newOutputStream(file, StandardOpenOption.WRITE);
  }

  private UnableException unwritable(IOException e) {
    return new UnableException("cannot write " + file + " (" + e.getMessage() + ")", e);
  }

  private void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      err().println("remove " + file + ": it is not whole");
    }
  }
}
