package org.andiron.risk.administration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Models are changed by who may do everything, over HTTP; each test deploys versions of its own.
 */
class ModelOperationsIT extends SmartIT {

  private static final String MODEL = "findrisc";

  @Autowired private JdbcOperations jdbc;

  private FhirHttp administrator = new FhirHttp("");

  @BeforeEach
  void token() {
    administrator = http(token("system/*.cruds"));
  }

  private static String parameters(String... parameters) {
    return parameters.length == 0
        ? "{\"resourceType\":\"Parameters\"}"
        : "{\"resourceType\":\"Parameters\",\"parameter\":[%s]}"
            .formatted(String.join(",", parameters));
  }

  private static String text(String name, String value) {
    return "{\"name\":\"%s\",\"valueString\":\"%s\"}".formatted(name, value);
  }

  private static String code(String name, String value) {
    return "{\"name\":\"%s\",\"valueCode\":\"%s\"}".formatted(name, value);
  }

  private static String file(String name, String version) throws IOException {
    String content =
        Files.readString(Path.of("fhir-config", "risk-models", MODEL, name))
            .replaceFirst("\"version\": \"[^\"]+\"", "\"version\": \"" + version + '"');
    return "{\"name\":\"file\",\"valueAttachment\":{\"title\":\"%s\",\"data\":\"%s\"}}"
        .formatted(
            name, Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
  }

  /** Of a folder, which comes without pages. */
  @Test
  void theReportOfAModelThatComesAlongIsAPage() {
    String report = "$risk-report?model=readmission-30d&version=0.9.0";
    Answer page = administrator.get(report);
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    assertThat(page.header("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.body()).contains("<svg", "readmission").doesNotContainPattern("\\p{IsHan}{9}");
    assertThat(administrator.get(report + "&file=evaluation.zh-CN.html").body())
        .containsPattern("\\p{IsHan}{4}");
    Answer figures = administrator.get(report + "&file=evaluation.measure-report.json");
    assertThat(figures.json().path("resourceType").asText()).isEqualTo("MeasureReport");
    assertThat(administrator.get("$risk-report?model=lace&version=1.0.0").status()).isEqualTo(404);
  }

  private Answer deploy(String version) throws IOException {
    return administrator.post(
        "$risk-deploy",
        parameters(
            text("model", MODEL),
            text("reason", "trial"),
            file("model.json", version),
            file("equation.json", version),
            file("features.json", version)));
  }

  private Answer change(String version, String action) {
    return administrator.post(
        "$risk-change",
        parameters(
            text("model", MODEL),
            text("version", version),
            code("action", action),
            text("reason", "because")));
  }

  private Answer rollback() {
    return administrator.post(
        "$risk-rollback", parameters(text("model", MODEL), text("reason", "worse")));
  }

  private static List<String> parts(Answer answer, String name, String... wanted) {
    return StreamSupport.stream(answer.json().path("parameter").spliterator(), false)
        .filter(it -> it.path("name").asText().equals(name))
        .map(
            it -> {
              StringBuilder line = new StringBuilder();
              for (String one : wanted) {
                for (JsonNode part : it.path("part")) {
                  if (part.path("name").asText().equals(one)) {
                    line.append(part.path("valueString").asText())
                        .append(part.path("valueCode").asText())
                        .append(' ');
                  }
                }
              }
              return line.toString().strip();
            })
        .toList();
  }

  @Test
  void aVersionIsDeployedPromotedAndRolledBack() throws IOException {
    Answer deployed = deploy("7.0.1");
    assertThat(deployed.status()).as(deployed.body()).isEqualTo(200);
    assertThat(parts(deployed, "change", "version", "action", "after"))
        .containsExactly("7.0.1 deploy challenger");

    Answer promoted = change("7.0.1", "promote");
    assertThat(promoted.status()).as(promoted.body()).isEqualTo(200);
    assertThat(parts(promoted, "change", "version", "action", "before", "after"))
        .containsExactly("1.0.0 demote champion enabled", "7.0.1 promote challenger champion");
    assertThat(
            parts(administrator.get("$risk-versions?model=" + MODEL), "model", "version", "state"))
        .contains("1.0.0 enabled", "7.0.1 champion");

    Answer back = rollback();
    assertThat(parts(back, "change", "version", "action", "after"))
        .containsExactly("7.0.1 rollback disabled", "1.0.0 reinstate champion");
    Answer history = administrator.get("$risk-history?model=" + MODEL);
    assertThat(parts(history, "change", "version", "action", "reason", "who"))
        .contains("7.0.1 promote because test-backend")
        .contains("1.0.0 install fhir-config/risk-models at start server");
    assertThat(
            jdbc.queryForObject(
                "select count(*) from andiron.audit_event where content like '%risk model findrisc"
                    + " 7.0.1%' and content like '%configuration-change%'",
                Integer.class))
        .isEqualTo(3);
  }

  @Test
  void whatAShadowScoresIsRecordedAndNotShown() throws IOException {
    String patient = "shadowed-" + UUID.randomUUID();
    Answer stored =
        administrator.put(
            "Patient/" + patient,
            """
            {"resourceType": "Patient", "id": "%s", "gender": "female", "birthDate": "1960-02-03"}
            """
                .formatted(patient));
    assertThat(stored.status()).as(stored.body()).isEqualTo(201);
    assertThat(deploy("7.2.0").status()).isEqualTo(200);
    assertThat(change("7.2.0", "shadow").status()).isEqualTo(200);
    Answer answer = administrator.get("Patient/" + patient + "/$risk-score?model=" + MODEL);
    assertThat(change("7.2.0", "disable").status()).isEqualTo(200);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("1.0.0").doesNotContain("7.2.0");
    String scores =
        "select content from andiron.audit_event where content like '%Patient/" + patient + "%'";
    assertThat(jdbc.queryForList(scores + " and content like '%risk-findrisc%'", String.class))
        .hasSize(2)
        .allSatisfy(it -> assertThat(it).contains("model-digest", "input-hash"))
        .filteredOn(it -> it.contains("\"shown\""))
        .singleElement()
        .satisfies(it -> assertThat(it).contains("7.2.0"));
  }

  @Test
  void whatIsNotPossibleIsRefusedWithTheReason() throws IOException {
    assertThat(deploy("7.1.0").status()).isEqualTo(200);
    Answer again = deploy("7.1.0");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.diagnostics()).contains("is there already");
    assertThat(change("7.1.0", "disable").status()).isEqualTo(200);
    Answer promoted = change("7.1.0", "promote");
    assertThat(promoted.status()).isEqualTo(409);
    assertThat(promoted.diagnostics()).contains("findrisc|7.1.0 is disabled: enable it");
    assertThat(change("7.9.9", "enable").status()).isEqualTo(404);
    Answer broken =
        administrator.post(
            "$risk-deploy",
            parameters(text("model", MODEL), text("reason", "x"), file("model.json", "7.1.1")));
    assertThat(broken.status()).isEqualTo(422);
    assertThat(broken.diagnostics()).contains("risk-models/findrisc/equation.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$risk-change|model is missing|{}",
        "$risk-rollback|reason is missing|{\"name\":\"model\",\"valueString\":\"lace\"}",
        "$risk-reload|reason is missing|{\"name\":\"reason\",\"valueString\":\"  \"}",
        "$risk-reload|no parameter because|{\"name\":\"because\",\"valueString\":\"x\"}",
        "$risk-deploy|file is there twice|{\"name\":\"file\",\"valueAttachment\":{\"title\":\"a\","
            + "\"data\":\"e30=\"}},{\"name\":\"file\",\"valueAttachment\":{\"title\":\"a\","
            + "\"data\":\"e30=\"}},{\"name\":\"model\",\"valueString\":\"lace\"}"
      })
  void aRequestThatIsNotWholeIsRefused(String operation, String reason, String parameter) {
    String body = parameter.equals("{}") ? parameters() : parameters(parameter);
    Answer answer = administrator.post(operation, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.diagnostics().replace("The file a is", "file is")).contains(reason);
  }

  @Test
  void theFolderIsReadAgain() {
    Answer answer = administrator.post("$risk-reload", parameters(text("reason", "look")));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(parts(answer, "change", "id")).isEmpty();
  }

  @Test
  void ofADayWithoutScoresThereIsNoReport() {
    Answer none = administrator.get("$risk-monitoring?model=lace&version=1.0.0&day=2001-01-01");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.diagnostics()).contains("2001-01-01");
    assertThat(administrator.get("$risk-monitoring?model=lace&version=0").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,$risk-versions",
    "GET,$risk-history?model=lace",
    "GET,$risk-monitoring?model=lace&version=1.0.0",
    "POST,$risk-deploy",
    "POST,$risk-change",
    "POST,$risk-rollback",
    "POST,$risk-reload"
  })
  void othersAreRefused(String method, String path) {
    String body = method.equals("POST") ? parameters() : null;
    FhirHttp physician = http(new UserTokens(this).of(TestUsers.PHYSICIAN, "user/*.cruds"));
    FhirHttp reader = http(token("system/*.rs"));
    for (FhirHttp other : List.of(physician, reader)) {
      Answer answer = other.send(method, path, body);
      assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    }
    assertThat(http().send(method, path, body).status()).isEqualTo(401);
  }
}
