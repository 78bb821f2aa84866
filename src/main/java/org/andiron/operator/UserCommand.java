package org.andiron.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.andiron.startup.RandomPassword;
import org.andiron.startup.RunningServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code user}: accounts of a server. */
@Command(
    name = "user",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Make and change accounts of people who sign in.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  user add nina --role nurse --display-name 'Nina Berg' --fhir-user Practitioner/12",
      "  user add pat --role patient --fhir-user Patient/34",
      "  user role nina nurse researcher",
      "  user password nina",
      "  user disable nina"
    })
public final class UserCommand {

  private static final String USERS = "/admin/users";

  private UserCommand() {}

  /** The command with its subcommands. */
  public static CommandLine create(RunningServer running) {
    return create(running, System.in);
  }

  static CommandLine create(RunningServer running, InputStream stdin) {
    return new CommandLine(new UserCommand())
        .addSubcommand(new Add(running, stdin))
        .addSubcommand(new ListAll(running))
        .addSubcommand(new Role(running))
        .addSubcommand(new SetPassword(running, stdin))
        .addSubcommand(
            new OneRequest(running, "PATCH", "", object().put("active", false))
                .named("disable", "Keep a user from signing in, and end their sessions."))
        .addSubcommand(
            new OneRequest(running, "PATCH", "", object().put("active", true))
                .named("enable", "Let a user sign in again."))
        .addSubcommand(
            new OneRequest(running, "POST", "/unlock", null)
                .named("unlock", "End a lock-out after too many failed attempts."))
        .addSubcommand(
            new OneRequest(running, "DELETE", "/second-factors", null)
                .named(
                    "reset-factors",
                    "Remove authenticator app, recovery codes and passkeys of a user who lost"
                        + " them."));
  }

  private static String path(String name) {
    return USERS + "/" + AdminHttp.segment(name);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** One user. */
  private abstract static class OfUser extends OperatorCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "User name.")
    private String name = "";

    OfUser(RunningServer running) {
      super(running);
    }

    final String name() {
      return name;
    }
  }

  @Command(
      name = "add",
      sortOptions = false,
      mixinStandardHelpOptions = true,
      description = {
        "Make an account. Without --password-stdin its password is random, printed alone on the"
            + " last line,",
        "and has to be changed at the first sign-in."
      })
  private static final class Add extends OfUser {

    private final InputStream stdin;

    @Option(names = "--role", paramLabel = "ROLE", description = "A role; may be repeated.")
    private List<String> roles = new ArrayList<>();

    @Option(names = "--display-name", paramLabel = "TEXT", description = "How people call them.")
    private String displayName = "";

    @Option(
        names = "--fhir-user",
        paramLabel = "TYPE/ID",
        description = "Practitioner, PractitionerRole, Patient or RelatedPerson that is them.")
    private @Nullable String fhirUser;

    @Option(names = "--password-stdin", description = "Read the password from standard input.")
    private boolean passwordStdin;

    Add(RunningServer running, InputStream stdin) {
      super(running);
      this.stdin = stdin;
    }

    @Override
    void run() {
      String password = passwordStdin ? Password.read(stdin) : RandomPassword.make();
      ObjectNode user = object();
      user.put("username", name());
      user.put("displayName", displayName);
      roles.forEach(user.putArray("roles")::add);
      user.put("fhirUser", fhirUser);
      user.put("password", password);
      user.put("mustChangePassword", !passwordStdin);
      admin().send("POST", USERS, user);
      if (!passwordStdin) {
        out().println(password);
      }
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Print name, state, roles, linked resource and display name, one user a line.")
  private static final class ListAll extends OperatorCommand {

    private static final int PAGE = 500;

    ListAll(RunningServer running) {
      super(running);
    }

    @Override
    void run() {
      AdminHttp admin = admin();
      int offset = 0;
      JsonNode page;
      do {
        page = admin.send("GET", USERS + "?offset=" + offset + "&limit=" + PAGE, null);
        page.path("users").forEach(user -> out().println(line(user)));
        offset += PAGE;
      } while (offset < page.path("total").asLong());
    }

    private static String line(JsonNode user) {
      StringJoiner roles = new StringJoiner(",");
      user.path("roles").forEach(role -> roles.add(role.asText()));
      return String.join(
          "\t",
          user.path("username").asText(),
          user.path("active").asBoolean() ? "active" : "disabled",
          roles.length() == 0 ? "-" : roles.toString(),
          user.path("fhirUser").asText("-"),
          user.path("displayName").asText());
    }
  }

  @Command(
      name = "role",
      mixinStandardHelpOptions = true,
      description = "Give a user these roles, in place of those they had.")
  private static final class Role extends OfUser {

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ROLE", description = "A role.")
    private List<String> roles = new ArrayList<>();

    Role(RunningServer running) {
      super(running);
    }

    @Override
    void run() {
      ObjectNode change = object();
      roles.forEach(change.putArray("roles")::add);
      admin().send("PATCH", path(name()), change);
    }
  }

  @Command(
      name = "password",
      mixinStandardHelpOptions = true,
      description = {
        "Give a user another password, and end their sessions. Without --password-stdin it is"
            + " random,",
        "printed alone on the last line, and has to be changed at the next sign-in."
      })
  private static final class SetPassword extends OfUser {

    private final InputStream stdin;

    @Option(names = "--password-stdin", description = "Read the password from standard input.")
    private boolean passwordStdin;

    SetPassword(RunningServer running, InputStream stdin) {
      super(running);
      this.stdin = stdin;
    }

    @Override
    void run() {
      String password = passwordStdin ? Password.read(stdin) : RandomPassword.make();
      ObjectNode body = object();
      body.put("password", password);
      body.put("mustChangePassword", !passwordStdin);
      admin().send("PUT", path(name()) + "/password", body);
      if (!passwordStdin) {
        out().println(password);
      }
    }
  }

  /** A request that needs nothing but the name. */
  @Command(mixinStandardHelpOptions = true)
  private static final class OneRequest extends OfUser {

    private final String method;
    private final String part;
    private final @Nullable JsonNode body;

    OneRequest(RunningServer running, String method, String part, @Nullable JsonNode body) {
      super(running);
      this.method = method;
      this.part = part;
      this.body = body;
    }

    CommandLine named(String name, String description) {
      CommandLine line = new CommandLine(this);
      line.getCommandSpec().name(name).usageMessage().description(description);
      return line;
    }

    @Override
    void run() {
      admin().send(method, path(name()) + part, body);
    }
  }
}
