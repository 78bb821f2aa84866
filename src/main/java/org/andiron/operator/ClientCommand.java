package org.andiron.operator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.andiron.startup.RunningServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code client}: apps and backend systems of a server.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591#section-2">Client metadata, RFC 7591</a>
 */
@Command(
    name = "client",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Register apps and backend systems.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  client add growth-chart --name 'Growth Chart' --redirect-uri"
          + " http://localhost:9000/callback \\",
      "    --scope 'launch/patient openid fhirUser patient/*.rs'",
      "  client add nightly --new-key nightly.jwk --scope 'system/*.rs'",
      "  client add --file my-backend.json",
      "  client list",
      "  client secret my-app",
      "  client remove growth-chart"
    })
public final class ClientCommand {

  private static final String CLIENTS = "/admin/clients";
  private static final JsonMapper JSON = new JsonMapper();

  private ClientCommand() {}

  /** The command with its subcommands. */
  public static CommandLine create(RunningServer running) {
    return new CommandLine(new ClientCommand())
        .addSubcommand(new Add(running))
        .addSubcommand(new ListAll(running))
        .addSubcommand(new Secret(running))
        .addSubcommand(new Remove(running));
  }

  @Command(
      name = "add",
      sortOptions = false,
      mixinStandardHelpOptions = true,
      description = {
        "Register a client and print its registration. Give a file with the member names of RFC"
            + " 7591,",
        "or the options for a public app, or, with --new-key, --jwks or --jwks-uri, for one with a"
            + " key of its own."
      })
  private static final class Add extends OperatorCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "Id of the client.")
    private @Nullable String id;

    @Option(names = "--file", paramLabel = "FILE", description = "The registration as JSON.")
    private @Nullable Path file;

    @Option(names = "--name", paramLabel = "TEXT", description = "Name that users are shown.")
    private @Nullable String name;

    @Option(
        names = "--redirect-uri",
        paramLabel = "URI",
        description = "Where users come back to; may be repeated. Without one: a backend system.")
    private List<String> redirectUris = new ArrayList<>();

    @Option(names = "--scope", paramLabel = "SCOPES", description = "What it may ask for.")
    private @Nullable String scope;

    @Option(names = "--launch-uri", paramLabel = "URI", description = "Where an EHR opens it.")
    private @Nullable String launchUri;

    @Option(
        names = "--new-key",
        paramLabel = "FILE",
        description = "Make a key for it and write the private part to this file, for you alone.")
    private @Nullable Path newKey;

    @Option(names = "--jwks", paramLabel = "FILE", description = "Its public keys, as a JWK set.")
    private @Nullable Path jwks;

    @Option(names = "--jwks-uri", paramLabel = "URI", description = "Where its public keys are.")
    private @Nullable String jwksUri;

    @Option(
        names = "--purpose-of-use-header",
        description =
            "It may say with each request what it is for, in the header X-Purpose-Of-Use; whoever"
                + " breaks the glass needs that.")
    private boolean purposeHeader;

    private @Nullable NewClientKey made;

    Add(RunningServer running) {
      super(running);
    }

    @Override
    void run() {
      made = null;
      try {
        JsonNode registered = admin().send("POST", CLIENTS, registration());
        out().println(registered.toPrettyString());
      } catch (OperatorException e) {
        // Nobody knows the key: the next attempt makes another in its place.
        if (made != null) {
          made.discard();
        }
        throw e;
      }
    }

    private JsonNode registration() {
      if (file != null) {
        return read(file);
      }
      if (id == null || scope == null) {
        throw new OperatorException("give --file, or an ID and --scope");
      }
      long keys = Stream.of(newKey, jwks, jwksUri).filter(Objects::nonNull).count();
      if (keys > 1) {
        throw new OperatorException("give one of --new-key, --jwks and --jwks-uri");
      }
      if (redirectUris.isEmpty() && keys == 0) {
        throw new OperatorException(
            "an app needs --redirect-uri, a backend --new-key, --jwks or --jwks-uri");
      }
      return described(id, scope, keys == 1);
    }

    private ObjectNode described(String id, String scope, boolean hasKey) {
      ObjectNode client = JSON.createObjectNode();
      client.put("client_id", id);
      client.put("client_name", name == null ? id : name);
      client.put("token_endpoint_auth_method", hasKey ? "private_key_jwt" : "none");
      client.put("scope", scope);
      if (redirectUris.isEmpty()) {
        client.putArray("grant_types").add("client_credentials");
      } else {
        client.putArray("grant_types").add("authorization_code").add("refresh_token");
        redirectUris.forEach(client.putArray("redirect_uris")::add);
      }
      if (launchUri != null) {
        client.put("launch_uri", launchUri);
      }
      if (purposeHeader) {
        client.put("purpose_of_use_header", true);
      }
      addKeys(client);
      return client;
    }

    private void addKeys(ObjectNode client) {
      if (newKey != null) {
        made = NewClientKey.write(newKey);
        client.set("jwks", made.publicKeys());
      } else if (jwks != null) {
        client.set("jwks", read(jwks));
      } else if (jwksUri != null) {
        client.put("jwks_uri", jwksUri);
      }
    }

    private static JsonNode read(Path file) {
      try {
        return JSON.readTree(Files.readString(file));
      } catch (JacksonException e) {
        throw new OperatorException(file + " is not valid JSON: " + e.getOriginalMessage(), e);
      } catch (IOException e) {
        throw new OperatorException("cannot read " + file, e);
      }
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Print id, name and scopes, one client a line.")
  private static final class ListAll extends OperatorCommand {
    ListAll(RunningServer running) {
      super(running);
    }

    @Override
    void run() {
      JsonNode answer = admin().send("GET", CLIENTS, null);
      JsonNode clients = answer.isArray() ? answer : answer.path("clients");
      for (JsonNode client : clients) {
        out()
            .println(
                String.join(
                    "\t",
                    client.path("client_id").asText(),
                    client.path("client_name").asText(),
                    client.path("scope").asText()));
      }
    }
  }

  /** One client. */
  private abstract static class OfClient extends OperatorCommand {

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the client.")
    private String id = "";

    OfClient(RunningServer running) {
      super(running);
    }

    final String path() {
      return CLIENTS + "/" + AdminHttp.segment(id);
    }
  }

  @Command(
      name = "secret",
      mixinStandardHelpOptions = true,
      description =
          "Give a client another secret, and print it alone on the last line; the old one ends.")
  private static final class Secret extends OfClient {

    Secret(RunningServer running) {
      super(running);
    }

    @Override
    void run() {
      out().println(admin().send("POST", path() + "/secret", null).path("client_secret").asText());
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove a client; its tokens end.")
  private static final class Remove extends OfClient {

    Remove(RunningServer running) {
      super(running);
    }

    @Override
    void run() {
      admin().send("DELETE", path(), null);
    }
  }
}
