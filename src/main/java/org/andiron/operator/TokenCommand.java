package org.andiron.operator;

import org.andiron.startup.RunningServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code token}: prints an access token, alone on its last line. */
@Command(
    name = "token",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Print an access token, alone on the last line. On the machine of the server no more is"
          + " needed;",
      "elsewhere a key of a registered backend client."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  token",
      "  token --server http://localhost:8080/fhir --scope 'system/Patient.rs'",
      "  token --server https://fhir.example.org/fhir --client-id my-backend --key my-backend.jwk"
          + " \\",
      "    --scope 'system/*.rs'"
    })
public final class TokenCommand extends OperatorCommand {

  @Option(
      names = "--scope",
      paramLabel = "SCOPES",
      defaultValue = ServerTokens.ALL,
      description = "Scopes, separated by spaces (default: ${DEFAULT-VALUE}).")
  private String scope = ServerTokens.ALL;

  public TokenCommand(RunningServer runningServer) {
    super(runningServer);
  }

  @Override
  void run() {
    out().println(tokens(scope).current());
  }
}
