package org.andiron.audit.command;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.andiron.audit.retention.HoldScope;
import org.andiron.audit.retention.Holds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code audit hold place}. */
@Command(
    name = "place",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Put a hold on the audit log, on what is in it and on what will be: on months that have a",
      "day of a time, or in which something is about a patient; without either, on all.",
      "The log tells of it, and patients see what is about them, with the reason."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it is placed; the line has its id", "2:it is not"})
final class HoldPlaceCommand extends LogCommand {

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  private String reason = "";

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "First day, in UTC, as in 2020-01-01 (default: since ever).")
  private @Nullable LocalDate from;

  @Option(names = "--until", paramLabel = "DATE", description = "Last day (default: for ever).")
  private @Nullable LocalDate until;

  @Option(
      names = "--patient",
      paramLabel = "ID",
      description = "Logical id of a Patient (default: all).")
  private @Nullable String patient;

  @Mixin private LogDatabase database = new LogDatabase();

  @Override
  int run() throws InterruptedException {
    if (reason.isBlank()) {
      throw new ParameterException(spec().commandLine(), "--reason must not be empty");
    }
    HoldScope scope = scope();
    UUID id = database.forRetention(role -> new Holds(role).place(scope, reason));
    out().println(id);
    return DONE;
  }

  private HoldScope scope() {
    try {
      return HoldScope.ofDays(
          Optional.ofNullable(from), Optional.ofNullable(until), Optional.ofNullable(patient));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
