package org.andiron.risk.command;

import org.andiron.risk.training.Learning;
import org.andiron.startup.RunningServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code risk}: makes risk models. */
@Command(
    name = "risk",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Train risk models.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  risk train --definition readmission-30d --from data/synthea/fhir",
      "  risk train --definition my-model.json --cohort Group/123"
    })
public final class RiskCommand {

  private RiskCommand() {}

  /**
   * The command with its subcommands.
   *
   * @param learning what makes a model of examples
   * @param runningServer finds the default server
   * @param tokens gets tokens for it
   */
  public static CommandLine create(
      Learning learning, RunningServer runningServer, ServerAccess tokens) {
    return new CommandLine(new RiskCommand())
        .addSubcommand(new TrainCommand(learning, runningServer, tokens));
  }
}
