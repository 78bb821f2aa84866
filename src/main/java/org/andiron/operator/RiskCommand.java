package org.andiron.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.andiron.startup.RunningServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code risk}: risk models of a server. */
@Command(
    name = "risk",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Train and deploy risk models, and change what they are used for.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  risk train --definition readmission-30d --from data/synthea/fhir",
      "  risk cohort --definition readmission-30d --from data/synthea/fhir",
      "  risk models",
      "  risk deploy ./readmission-30d --reason 'trained on 2026'",
      "  risk promote readmission-30d 2.0.0 --reason 'better calibrated'",
      "  risk rollback readmission-30d --reason 'too many alarms'",
      "  risk reload --reason 'new version of lace in fhir-config'"
    })
public final class RiskCommand {

  private RiskCommand() {}

  /**
   * The command with its subcommands.
   *
   * @param training makes models, which needs no server
   * @param looking shows of whom they would be made
   */
  public static CommandLine create(
      CommandLine training, CommandLine looking, RunningServer running) {
    return new CommandLine(new RiskCommand())
        .addSubcommand(training)
        .addSubcommand(looking)
        .addSubcommand(new Models(running))
        .addSubcommand(new History(running))
        .addSubcommand(new Deploy(running))
        .addSubcommand(
            new Change(running, "enable")
                .described("Show scores of a version to who asks for this version."))
        .addSubcommand(new Change(running, "disable").described("Use a version no more."))
        .addSubcommand(
            new Change(running, "challenge")
                .described("Score and watch a version beside the champion."))
        .addSubcommand(
            new Change(running, "shadow").described("The same, and never show its scores."))
        .addSubcommand(
            new Change(running, "promote").described("Make a version the champion of its model."))
        .addSubcommand(new Rollback(running))
        .addSubcommand(new Reload(running));
  }

  /** What is sent with a POST, and how answers are printed. */
  private abstract static class OfModels extends OperatorCommand {

    OfModels(RunningServer running) {
      super(running);
    }

    final void post(String operation, ObjectNode parameters) {
      print(admin().fhir("POST", operation, parameters), "change", CHANGE);
    }

    final void print(JsonNode answer, String name, List<String> columns) {
      for (JsonNode parameter : answer.path("parameter")) {
        if (parameter.path("name").asText().equals(name)) {
          out()
              .println(String.join("\t", columns.stream().map(it -> part(parameter, it)).toList()));
        }
      }
    }

    private static String part(JsonNode parameter, String name) {
      for (JsonNode part : parameter.path("part")) {
        if (part.path("name").asText().equals(name)) {
          return Stream.of("valueString", "valueCode", "valueInstant")
              .map(part::path)
              .filter(JsonNode::isTextual)
              .map(JsonNode::asText)
              .findFirst()
              .orElse("-");
        }
      }
      return "-";
    }
  }

  private static final List<String> CHANGE = List.of("id", "version", "action", "after");

  private static ObjectNode parameters() {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("resourceType", "Parameters").putArray("parameter");
    return parameters;
  }

  private static ObjectNode with(ObjectNode parameters, String name, String type, String value) {
    ((ArrayNode) parameters.path("parameter")).addObject().put("name", name).put(type, value);
    return parameters;
  }

  private static ObjectNode with(ObjectNode parameters, String name, String value) {
    return with(parameters, name, "valueString", value);
  }

  @Command(
      name = "models",
      mixinStandardHelpOptions = true,
      description = "Print id, version, state, origin and digest, one version a line.")
  private static final class Models extends OfModels {

    Models(RunningServer running) {
      super(running);
    }

    @Override
    void run() {
      print(
          admin().fhir("GET", "$risk-versions", null),
          "model",
          List.of("id", "version", "state", "origin", "digest", "problem"));
    }
  }

  @Command(
      name = "history",
      mixinStandardHelpOptions = true,
      description = "Print when, what, to which version, by whom and why, one change a line.")
  private static final class History extends OfModels {

    @Parameters(index = "0", paramLabel = "MODEL", description = "Id of the model.")
    private String model = "";

    History(RunningServer running) {
      super(running);
    }

    @Override
    void run() {
      print(
          admin().fhir("GET", "$risk-history?model=" + AdminHttp.segment(model), null),
          "change",
          List.of("at", "action", "version", "before", "after", "who", "reason"));
    }
  }

  /** Something that changes, and so needs a reason. */
  private abstract static class Reasoned extends OfModels {

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    private String reason = "";

    Reasoned(RunningServer running) {
      super(running);
    }

    final ObjectNode reasoned() {
      return with(parameters(), "reason", reason);
    }
  }

  @Command(
      name = "deploy",
      sortOptions = false,
      mixinStandardHelpOptions = true,
      description = "Add a version of a model: all files of a folder.")
  private static final class Deploy extends Reasoned {

    @Parameters(index = "0", paramLabel = "FOLDER", description = "With model.json and the rest.")
    private Path folder = Path.of("");

    @Option(
        names = "--id",
        paramLabel = "MODEL",
        description = "Id of the model (default: the name of the folder).")
    private @Nullable String id;

    @Option(
        names = "--state",
        paramLabel = "STATE",
        defaultValue = "challenger",
        description = "challenger, shadow, enabled or disabled (default: ${DEFAULT-VALUE}).")
    private String state = "challenger";

    Deploy(RunningServer running) {
      super(running);
    }

    @Override
    void run() {
      String model =
          id == null ? String.valueOf(folder.toAbsolutePath().normalize().getFileName()) : id;
      ObjectNode body = with(with(reasoned(), "model", model), "state", "valueCode", state);
      ModelFolder.files(folder)
          .forEach(
              (name, content) ->
                  ((ArrayNode) body.path("parameter"))
                      .addObject()
                      .put("name", "file")
                      .putObject("valueAttachment")
                      .put("title", name)
                      .put("data", content));
      post("$risk-deploy", body);
    }
  }

  /** One action on one version. */
  @Command(mixinStandardHelpOptions = true)
  private static final class Change extends Reasoned {

    private final String action;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Id of the model.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "Its version.")
    private String version = "";

    Change(RunningServer running, String action) {
      super(running);
      this.action = action;
    }

    CommandLine described(String description) {
      CommandLine line = new CommandLine(this);
      line.getCommandSpec().name(action).usageMessage().description(description);
      return line;
    }

    @Override
    void run() {
      post(
          "$risk-change",
          with(
              with(with(reasoned(), "model", model), "version", version),
              "action",
              "valueCode",
              action));
    }
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = "Make the champion before the champion again; the one there is is disabled.")
  private static final class Rollback extends Reasoned {

    @Parameters(index = "0", paramLabel = "MODEL", description = "Id of the model.")
    private String model = "";

    Rollback(RunningServer running) {
      super(running);
    }

    @Override
    void run() {
      post("$risk-rollback", with(reasoned(), "model", model));
    }
  }

  @Command(
      name = "reload",
      mixinStandardHelpOptions = true,
      description = "Let the server read fhir-config/risk-models again: all of it or nothing.")
  private static final class Reload extends Reasoned {

    Reload(RunningServer running) {
      super(running);
    }

    @Override
    void run() {
      post("$risk-reload", reasoned());
    }
  }
}
