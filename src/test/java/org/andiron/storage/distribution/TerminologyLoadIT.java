package org.andiron.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.andiron.storage.codes.ConceptConditions;
import org.andiron.storage.codes.LoadedSystem;
import org.andiron.storage.codes.LoadedSystems;
import org.andiron.storage.query.Sql;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.hl7.fhir.r4.model.ValueSet.ConceptSetFilterComponent;
import org.hl7.fhir.r4.model.ValueSet.FilterOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/** Loads synthetic distribution files into the shared server, and removes them again. */
class TerminologyLoadIT extends AndironIT {

  private static final String SNOMED = "http://snomed.info/sct";
  private static final String EDITION = SNOMED + "/900000000000207008";
  private static final String HIERARCHY =
      "ComponentHierarchyBySystem/ComponentHierarchyBySystem.csv";
  private static final int SIZE = 200;

  @TempDir private Path folder;

  @Autowired private TerminologyFiles files;
  @Autowired private LoadedSystems systems;
  @Autowired private DaoRegistry daos;
  @Autowired private IValidationSupport validationSupport;
  @Autowired private DataSource dataSource;
  @Autowired private JdbcOperations jdbc;
  @Autowired private TransactionOperations transactions;

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final Map<String, Path> wanted = new LinkedHashMap<>();

  private TerminologyLoad load() {
    return new TerminologyLoad(
        files,
        new CodeSystemWriter(dataSource),
        systems,
        daos,
        validationSupport,
        List.of("en", "de"),
        InstantSource.system());
  }

  private void apply() {
    load().run(wanted, () -> false);
  }

  private void snomed(String date, int size) {
    wanted.put(
        "terminology/snomed-" + date + ".zip",
        new SyntheticSnomed("INT", date, size).zip().writeTo(folder.resolve("s" + date + ".zip")));
  }

  private void loinc() {
    wanted.put(
        "terminology/Loinc_2.78.zip",
        SyntheticLoinc.zip(HIERARCHY).writeTo(folder.resolve("Loinc_2.78.zip")));
  }

  @AfterEach
  void removeAll() {
    wanted.clear();
    apply();
    assertThat(count("concept") + count("concept_property") + count("concept_designation"))
        .isZero();
    assertThat(count("code_system") + count("terminology_file")).isZero();
  }

  private int count(String table) {
    return jdbc.queryForList("select 1 from andiron." + table, Integer.class).size();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonNode ok(String url) {
    Answer answer = http().get(url);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private List<String> expanded(String valueSet) {
    List<String> codes = new ArrayList<>();
    ok("ValueSet/$expand?count=1000&url=" + encode(valueSet))
        .at("/expansion/contains")
        .forEach(it -> codes.add(it.path("code").asText()));
    return codes;
  }

  private static List<String> ids(int... numbers) {
    List<String> ids = new ArrayList<>();
    for (int number : numbers) {
      ids.add(SyntheticSnomed.id(number));
    }
    return ids;
  }

  /** A condition with a code, whose tag tells it from those of others. */
  private void condition(String system, String code) {
    http()
        .post(
            "Condition",
            """
            {"resourceType": "Condition", "meta": {"tag": [{"code": "%s"}]},
             "subject": {"display": "nobody"},
             "code": {"coding": [{"system": "%s", "code": "%s"}]}}
            """
                .formatted(key, system, code));
  }

  private List<String> found(String modifier, String value) {
    List<String> codes = new ArrayList<>();
    ok("Condition?_tag=" + key + "&_count=100&code:" + modifier + "=" + encode(value))
        .at("/entry")
        .forEach(it -> codes.add(it.at("/resource/code/coding/0/code").asText()));
    return codes;
  }

  private JsonNode state(String file) {
    for (JsonNode it : ok(rootUrl() + "/actuator/terminology").at("/files")) {
      if (it.path("file").asText().equals(file)) {
        return it;
      }
    }
    throw new AssertionError("no state of " + file);
  }

  @Test
  void aLoadedReleaseAnswersTerminologyOperations() {
    snomed("20260101", SIZE);
    apply();
    JsonNode resource = ok("CodeSystem?url=" + SNOMED).at("/entry/0/resource");
    assertThat(resource.path("version").asText()).isEqualTo(EDITION + "/version/20260101");
    assertThat(resource.path("content").asText()).isEqualTo("not-present");
    assertThat(resource.path("count").asInt()).isEqualTo(SIZE + 4);

    String code = SyntheticSnomed.id(9);
    String looked = ok("CodeSystem/$lookup?system=" + SNOMED + "&code=" + code).toString();
    assertThat(looked)
        .contains("Color of matter 9", "Invented matter 9 (invention)", SyntheticSnomed.ATTRIBUTE)
        .contains(EDITION + "/version/20260101");
    assertThat(http().get("CodeSystem/$lookup?system=" + SNOMED + "&code=1").status())
        .isEqualTo(404);

    String validate = "CodeSystem/$validate-code?url=" + SNOMED + "&code=";
    assertThat(ok(validate + code).at("/parameter/0/valueBoolean").asBoolean()).isTrue();
    assertThat(ok(validate + "1").at("/parameter/0/valueBoolean").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 9, subsumes",
    "9, 1, subsumed-by",
    "1, 2, not-subsumed",
    "7, 7, equivalent",
    "0, 200, subsumes"
  })
  void subsumptionIsKnown(int a, int b, String outcome) {
    snomed("20260101", SIZE);
    apply();
    String codes = "&codeA=" + SyntheticSnomed.id(a) + "&codeB=" + SyntheticSnomed.id(b);
    assertThat(ok("CodeSystem/$subsumes?system=" + SNOMED + codes).at("/parameter/0/valueCode"))
        .hasToString("\"" + outcome + "\"");
  }

  @Test
  void implicitValueSetsOfSnomedCtExpand() {
    snomed("20260101", SIZE);
    apply();
    assertThat(expanded(SNOMED + "?fhir_vs")).hasSize(SIZE + 4);
    assertThat(expanded(SNOMED + "?fhir_vs=isa/" + SyntheticSnomed.id(1))).hasSize(SIZE / 2);
    assertThat(expanded(EDITION + "?fhir_vs=isa/" + SyntheticSnomed.id(1))).hasSize(SIZE / 2);
    assertThat(expanded(EDITION + "/version/20260101?fhir_vs=isa/" + SyntheticSnomed.id(1)))
        .hasSize(SIZE / 2);
    assertThat(expanded(SNOMED + "?fhir_vs=refset/" + SyntheticSnomed.REFERENCE_SET))
        .isEqualTo(ids(50, 100, 150, 200));
    assertThat(
            http()
                .get(
                    "ValueSet/$expand?url="
                        + encode(SNOMED + "/1/version/20200101?fhir_vs=isa/138875005"))
                .status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{9}; 9",
        "<! {1}; 3 5 7 9",
        "<<! {1} |Some term|; 1 3 5 7 9",
        ">> {25}; 0 1 5 25",
        "> {25}; 0 1 5",
        ">! {25}; 5",
        ">>! {25}; 5 25",
        "^ {S}; 50 100 150 200",
        "^ {S} AND << {4}; 50 200",
        "(<! {1} OR <! {2}) MINUS (<! {2}); 3 5 7 9",
        "<! {1} : {A} = {8}; 3",
        "<! {1} : {A} = << {2}; 3 5 7 9",
        "<! {1} : {A} != {8}; 5 7 9",
        "<! {1} : {A} = {8} OR {A} = {12}; 3 5",
        "* : {A} = {12} MINUS << {3}; none",
        "< {200}; none"
      })
  void expressionConstraintsAreUnderstood(String constraint, String numbers) {
    snomed("20260101", SIZE);
    apply();
    String text =
        constraint
            .replace("{A}", SyntheticSnomed.ATTRIBUTE)
            .replace("{S}", SyntheticSnomed.REFERENCE_SET);
    for (int i = 0; i <= SIZE; i++) {
      text = text.replace("{" + i + "}", SyntheticSnomed.id(i));
    }
    List<String> codes = expanded(SNOMED + "?fhir_vs=ecl/" + text);
    if (constraint.startsWith("* :")) {
      assertThat(codes).isNotEmpty().doesNotContain(SyntheticSnomed.id(3));
    } else if (numbers.equals("none")) {
      assertThat(codes).isEmpty();
    } else {
      assertThat(codes)
          .containsExactlyElementsOf(
              ids(Arrays.stream(numbers.split(" ")).mapToInt(Integer::parseInt).toArray()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<",
        "<< x",
        "<< 138875005 AND",
        "138875005 : { 1 = 2 }",
        "138875005 : [0..1] 1 = 2",
        "138875005 . 1",
        "(138875005",
        "138875005 |open",
        "138875005 AND 138875005 OR 138875005",
        "1"
      })
  void whatIsNoExpressionConstraintIsRefused(String constraint) {
    snomed("20260101", SIZE);
    apply();
    Answer answer =
        http().get("ValueSet/$expand?url=" + encode(SNOMED + "?fhir_vs=ecl/" + constraint));
    assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
  }

  @Test
  void searchesFollowTheHierarchy() {
    snomed("20260101", SIZE);
    apply();
    for (int number : new int[] {1, 5, 25, 2, 100}) {
      condition(SNOMED, SyntheticSnomed.id(number));
    }
    condition(SNOMED, "12345");
    condition("urn:other", SyntheticSnomed.id(25));
    String five = SNOMED + "|" + SyntheticSnomed.id(5);
    assertThat(found("below", five)).containsExactlyInAnyOrderElementsOf(ids(5, 25));
    assertThat(found("above", five)).containsExactlyInAnyOrderElementsOf(ids(5, 1));
    assertThat(found("below", SNOMED + "|12345")).containsExactly("12345");
    assertThat(found("in", SNOMED + "?fhir_vs=isa/" + SyntheticSnomed.id(1)))
        .containsExactlyInAnyOrderElementsOf(ids(1, 5, 25));
    assertThat(found("in", SNOMED + "?fhir_vs=ecl/^" + SyntheticSnomed.REFERENCE_SET))
        .containsExactlyElementsOf(ids(100));
    assertThat(found("not-in", SNOMED + "?fhir_vs=isa/" + SyntheticSnomed.id(1)))
        .containsExactlyInAnyOrder(
            SyntheticSnomed.id(2), SyntheticSnomed.id(100), "12345", SyntheticSnomed.id(25));
    assertThat(http().get("Condition?code:in=" + encode(SNOMED + "?fhir_vs=ecl/((")).status())
        .isEqualTo(400);
  }

  @Test
  void valueSetsMayMixLoadedCodeSystemsWithOthers() {
    snomed("20260101", SIZE);
    loinc();
    apply();
    String url = "urn:vs:" + key;
    http()
        .put(
            "ValueSet/mixed-" + key,
            """
            {"resourceType": "ValueSet", "id": "mixed-%s", "url": "%s", "status": "active",
             "compose": {
               "include": [
                 {"system": "http://hl7.org/fhir/administrative-gender"},
                 {"system": "http://loinc.org",
                  "concept": [{"code": "90002-2", "display": "Mine"}, {"code": "90001-1"}]},
                 {"system": "http://snomed.info/sct",
                  "filter": [{"property": "concept", "op": "is-a", "value": "%s"}]}],
               "exclude": [
                 {"system": "http://snomed.info/sct", "concept": [{"code": "%s"}]},
                 {"system": "http://hl7.org/fhir/administrative-gender",
                  "concept": [{"code": "other"}]}]}}
            """
                .formatted(key, url, SyntheticSnomed.id(5), SyntheticSnomed.id(25)));
    JsonNode expansion = ok("ValueSet/$expand?url=" + url).at("/expansion");
    List<String> codes = new ArrayList<>();
    expansion.at("/contains").forEach(it -> codes.add(it.path("code").asText()));
    assertThat(codes)
        .startsWith("male", "female", "unknown", "90002-2", "90001-1", SyntheticSnomed.id(5))
        .doesNotContain(SyntheticSnomed.id(25), "other");
    assertThat(expansion.at("/contains/3/display").asText()).isEqualTo("Mine");
    assertThat(expansion.path("total").asInt()).isEqualTo(codes.size());
    List<String> pages = new ArrayList<>();
    for (int offset = 0; offset < codes.size(); offset += 4) {
      ok("ValueSet/$expand?count=4&offset=" + offset + "&url=" + url)
          .at("/expansion/contains")
          .forEach(it -> pages.add(it.path("code").asText()));
    }
    assertThat(pages).isEqualTo(codes);
    assertThat(ok("ValueSet/$expand?filter=mine&url=" + url).at("/expansion/contains").isArray())
        .isFalse();
    assertThat(
            ok("ValueSet/$expand?filter=INVENTOL&url=" + url)
                .at("/expansion/contains/0/code")
                .asText())
        .isEqualTo("90002-2");

    condition(SNOMED, SyntheticSnomed.id(5));
    condition(SNOMED, SyntheticSnomed.id(25));
    condition("http://hl7.org/fhir/administrative-gender", "male");
    condition("http://loinc.org", "90003-3");
    assertThat(found("in", url)).containsExactlyInAnyOrder(SyntheticSnomed.id(5), "male");
    assertThat(found("not-in", url)).containsExactlyInAnyOrder(SyntheticSnomed.id(25), "90003-3");

    String validate = "ValueSet/$validate-code?url=" + url + "&system=" + SNOMED + "&code=";
    assertThat(ok(validate + SyntheticSnomed.id(5)).at("/parameter/0/valueBoolean").asBoolean())
        .isTrue();
    assertThat(ok(validate + SyntheticSnomed.id(25)).at("/parameter/0/valueBoolean").asBoolean())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "http://loinc.org/vs/LL9001-1, LA90001-1 LA90002-2",
    "http://loinc.org/vs/LL9002-2, LA90001-1",
    "http://loinc.org/vs/LP90002-2, 90002-2 90003-3 LP90002-2",
    "http://loinc.org/vs/LG9001-1, 90001-1 90002-2"
  })
  void implicitValueSetsOfLoincExpand(String url, String codes) {
    loinc();
    apply();
    assertThat(expanded(url)).containsExactlyInAnyOrder(codes.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "COMPONENT, =, LP90002-2, 90002-2",
    "COMPONENT, =, Inventol, 90002-2 90003-3",
    "STATUS, =, DEPRECATED, 90003-3",
    "STATUS, in, 'DEPRECATED,NONE', 90003-3",
    "answers-for, =, 90004-4, LA90001-1 LA90002-2",
    "answer-list, exists, true, 90004-4",
    "display, regex, .*vial, 90002-2",
    "concept, descendent-of, LP90002-2, 90002-2 90003-3"
  })
  void filtersOnPropertiesOfLoincAreUnderstood(
      String property, String operator, String value, String codes) {
    loinc();
    apply();
    Answer answer = expandFilter(property, operator, value);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> found = new ArrayList<>();
    answer.json().at("/expansion/contains").forEach(it -> found.add(it.path("code").asText()));
    assertThat(found).containsExactlyInAnyOrder(codes.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "NOSUCH, =, x",
    "concept, is-a, NOSUCH",
    "display, regex, (",
    "COMPONENT, regex, [",
    "display, regex, (.*)\\\\1",
    "COMPONENT, is-a, x",
    "answer-list, exists, perhaps"
  })
  void filtersThatMakeNoSenseAreRefused(String property, String operator, String value) {
    loinc();
    apply();
    Answer answer = expandFilter(property, operator, value);
    assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
  }

  @Test
  void aRegularExpressionIsTriedWithoutHarmToWhatSurroundsIt() {
    loinc();
    apply();
    LoadedSystem loinc = systems.find("http://loinc.org").orElseThrow();
    String slow = "(?:(?:%s){1,200}x)?".formatted("a?b?c?d?e?".repeat(4));
    transactions.executeWithoutResult(
        status -> {
          assertThatThrownBy(() -> regex(loinc, "("))
              .isInstanceOf(InvalidRequestException.class)
              .hasMessageContaining("parentheses");
          assertThatThrownBy(() -> regex(loinc, slow)).isInstanceOf(InvalidRequestException.class);
          assertThatThrownBy(() -> regex(loinc, "a".repeat(1001)))
              .isInstanceOf(InvalidRequestException.class)
              .hasMessageContaining("1000 characters");
          assertThatThrownBy(() -> regex(loinc, "(a)\\\\\\1"))
              .isInstanceOf(InvalidRequestException.class)
              .hasMessageContaining("back-reference");
          assertThat(systems.count(regex(loinc, ".*vial\\\\1?|.*vial"))).isEqualTo(1);
          assertThat(jdbc.queryForObject("show statement_timeout", String.class)).isEqualTo("0");
        });
  }

  private Sql regex(LoadedSystem system, String regex) {
    ConceptSetFilterComponent filter =
        new ConceptSetFilterComponent()
            .setProperty("display")
            .setOp(FilterOperator.REGEX)
            .setValue(regex);
    return new ConceptConditions(systems, system).passes(filter, url -> Optional.empty());
  }

  private Answer expandFilter(String property, String operator, String value) {
    return http()
        .post(
            "ValueSet/$expand",
            """
            {"resourceType": "Parameters", "parameter": [{"name": "valueSet", "resource":
              {"resourceType": "ValueSet", "status": "active", "compose": {"include": [
                {"system": "http://loinc.org",
                 "filter": [{"property": "%s", "op": "%s", "value": "%s"}]}]}}}]}
            """
                .formatted(property, operator, value));
  }

  @Test
  void classificationsAreLoadedFromXml() throws IOException {
    wanted.put(
        "terminology/icd10.xml",
        Files.writeString(folder.resolve("icd10.xml"), SyntheticIcd.CLAML));
    wanted.put(
        "terminology/icd10cm.zip",
        new ZipBuilder()
            .entry("icd10cm_tabular_2026.xml", SyntheticIcd.ICD_10_CM)
            .writeTo(folder.resolve("icd10cm.zip")));
    apply();
    condition("http://hl7.org/fhir/sid/icd-10", "X91.1");
    condition("http://hl7.org/fhir/sid/icd-10-cm", "S90.1XXD");
    assertThat(found("below", "http://hl7.org/fhir/sid/icd-10|XX")).containsExactly("X91.1");
    assertThat(found("below", "http://hl7.org/fhir/sid/icd-10-cm|S90")).containsExactly("S90.1XXD");
  }

  @Test
  void aNewVersionTakesThePlaceOfTheOldOne() {
    snomed("20260101", SIZE);
    apply();
    snomed("20260701", SIZE + 20);
    apply();
    assertThat(ok("CodeSystem?url=" + SNOMED).path("total").asInt()).isEqualTo(2);
    assertThat(expanded(SNOMED + "?fhir_vs")).hasSize(SIZE + 24);
    assertThat(expanded(EDITION + "/version/20260101?fhir_vs")).hasSize(SIZE + 4);
    wanted.remove("terminology/snomed-20260101.zip");
    apply();
    assertThat(ok("CodeSystem?url=" + SNOMED).path("total").asInt()).isEqualTo(1);
    assertThat(expanded(SNOMED + "?fhir_vs")).hasSize(SIZE + 24);
  }

  @Test
  void aFileIsLoadedOnceAndAgainWhenItsContentChanges() throws IOException {
    snomed("20260101", SIZE);
    apply();
    Integer first = jdbc.queryForObject("select id from andiron.code_system", Integer.class);
    Path file = wanted.values().iterator().next();
    apply();
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    apply();
    assertThat(jdbc.queryForObject("select id from andiron.code_system", Integer.class))
        .isEqualTo(first);
    snomed("20260101", SIZE + 1);
    apply();
    assertThat(jdbc.queryForObject("select id from andiron.code_system", Integer.class))
        .as("other nodes still ask for it")
        .isEqualTo(first);
    assertThat(expanded(SNOMED + "?fhir_vs")).hasSize(SIZE + 5);
  }

  @Test
  void whatWasBrokenOffLeavesNothingAndBeginsAnew() {
    snomed("20260101", SIZE);
    AtomicInteger looks = new AtomicInteger();
    load().run(wanted, () -> looks.incrementAndGet() > 12);
    assertThat(count("concept")).isZero();
    assertThat(state("terminology/snomed-20260101.zip").path("state").asText())
        .isEqualTo("loading");
    apply();
    assertThat(state("terminology/snomed-20260101.zip").path("state").asText()).isEqualTo("loaded");
  }

  @Test
  void aLoadThatEndedBeforeItWasNotedIsNotRepeated() {
    snomed("20260101", SIZE);
    apply();
    jdbc.update("update andiron.terminology_file set state = 'loading', system = null");
    Integer first = jdbc.queryForObject("select id from andiron.code_system", Integer.class);
    apply();
    assertThat(jdbc.queryForObject("select id from andiron.code_system", Integer.class))
        .isEqualTo(first);
    assertThat(state("terminology/snomed-20260101.zip").path("percent").asInt()).isEqualTo(100);
  }

  @Test
  void aBrokenFileIsReportedAndOthersAreLoaded() throws IOException {
    wanted.put("terminology/a.zip", Files.writeString(folder.resolve("a.zip"), "broken"));
    loinc();
    wanted.put(
        "terminology/copy.zip",
        SyntheticLoinc.zip("MultiAxialHierarchy/MultiAxialHierarchy.csv")
            .writeTo(folder.resolve("copy.zip")));
    apply();
    JsonNode broken = state("terminology/a.zip");
    assertThat(broken.path("state").asText()).isEqualTo("failed");
    assertThat(broken.path("message").asText()).contains("not a whole zip file");
    JsonNode loaded = state("terminology/Loinc_2.78.zip");
    assertThat(loaded.path("state").asText()).isEqualTo("loaded");
    assertThat(loaded.path("system").asText()).isEqualTo("http://loinc.org");
    assertThat(loaded.path("version").asText()).isEqualTo("2.78");
    assertThat(loaded.path("concepts").asInt()).isEqualTo(12);
    assertThat(state("terminology/copy.zip").path("message").asText())
        .contains("Loinc_2.78.zip has brought http://loinc.org version 2.78 already");
  }

  @Test
  void aFileThatBreaksMidwayLeavesItsVersionToAGoodCopy() throws IOException {
    Path broken = SyntheticLoinc.zip(HIERARCHY).writeTo(folder.resolve("a/Loinc_2.78.zip"));
    damage(broken, "LoincTable/Loinc.csv");
    wanted.put("terminology/a.zip", broken);
    loinc();
    apply();
    assertThat(state("terminology/a.zip").path("state").asText()).isEqualTo("failed");
    assertThat(state("terminology/a.zip").path("message").asText()).contains("Could not be loaded");
    JsonNode good = state("terminology/Loinc_2.78.zip");
    assertThat(good.path("state").asText()).as(good.toString()).isEqualTo("loaded");
  }

  /** Spoils the packed content of an entry and leaves the list of entries whole. */
  private static void damage(Path zip, String entry) throws IOException {
    byte[] bytes = Files.readAllBytes(zip);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int start = text.indexOf(entry);
    assertThat(start).isPositive();
    Arrays.fill(bytes, start + entry.length() + 40, start + entry.length() + 80, (byte) 0xff);
    Files.write(zip, bytes);
  }

  @Test
  void aVersionMayMoveToAnotherFile() {
    snomed("20260101", SIZE);
    Path first = wanted.remove("terminology/snomed-20260101.zip");
    wanted.put("terminology/a.zip", first);
    apply();
    snomed("20260701", SIZE);
    Path second = wanted.remove("terminology/snomed-20260701.zip");
    wanted.put("terminology/a.zip", second);
    snomed("20260101", SIZE + 1);
    apply();
    for (String file : wanted.keySet()) {
      assertThat(state(file).path("state").asText()).as(file).isEqualTo("loaded");
    }
    assertThat(expanded(EDITION + "/version/20260101?fhir_vs")).hasSize(SIZE + 5);
    assertThat(expanded(EDITION + "/version/20260701?fhir_vs")).hasSize(SIZE + 4);
  }

  @ParameterizedTest
  @CsvSource({"LOINC.ZIP, true", "icd.Xml, true", "notes.txt, false", "zip.d/readme, false"})
  void distributionFilesAreKnownByTheirExtension(String file, boolean isOne) {
    assertThat(TerminologyLoad.isDistribution(file)).isEqualTo(isOne);
  }

  @Test
  void aFileThatBreaksLeavesInUseWhatItBroughtBefore() throws IOException {
    loinc();
    apply();
    Files.writeString(wanted.get("terminology/Loinc_2.78.zip"), "broken");
    apply();
    assertThat(state("terminology/Loinc_2.78.zip").path("state").asText()).isEqualTo("failed");
    assertThat(ok("CodeSystem/$lookup?system=http://loinc.org&code=90001-1").toString())
        .contains("Inventase");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://terminology.hl7.org/ValueSet/v3-ActEncounterCode",
        "http://terminology.hl7.org/ValueSet/v3-ServiceDeliveryLocationRoleType",
        "http://hl7.org/fhir/ValueSet/condition-clinical",
        "http://hl7.org/fhir/ValueSet/condition-category",
        "http://hl7.org/fhir/ValueSet/marital-status",
        "http://hl7.org/fhir/ValueSet/observation-interpretation",
        "http://hl7.org/fhir/ValueSet/identifier-type",
        "http://hl7.org/fhir/ValueSet/relatedperson-relationshiptype",
        "http://hl7.org/fhir/ValueSet/observation-vitalsignresult"
      })
  void valueSetsOfR4AreThereFromTheStart(String url) {
    Answer answer = http().get("ValueSet/$expand?url=" + encode(url));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/expansion/contains")).isNotEmpty();
    ok("Condition?_tag=" + key + "&code:in=" + encode(url));
  }
}
