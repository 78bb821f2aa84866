package org.andiron.operator;

import java.nio.file.Path;
import org.andiron.startup.RunningServer;
import org.andiron.startup.TargetServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of all commands: which server, and as whom. */
final class ServerOptions {

  private static final String TOKEN_VARIABLE = "ANDIRON_TOKEN";

  @Mixin private TargetServer target = new TargetServer();

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
    return target.url(running).orElseThrow(() -> new OperatorException(target.absence()));
  }

  ServerTokens tokens(RunningServer running, String scope) {
    ClientKey found =
        ClientKey.find(key, target.dataDirectory())
            .orElseThrow(
                () ->
                    new OperatorException(
                        "there is no operator.jwk in "
                            + target.dataDirectory()
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
