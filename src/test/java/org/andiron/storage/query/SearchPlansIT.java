package org.andiron.storage.query;

import static org.andiron.storage.query.Searches.asWritten;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.andiron.storage.index.CaselessSystems;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * That no search reads a big table from end to end: the plans over the rows of a made-up hospital
 * with 200 patients, 4,000 encounters, 30,000 observations, and 60,000 claims that nobody searches.
 * All rows, and what PostgreSQL has learned of them, are in a transaction that is undone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchPlansIT extends AndironIT {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String CASELESS_SYSTEM = "urn:caseless";
  private static final long FIRST_PATIENT = 800_000_000_000L;
  private static final long FIRST_ENCOUNTER = FIRST_PATIENT + 1_000;
  private static final long FIRST_OBSERVATION = FIRST_PATIENT + 100_000;
  private static final long FIRST_CLAIM = FIRST_PATIENT + 200_000;
  private static final int PATIENTS = 200;
  private static final int ENCOUNTERS = 4_000;
  private static final int OBSERVATIONS = 30_000;
  private static final int CLAIMS = 60_000;

  private static final Map<String, Integer> RESOURCES =
      Map.of(
          "Patient",
          PATIENTS,
          "Encounter",
          ENCOUNTERS,
          "Observation",
          OBSERVATIONS,
          "Claim",
          CLAIMS);

  private static final Map<String, Long> FIRST =
      Map.of(
          "Patient",
          FIRST_PATIENT,
          "Encounter",
          FIRST_ENCOUNTER,
          "Observation",
          FIRST_OBSERVATION,
          "Claim",
          FIRST_CLAIM);

  @Autowired private DataSource database;
  @Autowired private TextSearch texts;

  private Connection connection;
  private JdbcTemplate jdbc;
  private TestIndex index;

  @BeforeAll
  void fill() throws SQLException {
    connection = database.getConnection();
    connection.setAutoCommit(false);
    jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    index = new TestIndex(jdbc);
    RESOURCES.keySet().forEach(this::resources);
    rows("Patient", "gender", "idx_token", "0, null, (array['male', 'female'])[1 + i % 2]");
    rows("Patient", "identifier", "idx_token", "0, 1, 'mrn-' || i");
    rows("Patient", "family", "idx_string", "0, 'family' || i % 90, 'Family' || i % 90");
    rows("Patient", "name", "idx_string", "0, 'family' || i % 90, 'Family' || i % 90");
    rows("Patient", "birthdate", "idx_date", "0, " + time("i * 99"));
    rows("Encounter", "status", "idx_token", "0, null, 'finished'");
    rows(
        "Encounter", "class", "idx_token", "0, 1, (array['AMB', 'AMB', 'AMB', 'EMER'])[1 + i % 4]");
    rows("Encounter", "date", "idx_date", "0, " + time("i * 4"));
    rows("Observation", "status", "idx_token", "0, null, 'final'");
    rows("Observation", "code", "idx_token", "0, 1, 'code-' || (i * i) % 97");
    rows("Observation", "identifier", "idx_token", "0, 1, 'o-' || i");
    rows("Observation", "code:text", "idx_string", "0, 'text' || i % 97, 'Text' || i % 97");
    rows("Observation", "code:text", "idx_words", words());
    rows(
        "Observation",
        "category",
        "idx_token",
        "0, " + index.systemFor(CASELESS_SYSTEM) + ", " + longCode());
    caseless();
    rows("Observation", "date", "idx_date", "0, " + time("i"));
    rows("Observation", "value-quantity", "idx_quantity", quantity());
    rows("Observation", "code-value-quantity$1", "idx_token", "1, 1, 'code-' || (i * i) % 97");
    rows("Observation", "code-value-quantity$2", "idx_quantity", quantity().replaceFirst("0", "1"));
    rows("Claim", "created", "idx_date", "0, " + time("i"));
    rows("Claim", "url", "idx_uri", "0, 'urn:claim:' || i, null");
    rows("Claim", "use", "idx_token", "0, null, 'claim'");
    rows("Claim", "total", "idx_quantity", quantity());
    links("Claim", "Claim.patient", "Patient", "i % " + PATIENTS);
    links("Encounter", "Encounter.subject", "Patient", "i % " + PATIENTS);
    links("Observation", "Observation.subject", "Patient", "(i / 7) % " + PATIENTS);
    links("Observation", "Observation.encounter", "Encounter", "i / 8");
    tags("Observation", 3);
    tags("Claim", 1);
    jdbc.execute(
        "analyze hfj_resource, hfj_res_link, hfj_res_tag, hfj_tag_def, andiron.idx_token, andiron.idx_string,"
            + " andiron.idx_date, andiron.idx_quantity, andiron.idx_uri, andiron.idx_words");
  }

  @AfterAll
  void undo() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
    connection.close();
  }

  private static String time(String hours) {
    String low = "timestamptz '2015-01-01' + make_interval(hours => (" + hours + ")::int)";
    return low + ", " + low + " + interval '1 second'";
  }

  private static String quantity() {
    return "0, 1, 'mg', 'mg', i % 500, i % 500, 'g', (i % 500) / 1000.0, (i % 500) / 1000.0";
  }

  /** Two words, and a Chinese one of three characters as neighbours. */
  private static String words() {
    return "('''text' || i % 97 || ''':1 ''word'':2 ''' || chr(19968 + i % 500) || chr(20500) ||"
        + " ''':3 ''' || chr(20500) || ''':4')::tsvector";
  }

  private static String longCode() {
    return "'Categories' || chr(65 + i % 26) || chr(65 + i / 26 % 26)";
  }

  /** A system for whose codes case does not matter. */
  private void caseless() {
    jdbc.update(
        "insert into andiron.search_system (id, uri) overriding system value values (?, ?)",
        index.systemFor(CASELESS_SYSTEM),
        CASELESS_SYSTEM);
    jdbc.update(
        "insert into andiron.idx_uri values (?, ?, 0, ?, null)",
        FIRST_CLAIM,
        index.parameterFor(CaselessSystems.TYPE, CaselessSystems.PARAMETER),
        CASELESS_SYSTEM);
  }

  private void resources(String type) {
    jdbc.update(
        "insert into hfj_resource (res_id, res_type, fhir_id, res_ver, res_published, res_updated,"
            + " has_tags, sp_has_links, sp_coords_present, sp_date_present, sp_number_present,"
            + " sp_quantity_nrml_present, sp_quantity_present, sp_string_present,"
            + " sp_token_present, sp_uri_present) select ? + i, ?, 'plan-' || i, 1, now(),"
            + " now() - make_interval(mins => i), false, false, false, false, false, false, false,"
            + " false, false, false from generate_series(0, ? - 1) i",
        FIRST.get(type),
        type,
        RESOURCES.get(type));
  }

  private void rows(String type, String code, String table, String values) {
    jdbc.update(
        "insert into andiron."
            + table
            + " select ? + i, ?, "
            + values
            + " from generate_series(0, ? - 1) i",
        FIRST.get(type),
        index.parameterFor(type, code),
        RESOURCES.get(type));
  }

  private void links(String type, String path, String target, String targetNumber) {
    jdbc.update(
        "insert into hfj_res_link (pid, src_path, src_resource_id, source_resource_type,"
            + " target_resource_id, target_resource_type)"
            + " select -nextval('seq_reslink_id'), ?, ? + i, ?, ? + "
            + targetNumber
            + ", ? from generate_series(0, ? - 1) i",
        path,
        FIRST.get(type),
        type,
        FIRST.get(target),
        target,
        RESOURCES.get(type));
  }

  /** Profiles of a type; each of its resources has one. */
  private void tags(String type, int profiles) {
    jdbc.update(
        "insert into hfj_tag_def (tag_id, tag_type, tag_system, tag_code)"
            + " select ? + i, 1, 'urn:profile', 'http://plans.example.org/' || ? || i"
            + " from generate_series(0, ? - 1) i",
        FIRST.get(type),
        type,
        profiles);
    jdbc.update(
        "insert into hfj_res_tag (pid, tag_id, res_id, res_type)"
            + " select ? + i, ? + i % ?, ? + i, ? from generate_series(0, ? - 1) i",
        FIRST.get(type), FIRST.get(type), profiles, FIRST.get(type), type, RESOURCES.get(type));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation?_id=plan-1",
        "Observation?_lastUpdated=ge2024-01-01",
        "Observation?status=final",
        "Observation?status=urn:a|final",
        "Observation?status:not=final",
        "Observation?status:missing=true",
        "Observation?status:missing=false",
        "Observation?identifier=o-7",
        "Observation?identifier:missing=true",
        "Observation?code=code-4",
        "Observation?code=code-4,code-9",
        "Observation?code:not=code-4",
        "Observation?code:text=text42",
        "Observation?code:text=text42 word",
        "Observation?code:text=text42 -word",
        "Observation?code:text=\"text42 word\"",
        "Observation?code:text=text42 or text55",
        "Observation?code:text=*ext42*",
        "Observation?code:text=*ext42* text42",
        "Observation?code:text=*ext42* or text55",
        "Observation?code:text=丕倔",
        "Observation?code:text=丕",
        "Observation?code:text=丕倔,text42",
        "Observation?code:code-text=text4",
        "Observation?category=CATEGORIESAA",
        "Observation?category=CATEGORIESAA,categoriesab",
        "Observation?category=urn:caseless|CATEGORIESAA",
        "Observation?code:missing=true",
        "Observation?code=code-4&status=final",
        "Observation?date=2016-03-01",
        "Observation?date=ne2016-03-01",
        "Observation?date=gt2019-06-01",
        "Observation?date=lt2015-02-01",
        "Observation?date=ge2016-03-01",
        "Observation?date=le2016-03-01",
        "Observation?date=sa2019-06-01",
        "Observation?date=eb2015-02-01",
        "Observation?date=ap2016-03-01",
        "Observation?date=ge2016-03-01&date=lt2016-04-01",
        "Observation?date:missing=true",
        "Observation?date=ge2016&code=code-4",
        "Observation?value-quantity=5",
        "Observation?value-quantity=gt400",
        "Observation?value-quantity=5||mg",
        "Observation?value-quantity=lt0.005|http://unitsofmeasure.org|g",
        "Observation?value-quantity=ap5",
        "Observation?value-quantity:missing=true",
        "Observation?code-value-quantity=code-4$gt450",
        "Observation?subject=Patient/plan-3",
        "Observation?subject=Patient/plan-3&code=code-4",
        "Observation?subject=Patient/plan-3&date=ge2017",
        "Observation?_profile=http://plans.example.org/Observation1",
        "Observation?_profile:below=http://plans.example.org/",
        "Observation?_profile:missing=true",
        "Observation?_profile:missing=false",
        "Observation?_tag:missing=true",
        "Observation?_tag=urn:a|b",
        "Encounter?_profile:missing=true",
        "Encounter?_profile:missing=false",
        "Observation?subject:missing=true",
        "Observation?subject:missing=false",
        "Observation?subject:Patient.family=family7",
        "Observation?subject:Patient.gender=male",
        "Observation?subject:Patient.birthdate=ge2016&subject:Patient.gender=male",
        "Observation?encounter.class=EMER",
        "Observation?encounter.date=2016-03-01",
        "Observation?encounter.subject:Patient.family=family7",
        "Encounter?class=EMER",
        "Encounter?class=EMER&date=ge2016-03-01&date=lt2016-04-01",
        "Encounter?subject=Patient/plan-3",
        "Encounter?subject:missing=true",
        "Encounter?_has:Observation:encounter:code=code-4",
        "Encounter?_has:Observation:encounter:date=2016-03-01",
        "Patient?family=family7",
        "Patient?family:exact=Family7",
        "Patient?family:contains=mily7",
        "Patient?name=f&gender=male",
        "Patient?identifier=mrn-7",
        "Patient?birthdate=ge2016",
        "Patient?_has:Observation:subject:code=code-4",
        "Patient?_has:Observation:subject:_has:DiagnosticReport:result:status=final",
        "Patient?_has:Observation:subject:code-value-quantity=code-4$gt450"
      })
  void noBigTableIsReadFromEndToEnd(String url) throws JsonProcessingException {
    Search search = asWritten(url);
    for (String sort : List.of("", "date", "-date", "-_lastUpdated", "_id")) {
      if (!sort.endsWith("date") || !url.startsWith("Patient")) {
        assertNoScan(
            index.compiler(texts).select(sorted(search, sort), 1_000), url + " by " + sort);
      }
    }
    assertNoScan(index.compiler(texts).count(search), url + " counted");
  }

  @ParameterizedTest
  @CsvSource({
    "false, Observation:subject, Observation, 1000",
    "false, Observation:encounter, Observation, 20",
    "false, Observation:*, Observation, 1000",
    "false, *, Encounter, 100",
    "true, Observation:subject, Patient, 20",
    "true, Observation:encounter:Encounter, Encounter, 1000",
    "true, Claim:*, Patient, 3",
    "true, *, Encounter, 50"
  })
  void noInclusionReadsABigTableFromEndToEnd(
      boolean reverse, String value, String type, int resources) throws JsonProcessingException {
    List<Long> from =
        LongStream.range(FIRST.get(type), FIRST.get(type) + resources).boxed().toList();
    Inclusion inclusion = Searches.PARSER.inclusion(reverse, false, value);
    assertNoScan(
        index.compiler(texts).included(List.of(inclusion), from, 10_000).orElseThrow(), value);
  }

  private static Search sorted(Search search, String sort) {
    SearchParameterMap map = new SearchParameterMap();
    if (!sort.isEmpty()) {
      map.setSort(
          sort.startsWith("-")
              ? new SortSpec(sort.substring(1), SortOrderEnum.DESC)
              : new SortSpec(sort));
    }
    return new Search(
        search.types(),
        search.criteria(),
        Searches.PARSER.parse(search.types(), map).sort(),
        search.deleted());
  }

  private void assertNoScan(Sql sql, String what) throws JsonProcessingException {
    String plan =
        Objects.requireNonNull(
            jdbc.queryForObject(
                "explain (format json) " + sql.text(), String.class, sql.values().toArray()));
    List<String> scanned = new ArrayList<>();
    JSON.readTree(plan)
        .findParents("Node Type")
        .forEach(
            node -> {
              if (node.path("Node Type").asText().equals("Seq Scan") && isBig(node)) {
                scanned.add(node.path("Relation Name").asText());
              }
            });
    assertThat(scanned).as("Scanned by %s%n%s%n%s", what, sql, plan).isEmpty();
  }

  private static boolean isBig(JsonNode node) {
    String table = node.path("Relation Name").asText();
    return table.startsWith("idx_")
        || table.equals("hfj_resource")
        || table.equals("hfj_res_link")
        || table.equals("hfj_res_tag")
        || table.equals("hfj_res_ver");
  }
}
