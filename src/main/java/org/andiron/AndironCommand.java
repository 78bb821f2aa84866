package org.andiron;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.andiron.audit.command.AuditCommand;
import org.andiron.load.LoadCommand;
import org.andiron.operator.ClientCommand;
import org.andiron.operator.RiskCommand;
import org.andiron.operator.TokenCommand;
import org.andiron.operator.UserCommand;
import org.andiron.risk.command.CohortCommand;
import org.andiron.risk.command.TrainCommand;
import org.andiron.startup.AndironVersion;
import org.andiron.storage.postgres.RunningInstance;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line of the jar: what it prints for {@code --help}, and its commands. */
@Command(
    name = "andiron",
    mixinStandardHelpOptions = true,
    versionProvider = AndironCommand.Version.class,
    synopsisHeading = "",
    customSynopsis = {
      "Andiron, a FHIR R4 health-record server.",
      "",
      "Usage: java -jar andiron.jar [--SETTING=VALUE...]          start the server",
      "       java -jar andiron.jar COMMAND [OPTION...]           run a command",
      "       java -jar andiron.jar COMMAND --help                explain a command",
      ""
    },
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Settings most people need (each also as an environment variable, in capitals with _ for ."
          + " and without -):",
      "  --server.port=8080                         port of the server",
      "  --server.address=127.0.0.1                 address to bind to",
      "  --andiron.server.base-url=URL              base URL that clients use, behind a proxy",
      "  --andiron.security.mode=smart              who may call: smart = whoever has a token; open"
          + " = everybody on this machine",
      "  --andiron.storage.embedded.directory=DIR   data of the embedded PostgreSQL"
          + " (./data/postgres)",
      "  --andiron.db.url=jdbc:postgresql://…       use this PostgreSQL (15 to 18) instead; also"
          + " ANDIRON_DB_URL",
      "  --andiron.db.user=NAME                     its user; also ANDIRON_DB_USER",
      "  ANDIRON_DB_PASSWORD=…                      its password, from the environment",
      "  --andiron.config-dir=DIR                   the operator's folder (./fhir-config)",
      "  --andiron.validation.mode=report           profile checks on write: off, report, enforce",
      "",
      "All settings: src/docs/configuration.md. Exit code 1: could not start; the reason is the"
          + " last line."
    })
final class AndironCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** Whether the arguments ask for a command or for help, and not for the server. */
  static boolean isCommand(String[] args) {
    if (args.length == 0) {
      return false;
    }
    return switch (args[0]) {
      case "--help", "-h", "--version", "-V" -> true;
      default -> !args[0].startsWith("--");
    };
  }

  /** The command line with all commands. */
  static CommandLine commandLine() {
    return new CommandLine(new AndironCommand())
        .addSubcommand(new LoadCommand(AndironCommand::runningServer, OperatorTokens::forLoad))
        .addSubcommand(new TokenCommand(AndironCommand::runningServer))
        .addSubcommand(UserCommand.create(AndironCommand::runningServer))
        .addSubcommand(ClientCommand.create(AndironCommand::runningServer))
        .addSubcommand(
            RiskCommand.create(
                TrainCommand.create(AndironCommand::runningServer, OperatorTokens::forCohort),
                CohortCommand.create(AndironCommand::runningServer, OperatorTokens::forCohort),
                AndironCommand::runningServer))
        .addSubcommand(AuditCommand.create());
  }

  private static Optional<String> runningServer(Path dataDirectory) {
    return RunningInstance.find(dataDirectory).flatMap(RunningInstance::serverUrl);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"Andiron " + AndironVersion.current()};
    }
  }
}
