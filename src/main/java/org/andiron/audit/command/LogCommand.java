package org.andiron.audit.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.andiron.audit.retention.RetentionException;
import org.andiron.audit.verification.UnreadableLogException;
import org.andiron.storage.postgres.DatabaseUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands have in common: exit code 2 and a line that says why they could not work. */
abstract class LogCommand implements Callable<Integer> {

  static final int DONE = 0;
  static final int FINDINGS = 1;
  static final int UNABLE = 2;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public final Integer call() {
    if (LoggerFactory.getLogger("ca.uhn.fhir") instanceof Logger hapi) {
      // HAPI would tell its version among the lines of a report.
      hapi.setLevel(Level.WARN);
    }
    try {
      return run();
    } catch (UnableException
        | UnreadableLogException
        | RetentionException
        | DatabaseUnavailableException e) {
      err().println(spec().qualifiedName() + ": " + e.getMessage());
      return UNABLE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNABLE;
    } finally {
      out().flush();
      err().flush();
    }
  }

  abstract int run() throws InterruptedException;

  final PrintWriter out() {
    return spec().commandLine().getOut();
  }

  final PrintWriter err() {
    return spec().commandLine().getErr();
  }

  final CommandSpec spec() {
    CommandSpec known = spec;
    if (known == null) {
      throw new IllegalStateException("run by picocli only");
    }
    return known;
  }
}
