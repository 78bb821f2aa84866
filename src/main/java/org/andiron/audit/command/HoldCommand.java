package org.andiron.audit.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code audit hold}: what of the log has to stay, however old it is. */
@Command(
    name = "hold",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Keep months of the audit log from being archived (legal hold).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  audit hold place --patient 123 --reason 'Case 4711'",
      "  audit hold place --from 2020-01-01 --until 2020-12-31 --reason 'Inquiry of 2026'",
      "  audit hold list",
      "  audit hold lift 01890a5d-ac96-774b-bcce-b302099a8057 --reason 'Case 4711 is closed'"
    })
final class HoldCommand {

  private HoldCommand() {}

  static CommandLine create() {
    return new CommandLine(new HoldCommand())
        .addSubcommand(new HoldPlaceCommand())
        .addSubcommand(new HoldListCommand())
        .addSubcommand(new HoldLiftCommand());
  }
}
