package org.andiron.storage.query;

import static org.andiron.storage.query.Searches.asWritten;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.SearchIncludeDeletedEnum;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.andiron.storage.index.CaselessCode;
import org.andiron.storage.query.Criterion.TagKind;
import org.andiron.storage.query.TestIndex.Row;
import org.andiron.testsupport.AndironIT;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What the SQL of each kind of criterion finds. All rows are in a transaction that is undone. */
class SqlCompilerIT extends AndironIT {

  private static final String UCUM = "http://unitsofmeasure.org";
  private static final String SUBJECT = "Observation.subject";

  @Autowired private DataSource database;

  private Connection connection;
  private TestIndex index;

  @BeforeEach
  void begin() throws SQLException {
    connection = database.getConnection();
    connection.setAutoCommit(false);
    index = new TestIndex(new JdbcTemplate(new SingleConnectionDataSource(connection, true)));
  }

  @AfterEach
  void undo() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
    connection.close();
  }

  private void assertFound(String url, String... ids) {
    assertThat(index.find(asWritten(url))).as(url).containsExactly(ids);
  }

  @Test
  void tokens() {
    index
        .resource("Patient", "both")
        .token("identifier", "urn:a", "1")
        .token("identifier", null, "2");
    index.resource("Patient", "other").token("identifier", "urn:b", "1");
    index.resource("Patient", "none");
    assertFound("Patient?identifier=1", "both", "other");
    assertFound("Patient?identifier=urn:a|1", "both");
    assertFound("Patient?identifier=urn:a|", "both");
    assertFound("Patient?identifier=|2", "both");
    assertFound("Patient?identifier=|1");
    assertFound("Patient?identifier=urn:b|1,urn:a|3,urn:c|1", "other");
    assertFound("Patient?identifier=urn:a|,|1,urn:b|1", "both", "other");
    assertFound("Patient?identifier=urn:c|1");
    assertFound("Patient?identifier:not=urn:a|1", "other", "none");
    assertFound("Patient?identifier:not=urn:c|1", "both", "other", "none");
    assertFound("Patient?identifier=1&identifier=2", "both");
    assertFound("Patient?identifier:missing=true", "none");
    assertFound("Patient?identifier:missing=false", "both", "other");
  }

  @Test
  void tokensOfValueSetsAndHierarchies() {
    index.resource("Observation", "a1").token("code", "urn:a", "1");
    index.resource("Observation", "a11").token("code", "urn:a", "1.1");
    index.resource("Observation", "three").token("code", null, "3");
    index.resource("Observation", "all").token("code", "urn:a", "all");
    assertFound("Observation?code:in=http://example.org/vs", "a1", "three");
    assertFound("Observation?code:not-in=http://example.org/vs", "a11", "all");
    assertFound("Observation?code:below=urn:a|1", "a1", "a11");
    assertFound("Observation?code:above=urn:a|1.1", "a11", "all");
  }

  @Test
  void partsOfTokens() {
    index
        .resource("Patient", "typed")
        .token("identifier:of-type", "urn:t", "MR|12")
        .string("identifier:text", "Medical record number")
        .words("identifier:text", "Medical record number");
    index.resource("Patient", "signed").string("identifier:text", "+ sign");
    index.resource("Patient", "untyped").token("identifier", null, "12");
    assertFound("Patient?identifier:of-type=urn:t|MR|12", "typed");
    assertFound("Patient?identifier:of-type=urn:t|MR|1");
    assertFound("Patient?identifier:text=medical rec", "typed");
    assertFound("Patient?identifier:text=record");
    assertFound("Patient?identifier:text=+", "signed");
    assertFound("Patient?identifier:text=medical,+", "typed", "signed");
    assertFound("Patient?identifier:code-text=medical rec", "typed");
    assertFound("Patient?identifier:code-text=record");
    assertFound("Patient?identifier:missing=false", "typed", "signed", "untyped");
  }

  @Test
  void strings() {
    String longName = "x".repeat(300);
    index.resource("Patient", "percent").string("name", "100% Pure_a\\b");
    index.resource("Patient", "long").string("name", longName + "y");
    index.resource("Patient", "plain").string("name", "1000 pure");
    assertFound("Patient?name=100", "percent", "plain");
    assertFound("Patient?name=100%", "percent");
    assertFound("Patient?name=100% pure_", "percent");
    assertFound("Patient?name=100% pure_a\\\\b", "percent");
    assertFound("Patient?name:contains=PURE", "percent", "plain");
    assertFound("Patient?name:contains=e_a", "percent");
    assertFound("Patient?name:exact=1000 pure,x", "plain");
    assertFound("Patient?name:exact=1000 Pure");
    assertFound("Patient?name=" + longName, "long");
    assertFound("Patient?name=" + longName + "z");
    assertFound("Patient?name:exact=" + longName + "y", "long");
    index.resource("Patient", "sound").string("phonetic", "x");
    assertFound("Patient?phonetic=xyz", "sound");
    assertFound("Patient?_filter=name ew ure", "plain");
    assertFound("Patient?_filter=name eq \"1000 PURE\"", "plain");
    assertFound("Patient?_filter=name ne \"1000 PURE\"", "percent", "long");
  }

  @Test
  void dates() {
    index.resource("Encounter", "day").date("date", "2024-03-01", "2024-03-02");
    index.resource("Encounter", "since").date("date", "2023-06-01", "infinity");
    index.resource("Encounter", "until").date("date", "-infinity", "2024-06-01");
    index.resource("Encounter", "before").date("date", "2022-01-01", "2023-01-01");
    index.resource("Encounter", "after").date("date", "2025-01-01", "2025-02-01");
    index.resource("Encounter", "none");
    assertFound("Encounter?date=2024", "day");
    assertFound("Encounter?date=2024-03-01T10:00Z");
    assertFound("Encounter?date=ne2024", "since", "until", "before", "after");
    assertFound("Encounter?date=gt2024", "since", "after");
    assertFound("Encounter?date=lt2024", "since", "until", "before");
    assertFound("Encounter?date=ge2024", "day", "since", "until", "after");
    assertFound("Encounter?date=le2024", "day", "since", "until", "before");
    assertFound("Encounter?date=sa2024", "after");
    assertFound("Encounter?date=eb2024", "before");
    assertFound("Encounter?date=ap2024-03-01", "day", "since", "until");
    assertFound("Encounter?date=2024,eb2024", "day", "before");
    assertFound("Encounter?_filter=date po 2024", "day", "since", "until");
    assertFound("Encounter?date:missing=true", "none");
  }

  @Test
  void numbers() {
    index.resource("RiskAssessment", "hundred").number("probability", "100", "100");
    index.resource("RiskAssessment", "edge").number("probability", "100.5", "100.5");
    index.resource("RiskAssessment", "range").number("probability", "90", "120");
    index.resource("RiskAssessment", "above").number("probability", "200", "Infinity");
    assertFound("RiskAssessment?probability=100", "hundred");
    assertFound("RiskAssessment?probability=ne100", "edge", "range", "above");
    assertFound("RiskAssessment?probability=gt100", "edge", "range", "above");
    assertFound("RiskAssessment?probability=lt100", "range");
    assertFound("RiskAssessment?probability=ge100", "hundred", "edge", "range", "above");
    assertFound("RiskAssessment?probability=le100", "hundred", "range");
    assertFound("RiskAssessment?probability=sa100", "edge", "above");
    assertFound("RiskAssessment?probability=eb101", "hundred", "edge");
    assertFound("RiskAssessment?probability=ap185", "above");
  }

  @Test
  void quantities() {
    index.resource("Observation", "mg").quantity("value-quantity", UCUM, "mg", "5");
    index.resource("Observation", "g").quantity("value-quantity", UCUM, "g", "0.005");
    index.resource("Observation", "drops").quantity("value-quantity", UCUM, "[drp]", "5");
    index.resource("Observation", "text").quantity("value-quantity", null, "drops", "5");
    assertFound("Observation?value-quantity=0.005|" + UCUM + "|g", "mg", "g");
    assertFound("Observation?value-quantity=5|" + UCUM + "|mg", "mg", "g");
    assertFound("Observation?value-quantity=gt4|" + UCUM + "|mg", "mg", "g");
    assertFound("Observation?value-quantity=5|" + UCUM + "|[drp]", "drops");
    assertFound("Observation?value-quantity=5||drops", "text");
    assertFound("Observation?value-quantity=5||mg", "mg");
    assertFound("Observation?value-quantity=5", "mg", "drops", "text");
    assertFound("Observation?value-quantity=5|urn:unknown|mg");
  }

  @Test
  void uris() {
    String longUrl = "http://example.org/" + "x".repeat(600);
    index.resource("ValueSet", "a").uri("url", "http://example.org/a", null);
    index.resource("ValueSet", "ab").uri("url", "http://example.org/a/b", null);
    index.resource("ValueSet", "oid").uri("url", "urn:oid:1.2.3", null);
    index.resource("ValueSet", "long").uri("url", longUrl, null);
    assertFound("ValueSet?url=http://example.org/a", "a");
    assertFound("ValueSet?url:below=http://example.org/a", "a", "ab");
    assertFound("ValueSet?url:above=http://example.org/a/b/c", "a", "ab");
    assertFound("ValueSet?url:below=urn:oid:1.2");
    assertFound("ValueSet?url=" + longUrl, "long");
    assertFound("ValueSet?url=" + longUrl + "y");
    assertFound("ValueSet?url:below=" + longUrl, "long");
    assertFound("ValueSet?url:above=" + longUrl + "/y", "long");
    assertFound("ValueSet?_filter=url sw urn:oid:1", "oid");
    assertFound("ValueSet?_filter=url co /a/", "ab");
  }

  @Test
  void canonicalsAndReferencesElsewhere() {
    String type = "QuestionnaireResponse";
    index.resource(type, "one").uri("questionnaire", "http://example.org/q", "1.0");
    index.resource(type, "any").uri("questionnaire", "http://example.org/q", null);
    index
        .resource(type, "own")
        .uri("questionnaire", "http://own.example.org/fhir/Questionnaire/q", null);
    assertFound(type + "?questionnaire=http://example.org/q", "one", "any");
    assertFound(type + "?questionnaire=http://example.org/q|1.0", "one");
    assertFound(type + "?questionnaire=http://own.example.org/fhir/Questionnaire/q", "own");
  }

  @Test
  void caseOfCodesMattersUnlessTheirSystemSaysOtherwise() {
    index.resource("CodeSystem", "moods").caseless("urn:moods");
    index.resource("Observation", "mood").token("code", "urn:moods", "Calm-and-quiet-and-more");
    index.resource("Observation", "short").token("code", "urn:moods", "calm");
    index.resource("Observation", "cased").token("code", "urn:cased", "Calm");
    assertFound("Observation?code=CALM", "short");
    assertFound("Observation?code=Calm", "short", "cased");
    assertFound("Observation?code=urn:moods|CALM", "short");
    assertFound("Observation?code=urn:cased|CALM");
    assertFound("Observation?code=CALM-AND-QUIET-AND-MORE", "mood");
    assertFound(
        "Observation?code=urn:moods|calm-and-quiet-and-MORE,urn:moods|CALM", "mood", "short");
  }

  @Test
  void contactPointsAreFoundWhateverTheirCase() {
    index.resource("Patient", "mail").token("email", null, CaselessCode.of("Anna@Example.org"));
    assertFound("Patient?email=ANNA@example.ORG", "mail");
    assertFound("Patient?email=anna");
  }

  @Test
  void references() {
    Row patient = index.resource("Patient", "q-p");
    Row group = index.resource("Group", "q-p");
    index.resource("Observation", "p").link(SUBJECT, patient);
    index.resource("Observation", "g").link(SUBJECT, group);
    index
        .resource("Observation", "v2")
        .link(SUBJECT, patient, 2L)
        .uri("subject", "Patient/q-p", "2");
    index.resource("Observation", "i").token("subject:identifier", "urn:a", "1");
    index.resource("Observation", "none");
    assertFound("Observation?subject=q-p", "p", "g", "v2");
    assertFound("Observation?subject=Patient/q-p", "p", "v2");
    assertFound("Observation?subject:Group=q-p", "g");
    assertFound("Observation?subject:Group=Patient/q-p");
    assertFound("Observation?subject=Patient/q-p/_history/2,Group/q-p", "g", "v2");
    assertFound("Observation?subject=http://own.example.org/fhir/Patient/q-p", "p", "v2");
    assertFound("Observation?subject:identifier=urn:a|1", "i");
    assertFound("Observation?subject:missing=true", "none");
    assertFound("Observation?_filter=subject re Group/q-p", "g");
    assertFound("Observation?_filter=subject ne Group/q-p", "p", "v2", "i");
  }

  @Test
  void hierarchiesOfReferences() {
    Row site = index.resource("Location", "q-site");
    Row ward = index.resource("Location", "q-ward").link("Location.partOf", site);
    Row room = index.resource("Location", "q-room").link("Location.partOf", ward);
    index.resource("Observation", "in-site").link(SUBJECT, site);
    index.resource("Observation", "in-room").link(SUBJECT, room);
    assertFound("Observation?subject:below=Location/q-ward", "in-room");
    assertFound("Observation?subject:below=Location/q-site", "in-site", "in-room");
    assertFound("Observation?subject:above=Location/q-ward", "in-site");
  }

  @Test
  void chainsAndTheirReverse() {
    Row hospital = index.resource("Organization", "q-h").string("name", "Hospital");
    Row ward = index.resource("Organization", "q-w").link("Organization.partOf", hospital);
    Row male =
        index
            .resource("Patient", "male")
            .token("gender", null, "male")
            .link("Patient.managingOrganization", ward);
    Row deleted = index.resource("Patient", "deleted").token("gender", null, "male").deleted();
    index.resource("Patient", "unseen").token("gender", null, "male");
    String path = "Observation.subject.where(resolve() is Patient)";
    Row seen = index.resource("Observation", "seen").token("code", null, "c").link(path, male);
    index.resource("Observation", "lost").token("code", null, "c").link(path, deleted);
    index
        .resource("AuditEvent", "audit")
        .token("action", null, "R")
        .link("AuditEvent.entity.what", seen);
    assertFound("Observation?patient.gender=male", "seen");
    assertFound("Observation?patient.gender:not=male");
    assertFound("Observation?patient._id=male", "seen");
    assertFound("Observation?patient.organization.partof.name=hosp", "seen");
    assertFound("Observation?patient.organization.partof.name=else");
    assertFound("Patient?_has:Observation:patient:code=c", "male");
    assertFound("Patient?gender=male&_has:Observation:patient:code:not=c");
    assertFound("Patient?_has:Observation:patient:_has:AuditEvent:entity:action=R", "male");
    assertFound("Observation?_filter=patient[gender eq male]._id eq male", "seen");
    assertFound("Observation?_filter=not (patient.gender eq male)", "lost");
  }

  @Test
  void composites() {
    index
        .resource("Observation", "matched")
        .token("component-code-value-quantity$1", 1, "urn:a", "sys")
        .quantity("component-code-value-quantity$2", 1, UCUM, "mg", "120")
        .token("component-code-value-quantity$1", 2, "urn:a", "dia")
        .quantity("component-code-value-quantity$2", 2, UCUM, "mg", "80");
    assertFound("Observation?component-code-value-quantity=urn:a|sys$gt100", "matched");
    assertFound("Observation?component-code-value-quantity=urn:a|dia$gt100");
    assertFound("Observation?component-code-value-quantity=dia$gt100,urn:a|dia$80||mg", "matched");
    assertFound("Observation?component-code-value-quantity=urn:b|dia$80");
    assertFound("Observation?component-code-value-quantity:missing=false", "matched");
  }

  @Test
  void positions() {
    index.resource("Location", "berlin").position("near", 52.52, 13.405);
    index.resource("Location", "potsdam").position("near", 52.39, 13.065);
    index.resource("Location", "fiji").position("near", -17.7, 179.99);
    index.resource("Location", "pole").position("near", 89.9, -120);
    assertFound("Location?near=52.52|13.40|1|km", "berlin");
    assertFound("Location?near=52.52|13.40", "berlin");
    assertFound("Location?near=52.52|13.40|50", "berlin", "potsdam");
    assertFound("Location?near=52.52|13.40|20|[mi_us]", "berlin", "potsdam");
    assertFound("Location?near=-17.7|-179.99|10|km", "fiji");
    assertFound("Location?near=89.95|60|50|km", "pole");
    Search search = asWritten("Location?near=52.52|13.40|50");
    SortKey byDistance =
        new SortKey.ByDistance(
            Searches.key("Location", "near"), new Criterion.Place(52.52, 13.4, 0), true);
    assertThat(
            index.find(
                new Search(
                    search.types(), search.criteria(), List.of(byDistance), search.deleted())))
        .containsExactly("potsdam", "berlin");
  }

  @Test
  void metadata() {
    Row tagged =
        index
            .resource("Patient", "tagged")
            .tag(TagKind.TAG, "urn:a", "1")
            .tag(TagKind.PROFILE, "urn:profile", "http://example.org/p|2")
            .tag(TagKind.SECURITY, null, "R");
    Row sourced = index.resource("Patient", "sourced", Instant.parse("2024-02-01T10:00:00Z"));
    index.resource("List", "q-list").link("List.entry.item", tagged);
    index.resource("List", "q-gone").link("List.entry.item", sourced).deleted();
    assertFound("Patient?_id=tagged,x", "tagged");
    assertFound("Patient?_id:not=tagged&_source:missing=false", "sourced");
    assertFound("Patient?_tag=urn:a|1", "tagged");
    assertFound("Patient?_tag=1,2", "tagged");
    assertFound("Patient?_tag=|1");
    assertFound("Patient?_tag:below=urn:a|1", "tagged");
    assertFound("Patient?_security=|R", "tagged");
    assertFound("Patient?_security:not=R", "sourced");
    assertFound("Patient?_tag:missing=true", "sourced");
    assertFound("Patient?_profile=http://example.org/p", "tagged");
    assertFound("Patient?_profile=http://example.org/p|2", "tagged");
    assertFound("Patient?_profile=http://example.org/p|1");
    assertFound("Patient?_profile:below=http://example.org/", "tagged");
    assertFound("Patient?_source=http://example.org/sourced", "sourced");
    assertFound("Patient?_source:above=http://example.org/sourced/more", "sourced");
    assertFound("Patient?_list=q-list", "tagged");
    assertFound("Patient?_list=q-gone");
    assertFound("Patient?_lastUpdated=2024-02", "sourced");
    assertFound("Patient?_lastUpdated=2024-02-01T10:00:00.000Z", "sourced");
    assertFound("Patient?_lastUpdated=gt2024-02-01T10:00:00Z");
    assertFound("Patient?_lastUpdated=ge2024-01-01", "tagged", "sourced");
    assertFound("Patient?_lastUpdated=lt2024-01-01");
    assertFound("Patient?_lastUpdated=le2024-01-01", "tagged");
    assertFound("Patient?_type=Patient&_text=tag", "tagged");
  }

  @Test
  void negationsAndAlternatives() {
    index.resource("Patient", "a").token("gender", null, "male").string("name", "x");
    index.resource("Patient", "b").token("gender", null, "female");
    assertFound("Patient?_filter=gender eq male or gender eq female", "a", "b");
    assertFound("Patient?_filter=not (gender eq male or _id eq z)", "b");
    assertFound("Patient?_filter=not (gender eq male and name co x)", "b");
    assertFound("Patient?_filter=gender eq other or (_id eq b and name pr false)", "b");
    assertFound("Patient?_filter=not (not (gender eq male))", "a");
  }

  @Test
  void referencesElsewhereDoNotSpoilNegations() {
    Row listed = index.resource("Patient", "listed");
    index.resource("Patient", "other");
    index
        .resource("List", "q-list")
        .link("List.entry.item", listed)
        .linkElsewhere("List.entry.item", "http://example.org/Patient/1");
    index
        .resource("Observation", "both")
        .token("code", null, "c")
        .link("Observation.subject.where(resolve() is Patient)", listed)
        .linkElsewhere(
            "Observation.subject.where(resolve() is Patient)", "http://example.org/Patient/1");
    assertFound("Patient?_filter=not (_list eq q-list or _id eq x)", "other");
    Criterion has = Searches.PARSER.parse(List.of(), "_has:Observation:patient:code", "c");
    Criterion id = new Criterion.Id(List.of("listed", "q-list", "both"));
    Criterion neither = new Criterion.Not(new Criterion.Or(List.of(has, id)));
    assertThat(index.find(Search.of(List.of(), neither))).contains("other");
  }

  @Test
  void severalTypesAndDeletedResources() {
    index.resource("Patient", "a").token("gender", null, "male");
    index.resource("Practitioner", "b").token("gender", null, "male");
    index.resource("Patient", "c").token("gender", null, "male").deleted();
    List<String> both = List.of("Patient", "Practitioner");
    Criterion male = Searches.PARSER.parse(both, "gender", "male");
    assertThat(index.find(Search.of(both, male))).containsExactly("a", "b");
    SearchParameterMap map = new SearchParameterMap();
    map.setSearchIncludeDeletedMode(SearchIncludeDeletedEnum.BOTH);
    assertThat(index.find(Searches.PARSER.parse(List.of("Patient"), map)))
        .containsExactly("a", "c");
    map.setSearchIncludeDeletedMode(SearchIncludeDeletedEnum.EXCLUSIVE);
    assertThat(index.find(Searches.PARSER.parse(List.of(), map))).containsExactly("c");
  }

  @Test
  void counts() {
    index.resource("Patient", "q-a").token("gender", null, "male").token("gender", null, "male");
    assertThat(index.count(asWritten("Patient?gender=male"))).isEqualTo(1);
    assertThat(index.count(asWritten("Patient?gender=male&_id=other"))).isZero();
  }

  private void assertOrder(Search search, SortSpec sort, String... ids) {
    SearchParameterMap map = new SearchParameterMap();
    map.setSort(sort);
    List<SortKey> keys = Searches.PARSER.parse(search.types(), map).sort();
    assertThat(index.find(new Search(search.types(), search.criteria(), keys, search.deleted())))
        .containsExactly(ids);
  }

  @Test
  void sorting() {
    Row x = index.resource("Patient", "x");
    Row y = index.resource("Patient", "y");
    index
        .resource("Observation", "one", Instant.parse("2024-01-03T00:00:00Z"))
        .date("date", "2024-01-01", "2024-01-02")
        .date("date", "2025-01-01", "2025-01-02")
        .quantity("value-quantity", UCUM, "mg", "5")
        .token("code", null, "b")
        .link(SUBJECT, y);
    index
        .resource("Observation", "three", Instant.parse("2024-01-02T00:00:00Z"))
        .date("date", "2024-06-01", "2024-06-02")
        .quantity("value-quantity", UCUM, "g", "1")
        .token("code", null, "a")
        .link(SUBJECT, x);
    index.resource("Observation", "o");
    Search all = Search.of(List.of("Observation"), new Criterion.And(List.of()));
    assertOrder(all, new SortSpec("date"), "one", "three", "o");
    assertOrder(all, new SortSpec("date", SortOrderEnum.DESC), "one", "three", "o");
    assertOrder(all, new SortSpec("value-quantity", SortOrderEnum.DESC), "three", "one", "o");
    assertOrder(all, new SortSpec("code"), "three", "one", "o");
    assertOrder(all, new SortSpec("subject"), "three", "one", "o");
    assertOrder(all, new SortSpec("_lastUpdated", SortOrderEnum.DESC), "one", "three", "o");
    assertOrder(all, new SortSpec("_id"), "o", "one", "three");
    assertOrder(
        all,
        new SortSpec("status", null, new SortSpec("code", SortOrderEnum.DESC)),
        "one",
        "three",
        "o");
    Search text =
        Search.of(
            List.of("Observation"), new Criterion.Text(Criterion.TextScope.CONTENT, List.of("o")));
    assertOrder(text, new SortSpec("_score"), "o", "one");
  }

  @Test
  void theFirstByDate() {
    for (String id : List.of("none", "nothing")) {
      index.resource("Observation", id).token("code", null, "a");
    }
    index
        .resource("Observation", "long")
        .token("code", null, "a")
        .date("date", "2023-01-01", "2023-01-02")
        .date("date", "2025-01-01", "2025-01-02")
        .date("date", "2025-01-01", "2026-01-01");
    index
        .resource("Observation", "between")
        .token("code", null, "a")
        .date("date", "2024-01-01", "2024-01-02");
    index
        .resource("Observation", "open")
        .token("code", null, "a")
        .date("date", "-infinity", "2024-01-02");
    index
        .resource("Observation", "same")
        .token("code", null, "a")
        .date("date", "2024-01-01", "2024-03-01");
    index
        .resource("Observation", "other")
        .token("code", null, "b")
        .date("date", "2024-01-01", "2024-01-02");
    index
        .resource("Observation", "gone")
        .token("code", null, "a")
        .date("date", "2024-01-01", "2024-01-02")
        .deleted();
    assertFirst("date", "open", "long", "between", "same", "none", "nothing");
    assertFirst("-date", "long", "between", "same", "open", "none", "nothing");
    assertFirst("-date,-_id", "long", "same", "between", "open", "nothing", "none");
  }

  /** However many are asked for, they are the first of all in the same order. */
  private void assertFirst(String sort, String... ids) {
    SearchParameterMap map = new SearchParameterMap();
    SortSpec next = null;
    String[] keys = sort.split(",");
    for (int i = keys.length - 1; i >= 0; i--) {
      boolean descending = keys[i].startsWith("-");
      next =
          new SortSpec(
              descending ? keys[i].substring(1) : keys[i],
              descending ? SortOrderEnum.DESC : SortOrderEnum.ASC,
              next);
    }
    map.setSort(next);
    Search unsorted = asWritten("Observation?code=a");
    Search search =
        new Search(
            unsorted.types(),
            unsorted.criteria(),
            Searches.PARSER.parse(unsorted.types(), map).sort(),
            unsorted.deleted());
    assertThat(index.find(search)).containsExactly(ids);
    for (int limit = 1; limit <= ids.length + 1; limit++) {
      assertThat(index.find(search, limit))
          .as("%s, %d", sort, limit)
          .containsExactly(Arrays.copyOf(ids, Math.min(limit, ids.length)));
    }
  }
}
