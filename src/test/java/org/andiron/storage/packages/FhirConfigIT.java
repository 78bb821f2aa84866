package org.andiron.storage.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.andiron.storage.config.ConfigurationFileException;
import org.andiron.storage.config.FhirConfigProperties;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.core.JdbcOperations;

/**
 * Applies folders to the shared server as a start would: in a child context that holds only the
 * loader. Each test ends by applying an empty folder, which removes what the test brought.
 */
class FhirConfigIT extends AndironIT {

  private static final String PROFILE = "http://example.org/StructureDefinition/cobbler-patient";
  private static final String VALUE_SET = "http://example.org/ValueSet/shoes";
  private static final String CODE_SYSTEM = "http://example.org/CodeSystem/shoes";

  @TempDir private Path root;

  @Autowired private ApplicationContext server;
  @Autowired private InstalledPackages installed;
  @Autowired private JdbcOperations jdbc;

  private void start(Path folder) {
    try (AnnotationConfigApplicationContext loader = new AnnotationConfigApplicationContext()) {
      loader.setParent(server);
      loader.setEnvironment((ConfigurableEnvironment) server.getEnvironment());
      loader.registerBean(
          server.getBeanNamesForType(FhirConfigProperties.class)[0],
          FhirConfigProperties.class,
          () -> new FhirConfigProperties(folder));
      loader.scan("org.andiron.storage.config", "org.andiron.storage.packages");
      loader.refresh();
      loader.getBean(SearchParameterReindex.class).reindexWhatIsDue();
    }
  }

  private void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @AfterEach
  void removeWhatTheTestBrought(@TempDir Path empty) {
    start(empty);
    assertThat(jdbc.queryForObject("select count(*) from andiron.config_resource", Integer.class))
        .isZero();
  }

  private static String parameter(String code, String expression) {
    return """
    {"resourceType": "SearchParameter", "id": "it-%s", "url": "http://example.org/it-%s",
     "version": "1.0.0", "name": "it", "status": "active", "description": "d", "code": "%s",
     "base": ["Patient"], "type": "token", "expression": "%s"}
    """
        .formatted(code, code, code, expression);
  }

  private static String codeSystem(String version, String code) {
    return """
    {"resourceType": "CodeSystem", "id": "shoes", "url": "%s", "version": "%s",
     "status": "active", "content": "complete",
     "concept": [{"code": "boot", "display": "Boot"}, {"code": "%s", "display": "Other"}]}
    """
        .formatted(CODE_SYSTEM, version, code);
  }

  private static String valueSet(String version) {
    return """
    {"resourceType": "ValueSet", "id": "shoes", "url": "%s", "version": "%s",
     "status": "active", "compose": {"include": [{"system": "%s"}]}}
    """
        .formatted(VALUE_SET, version, CODE_SYSTEM);
  }

  private static String profile(String version) {
    return """
    {"resourceType": "StructureDefinition", "id": "cobbler-patient", "url": "%s",
     "version": "%s", "name": "CobblerPatient", "status": "active", "kind": "resource",
     "abstract": false, "type": "Patient", "derivation": "constraint",
     "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Patient",
     "differential": {"element": [
       {"id": "Patient", "path": "Patient"},
       {"id": "Patient.identifier", "path": "Patient.identifier", "min": 1}]}}
    """
        .formatted(PROFILE, version);
  }

  private static PackageBuilder cobbler(String version, String otherCode) {
    return PackageBuilder.named("example.cobbler", version)
        .file("package/StructureDefinition-cobbler-patient.json", profile(version))
        .file("package/CodeSystem-shoes.json", codeSystem(version, otherCode))
        .file("package/ValueSet-shoes.json", valueSet(version))
        .file(
            "package/SearchParameter-shoe.json",
            parameter("shoe", "Patient.extension.where(url='http://example.org/shoe').value"))
        .file("package/SearchParameter-gender.json", parameter("gender", "Patient.active"));
  }

  private String patient(String shoe) {
    return http()
        .post(
            "Patient",
            """
            {"resourceType": "Patient", "gender": "other",
             "extension": [{"url": "http://example.org/shoe", "valueCode": "%s"}]}
            """
                .formatted(shoe))
        .id();
  }

  @Test
  void aPackageTakesEffectAsAWhole() throws IOException {
    cobbler("1.0.0", "clog").writeTo(root, "cobbler.tgz");
    start(root);

    Answer profiles = http().get("StructureDefinition?url=" + PROFILE);
    assertThat(profiles.entries()).isEqualTo(1);
    assertThat(profiles.json().at("/entry/0/resource/id").asText())
        .isEqualTo("cobbler-patient-1.0.0");

    String id = patient("boot");
    assertThat(http().get("Patient?shoe=boot&_id=" + id).entries()).isEqualTo(1);
    assertThat(http().get("Patient?gender=other&_id=" + id).entries())
        .as("the standard parameter is not replaced")
        .isEqualTo(1);

    assertThat(http().get("ValueSet/$expand?url=" + VALUE_SET).body())
        .contains("\"boot\"")
        .contains("\"clog\"");

    Answer outcome =
        http()
            .post(
                "Patient/$validate",
                """
                {"resourceType": "Patient", "meta": {"profile": ["%s"]}, "gender": "other"}
                """
                    .formatted(PROFILE));
    assertThat(outcome.diagnostics()).contains("Patient.identifier: minimum required = 1");

    assertThat(installed.all())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.name()).isEqualTo("example.cobbler");
              assertThat(it.version()).isEqualTo("1.0.0");
              assertThat(it.profiles()).containsEntry("Patient", List.of(PROFILE));
              assertThat(it.searchParameters()).containsExactly("http://example.org/it-shoe");
            });
    http().delete("Patient/" + id);
  }

  @Test
  void ofTwoVersionsTheHigherAnswersAnUnversionedReference() throws IOException {
    cobbler("2.0.0", "sandal").writeTo(root, "cobbler2.tgz");
    start(root);
    cobbler("1.0.0", "clog").writeTo(root, "cobbler1.tgz");
    start(root);

    String newest = http().get("ValueSet/$expand?url=" + VALUE_SET).body();
    assertThat(newest).contains("\"sandal\"").doesNotContain("\"clog\"");
    String validate = "CodeSystem/$validate-code?url=" + CODE_SYSTEM + "&code=";
    assertThat(http().get(validate + "sandal").body()).contains("\"valueBoolean\":true");
    assertThat(installed.profilesByType())
        .containsEntry("Patient", List.of(PROFILE + "|1.0.0", PROFILE));
  }

  @Test
  void indexingAnOlderVersionAnewDoesNotMakeItTheCurrentOne() throws IOException {
    cobbler("1.0.0", "clog").writeTo(root, "cobbler1.tgz");
    cobbler("2.0.0", "sandal").writeTo(root, "cobbler2.tgz");
    start(root);
    Answer indexed =
        http().post("CodeSystem/shoes-1.0.0/$reindex", "{\"resourceType\":\"Parameters\"}");
    assertThat(indexed.status()).as(indexed.body()).isEqualTo(200);
    String validate = "CodeSystem/$validate-code?url=" + CODE_SYSTEM + "&code=";
    assertThat(http().get(validate + "sandal").body()).contains("\"valueBoolean\":true");
    assertThat(http().get(validate + "clog&version=1.0.0").body())
        .contains("\"valueBoolean\":true");
    assertThat(conceptRows()).isEqualTo(4);
  }

  @Test
  void aPackageThatIsTakenAwayAndPutBackTakesEffectAgain() throws IOException {
    String lookup = "CodeSystem/$lookup?system=" + CODE_SYSTEM + "&code=clog";
    cobbler("1.0.0", "clog").writeTo(root, "cobbler.tgz");
    Path archive = root.resolve("packages/cobbler.tgz");
    byte[] content = Files.readAllBytes(archive);
    start(root);
    for (int round = 0; round < 3; round++) {
      Files.delete(archive);
      start(root);
      assertThat(http().get(lookup).status()).isEqualTo(404);
      Files.write(archive, content);
      start(root);
      assertThat(http().get(lookup).body()).contains("Other");
    }
    assertThat(conceptRows()).isEqualTo(2);
  }

  @Test
  void theVersionThatStaysKeepsItsConcepts() throws IOException {
    cobbler("1.0.0", "clog").writeTo(root, "cobbler1.tgz");
    cobbler("2.0.0", "sandal").writeTo(root, "cobbler2.tgz");
    Path older = root.resolve("packages/cobbler1.tgz");
    Path newer = root.resolve("packages/cobbler2.tgz");
    byte[] olderContent = Files.readAllBytes(older);
    String validate = "CodeSystem/$validate-code?url=" + CODE_SYSTEM + "&code=";
    start(root);
    assertThat(http().get(validate + "sandal").body()).contains("\"valueBoolean\":true");

    Files.delete(newer);
    start(root);
    assertThat(http().get(validate + "clog").body()).contains("\"valueBoolean\":true");
    assertThat(http().get(validate + "sandal").body()).contains("\"valueBoolean\":false");
    assertThat(conceptRows()).isEqualTo(2);

    cobbler("2.0.0", "sandal").writeTo(root, "cobbler2.tgz");
    Files.delete(older);
    start(root);
    assertThat(http().get(validate + "sandal").body()).contains("\"valueBoolean\":true");
    Files.write(older, olderContent);
    start(root);
    assertThat(http().get(validate + "sandal").body()).contains("\"valueBoolean\":true");
    assertThat(http().get(validate + "clog&version=1.0.0").body())
        .contains("\"valueBoolean\":true");
  }

  @Test
  void theFileOfTheOperatorReplacesThatOfAPackage() throws IOException {
    String lookup = "CodeSystem/$lookup?system=" + CODE_SYSTEM + "&code=";
    cobbler("1.0.0", "clog").writeTo(root, "cobbler.tgz");
    start(root);
    write("terminology/shoes.json", codeSystem("1.0.0", "slipper"));
    start(root);
    assertThat(http().get(lookup + "slipper").status()).isEqualTo(200);
    assertThat(http().get(lookup + "clog").status()).isEqualTo(404);

    Files.delete(root.resolve("terminology/shoes.json"));
    start(root);
    assertThat(http().get(lookup + "clog").status()).isEqualTo(200);
    assertThat(http().get(lookup + "slipper").status()).isEqualTo(404);
  }

  @Test
  void aCodeSystemWithoutConceptsCanBeStoredAgain() throws IOException {
    String empty =
        """
        {"resourceType": "CodeSystem", "id": "shoes", "url": "%s", "version": "1",
         "status": "%s", "content": "complete"}
        """;
    write("terminology/shoes.json", empty.formatted(CODE_SYSTEM, "draft"));
    start(root);
    write("terminology/shoes.json", empty.formatted(CODE_SYSTEM, "active"));
    start(root);
    assertThat(http().get("CodeSystem/shoes").body()).contains("active");
  }

  private Integer conceptRows() {
    return jdbc.queryForObject(
        """
        select count(*) from trm_concept c
        join trm_codesystem_ver v on v.pid = c.codesystem_pid
        join trm_codesystem s on s.pid = v.codesystem_pid
        where s.code_system_uri = ?
        """,
        Integer.class,
        CODE_SYSTEM);
  }

  @Test
  void aSecondStartWithTheSameFilesWritesNothing() throws IOException {
    cobbler("1.0.0", "clog").writeTo(root, "cobbler.tgz");
    start(root);
    String before =
        jdbc.queryForObject(
            "select max(applied_at)::text from andiron.config_applied", String.class);
    Optional<String> etag = http().get("StructureDefinition/cobbler-patient-1.0.0").header("ETag");
    start(root);
    assertThat(
            jdbc.queryForObject(
                "select max(applied_at)::text from andiron.config_applied", String.class))
        .isEqualTo(before);
    assertThat(http().get("StructureDefinition/cobbler-patient-1.0.0").header("ETag"))
        .isEqualTo(etag);
  }

  @Test
  void filesOfTheOperatorTakeEffectAndGoWithTheFile() throws IOException {
    write("search-parameters/sock.json", parameter("sock", "Patient.active"));
    write("terminology/shoes.json", codeSystem("1", "clog"));
    write("terminology/shoe-set.json", valueSet("1"));
    write(
        "operation-definitions/mend.json",
        """
        {"resourceType": "OperationDefinition", "id": "mend", "url": "http://example.org/mend",
         "name": "Mend", "status": "active", "kind": "operation", "code": "mend", "system": true,
         "type": false, "instance": false}
        """);
    start(root);
    assertThat(http().get("OperationDefinition/mend").status()).isEqualTo(200);
    assertThat(http().get("Patient?sock=true", "Prefer", "handling=strict").status())
        .isEqualTo(200);
    assertThat(http().get("CodeSystem/$lookup?system=" + CODE_SYSTEM + "&code=boot").body())
        .contains("Boot");

    Files.delete(root.resolve("operation-definitions/mend.json"));
    start(root);
    assertThat(http().get("OperationDefinition/mend").status()).isEqualTo(410);
    assertThat(http().get("ValueSet/shoes").status()).isEqualTo(200);
  }

  @Test
  void whatSomebodyEditedSinceIsNotRemoved() throws IOException {
    write("terminology/shoe-set.json", valueSet("1"));
    start(root);
    http().put("ValueSet/shoes", valueSet("1").replace("\"active\"", "\"retired\""));
    Files.delete(root.resolve("terminology/shoe-set.json"));
    start(root);
    assertThat(http().get("ValueSet/shoes").body()).contains("retired");
    http().delete("ValueSet/shoes");
  }

  @Test
  void aBrokenFileStopsTheStartBeforeAnythingIsStored() throws IOException {
    write("terminology/a.json", valueSet("1"));
    write("terminology/b.json", "{\n \"resourceType\": \"ValueSet\",\n \"nmae\": 1}");
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> start(root))
        .havingRootCause()
        .isInstanceOf(ConfigurationFileException.class)
        .withMessage("terminology/b.json, line 3, column 2: unknown element \"nmae\" in ValueSet");
    assertThat(http().get("ValueSet?url=" + VALUE_SET).entries()).isZero();
  }
}
