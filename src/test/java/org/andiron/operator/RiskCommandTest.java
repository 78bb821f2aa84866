package org.andiron.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class RiskCommandTest {

  private static final String CHANGED =
      """
      {"resourceType":"Parameters","parameter":[{"name":"change","part":[
        {"name":"id","valueString":"lace"},{"name":"version","valueString":"2"},
        {"name":"action","valueCode":"promote"},{"name":"after","valueCode":"champion"}]}]}
      """;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private TokenServer server;

  @BeforeEach
  void setUp() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_384).keyIDFromThumbprint(true).generate();
    server = new TokenServer(key);
    Path file = Files.writeString(folder.resolve("operator.jwk"), key.toJSONString());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--data-directory";
    all[arguments.length + 1] = folder.toString();
    return RiskCommand.create(
            new CommandLine(CommandSpec.create().name("train")),
            new CommandLine(CommandSpec.create().name("cohort")),
            directory ->
                directory.equals(folder) ? Optional.of(server.root() + "/fhir") : Optional.empty())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  private String sent() {
    assertThat(server.requests).hasSize(1);
    return server.requests.get(0);
  }

  @Test
  void modelsAreLines() {
    server.answer =
        """
        {"resourceType":"Parameters","parameter":[
          {"name":"model","part":[{"name":"id","valueString":"lace"},
            {"name":"version","valueString":"1"},{"name":"state","valueCode":"champion"},
            {"name":"origin","valueCode":"folder"},{"name":"digest","valueString":"ab"}]},
          {"name":"model","part":[{"name":"id","valueString":"news2"},
            {"name":"problem","valueString":"broken"}]}]}
        """;
    assertThat(run("models")).as(err.toString()).isZero();
    assertThat(sent()).isEqualTo("GET /fhir/$risk-versions Bearer t1");
    assertThat(out.toString().lines())
        .containsExactly("lace\t1\tchampion\tfolder\tab\t-", "news2\t-\t-\t-\t-\tbroken");
  }

  @Test
  void aHistoryIsOfOneModel() {
    assertThat(run("history", "a b")).isZero();
    assertThat(sent()).startsWith("GET /fhir/$risk-history?model=a%20b ");
  }

  @ParameterizedTest
  @CsvSource({"enable", "disable", "challenge", "shadow", "promote"})
  void changesAreOfAVersionAndHaveAReason(String action) {
    server.answer = CHANGED;
    assertThat(run(action, "lace", "2", "--reason", "it's better")).isZero();
    assertThat(sent())
        .startsWith("POST /fhir/$risk-change Bearer t1 ")
        .contains(
            "{\"name\":\"reason\",\"valueString\":\"it's better\"}",
            "{\"name\":\"model\",\"valueString\":\"lace\"}",
            "{\"name\":\"version\",\"valueString\":\"2\"}",
            "{\"name\":\"action\",\"valueCode\":\"" + action + "\"}");
    assertThat(out.toString()).isEqualTo("lace\t2\tpromote\tchampion\n");
  }

  @Test
  void withoutAReasonNothingIsSent() {
    assertThat(run("rollback", "lace")).isNotZero();
    assertThat(run("reload")).isNotZero();
    assertThat(err.toString()).contains("--reason");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void rollbackAndReloadAreOneCommand() {
    assertThat(run("rollback", "lace", "--reason", "worse")).isZero();
    assertThat(run("reload", "--reason", "new")).isZero();
    assertThat(server.requests.get(0)).startsWith("POST /fhir/$risk-rollback ").contains("lace");
    assertThat(server.requests.get(1)).startsWith("POST /fhir/$risk-reload ").contains("new");
  }

  @Test
  void aFolderIsSentFileByFile() throws Exception {
    Path model = Files.createDirectory(folder.resolve("my-model"));
    Files.writeString(model.resolve("model.json"), "{}");
    Files.writeString(model.resolve("README.md"), "not this");
    Files.writeString(model.resolve(".hidden"), "nor this");
    assertThat(run("deploy", model.toString(), "--reason", "trial", "--state", "shadow")).isZero();
    assertThat(sent())
        .startsWith("POST /fhir/$risk-deploy ")
        .contains(
            "{\"name\":\"model\",\"valueString\":\"my-model\"}",
            "{\"name\":\"state\",\"valueCode\":\"shadow\"}",
            "\"valueAttachment\":{\"title\":\"model.json\",\"data\":\"e30=\"}")
        .doesNotContain("README", "hidden");
  }

  @Test
  void aFolderWithoutFilesIsTold() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(run("deploy", empty.toString(), "--reason", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("there are no files in " + empty);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void whatTheServerRefusesIsTold() {
    server.status = 409;
    server.answer =
        "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"diagnostics\":\"lace|2 is"
            + " disabled\"}]}";
    assertThat(run("promote", "lace", "2", "--reason", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("the server refuses (409): lace|2 is disabled");
  }
}
