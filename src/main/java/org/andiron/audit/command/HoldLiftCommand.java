package org.andiron.audit.command;

import java.util.UUID;
import org.andiron.audit.retention.Holds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code audit hold lift}. */
@Command(
    name = "lift",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = "End a hold on the audit log. The log tells of it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it is lifted", "2:it is not"})
final class HoldLiftCommand extends LogCommand {

  @Parameters(paramLabel = "ID", description = "As 'audit hold list' shows it.")
  private UUID id = new UUID(0, 0);

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  private String reason = "";

  @Mixin private LogDatabase database = new LogDatabase();

  @Override
  int run() throws InterruptedException {
    if (reason.isBlank()) {
      throw new ParameterException(spec().commandLine(), "--reason must not be empty");
    }
    return database.forRetention(
        role -> {
          new Holds(role).lift(id, reason);
          return DONE;
        });
  }
}
