package org.andiron.operator;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of all commands: which server, and as whom. */
final class ServerOptions {

  private static final String TOKEN_VARIABLE = "ANDIRON_TOKEN";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "FHIR base URL (default: the server running on the data directory).")
  private @Nullable String server;

  @Option(
      names = "--data-directory",
      paramLabel = "DIR",
      defaultValue = "./data/postgres",
      description = "Where a running server and its key are (default: ${DEFAULT-VALUE}).")
  private Path dataDirectory = Path.of("./data/postgres");

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Private key as a JWK (default: operator.jwk of the data directory).")
  private @Nullable Path key;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      defaultValue = ServerTokens.OPERATOR,
      description = "Client whose key it is (default: ${DEFAULT-VALUE}).")
  private String clientId = ServerTokens.OPERATOR;

  /** The base URL of the server. */
  String server(RunningServer running) {
    if (server != null) {
      return server;
    }
    return running
        .find(dataDirectory)
        .orElseThrow(
            () ->
                new OperatorException(
                    "no server runs on " + dataDirectory + "; start it or give --server"));
  }

  ServerTokens tokens(RunningServer running, String scope) {
    ClientKey found =
        ClientKey.find(key, dataDirectory)
            .orElseThrow(
                () ->
                    new OperatorException(
                        "there is no operator.jwk in "
                            + dataDirectory
                            + "; run the command where the server runs, as the same user, or give"
                            + " --key"));
    return new ServerTokens(server(running), found, clientId, scope);
  }

  AdminHttp admin(RunningServer running) {
    String token = System.getenv(TOKEN_VARIABLE);
    ServerAddress address = ServerAddress.of(server(running));
    return token == null || token.isBlank()
        ? new AdminHttp(address, tokens(running, ServerTokens.ALL)::current)
        : new AdminHttp(address, token::strip);
  }
}
