package org.andiron.storage.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.storage.search.SearchStatements;
import org.andiron.testsupport.AndironIT;
import org.andiron.testsupport.FhirHttp.Answer;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class SearchRequestIT extends AndironIT {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final int OBSERVATIONS = 3;

  private final String key = UUID.randomUUID().toString().substring(0, 8);
  private final List<String> observations = new ArrayList<>();
  private String patient = "";

  @Autowired private DataSource dataSource;

  @BeforeEach
  void storeAPatientWithObservations() {
    patient = "front-" + key;
    http()
        .put(
            "Patient/" + patient,
            """
            {"resourceType":"Patient","id":"%s","text":{"status":"generated",
            "div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">words</div>"},
            "name":[{"family":"F%s"}],"gender":"female","birthDate":"1970-03-01",
            "photo":[{"title":"portrait"}]}
            """
                .formatted(patient, key));
    for (int i = 0; i < OBSERVATIONS; i++) {
      observations.add(
          http()
              .post(
                  "Observation",
                  """
                  {"resourceType":"Observation","status":"final","code":{"coding":[{"code":"c%s"}]},
                  "subject":{"reference":"Patient/%s"},"valueString":"high",
                  "note":[{"text":"by hand"}]}
                  """
                      .formatted(key, patient))
              .id());
    }
  }

  @AfterEach
  void removeThem() {
    observations.forEach(it -> http().delete("Observation/" + it));
    http().delete("Patient/" + patient);
  }

  private Answer lenient(String path) {
    return http().get(path, "Prefer", "handling=lenient");
  }

  private Answer form(String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Content-Type", FORM));
    return http().post(path, body, all.toArray(String[]::new));
  }

  private String self(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    for (JsonNode link : answer.json().path("link")) {
      if (link.path("relation").asText().equals("self")) {
        String url = link.path("url").asText();
        assertThat(url).startsWith(baseUrl());
        return url.substring(baseUrl().length());
      }
    }
    throw new AssertionError("no self link: " + answer.body());
  }

  private static List<String> entries(Answer answer, String mode) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<String> found = new ArrayList<>();
    for (JsonNode entry : answer.json().path("entry")) {
      if (entry.at("/search/mode").asText().equals(mode)) {
        found.add(entry.at("/resource/resourceType").asText());
      }
    }
    return found;
  }

  private static JsonNode entry(Answer answer, String type) {
    for (JsonNode entry : answer.json().path("entry")) {
      if (entry.at("/resource/resourceType").asText().equals(type)) {
        return entry.path("resource");
      }
    }
    throw new AssertionError("no " + type + ": " + answer.body());
  }

  private static void assertRefused(
      Answer answer, String code, String parameter, String diagnostics) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    JsonNode issue = answer.json().at("/issue/0");
    assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    assertThat(issue.path("severity").asText()).isEqualTo("error");
    assertThat(issue.path("code").asText()).isEqualTo(code);
    assertThat(issue.at("/expression/0").asText()).isEqualTo("http." + parameter);
    assertThat(issue.at("/location/0").asText()).isEqualTo("http." + parameter);
    assertThat(issue.path("diagnostics").asText()).contains(diagnostics);
  }

  @Test
  void anOffsetIsLeftOutOfALenientSearch() {
    Answer answer = lenient("Patient?_id=" + patient + "&_offset=1");

    assertThat(entries(answer, "match")).containsExactly("Patient");
    assertThat(entries(answer, "outcome")).hasSize(1);
    assertThat(self(answer)).doesNotContain("_offset");
  }

  @Test
  void aStatementThatTakesTooLongIsRefusedAsTooCostly() {
    SearchStatements impatient = new SearchStatements(dataSource, Duration.ofSeconds(1));

    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> impatient.queryForList("select 1 from pg_sleep(60)"))
        .withNoCause()
        .withMessageContaining("longer than 1 s")
        .satisfies(
            it ->
                assertThat(((OperationOutcome) it.getOperationOutcome()).getIssueFirstRep())
                    .extracting(OperationOutcomeIssueComponent::getCode)
                    .isEqualTo(IssueType.TOOCOSTLY));
  }

  @Nested
  class UnknownNames {

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        value = {
          "Patient?nmae=x; nmae; Unknown search parameter 'nmae' for Patient. Did you mean name?",
          "Patient?nmae=; nmae; Did you mean name?",
          "Patient?_foo=x; _foo; Patient has: active, address,",
          "Patient?_lastupdated=2024; _lastupdated; Did you mean _lastUpdated",
          "Patient?gender:exact=male; gender:exact; no modifier ':exact'",
          "Patient?name:exat=x; name:exat; Did you mean :exact?",
          "Patient?_id:exact=x; _id:exact; no modifier ':exact'",
          "Patient?birthdate=gte2000; birthdate; no prefix 'gte'. Did you mean ge, gt?",
          "Patient?birthdate=%3E%3D2000; birthdate; no prefix '>='. Did you mean ge?",
          "Observation?subject:Patient.nmae=x; subject:Patient.nmae; 'nmae' for Patient, in the"
              + " chain 'subject:Patient.nmae'. Did you mean name?",
          "Observation?subject:Patent.name=x; subject:Patent.name; Did you mean Patient?",
          "Observation?status.name=x; status.name; not a reference",
          "Patient?_has:Observation:subjct:code=x; _has:Observation:subjct:code; Did you mean"
              + " subject?",
          "Patient?_has:Observatin:subject:code=x; _has:Observatin:subject:code; Did you mean"
              + " Observation",
          "Patient?_has:Observation:subject:cod=x; _has:Observation:subject:cod; Did you mean code",
          "Patient?_sort=-brthdate; _sort; Did you mean birthdate",
          "Patient?_sort:desc=name; _sort:desc; A hyphen before a name reverses the order",
          "Patient?_include=Patient:organisation; _include; Did you mean organization?",
          "Patient?_include=Patent:organization; _include; Did you mean Patient?",
          "Patient?_revinclude=Observation:device; _revinclude; never to Patient",
          "Patient?_filter=nmae%20eq%20x; _filter; Did you mean name?",
          "Patient?_elements=nmae; _elements; Did you mean name?",
          "Patient?_elements=Patent.name; _elements; Did you mean Patient?",
          "Patient?_contained=true; _contained; served as false only",
          "Patient?_offset=2147483647&_count=10; _offset; the link 'next'",
          "?_type=Observation&_offset=0&_count=10; _offset; the link 'next'",
          "Patient/x/*?_offset=0; _offset; the link 'next'",
          "Patient/x/Observation?_offset=0; _offset; the link 'next'",
          "?_type=Patient,Observation&name=x; name; Unknown search parameter 'name' for Observation,"
              + " though not for all types",
          "?name=x; name; Name fewer types with _type"
        })
    void areRefusedWithTheNearest(String path, String parameter, String diagnostics) {
      assertRefused(http().get(path), "not-supported", parameter, diagnostics);
    }

    @Test
    void areAllNamedAtOnce() {
      Answer answer = http().get("Patient?nmae=x&birthdate=yesterday&_sort=-brthdate");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().path("issue")).hasSize(3);
    }

    @Test
    void areRefusedOfAClientThatSaysStrict() {
      assertThat(http().get("Patient?nmae=x", "Prefer", "handling=strict").status()).isEqualTo(400);
    }

    @Test
    void areRefusedInAForm() {
      assertRefused(
          form("Patient/_search", "nmae=x"), "not-supported", "nmae", "Did you mean name?");
    }
  }

  @Nested
  class WrongValues {

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        value = {
          "birthdate=1970-13; birthdate; is not a date",
          "_count=-1; _count; whole number that is not negative",
          "_count=ten; _count; whole number that is not negative",
          "_count=1&_count=2; _count; several values",
          "_total=exact; _total; must be one of none, estimate, accurate",
          "_summary=tru; _summary; must be one of true, text, data, count, false",
          "_elements=name.; _elements; needs names of elements",
          "_elements=name&_summary=true; _elements; cannot be combined",
          "_include=organization; _include; such as Patient:organization",
          "_contained=maybe; _contained; must be one of false, true, both",
          "_type=Patien; _type; Did you mean Patient?"
        })
    void areRefusedEvenOfALenientClient(String query, String parameter, String diagnostics) {
      assertRefused(http().get("Patient?" + query), "value", parameter, diagnostics);
      assertRefused(lenient("Patient?" + query), "value", parameter, diagnostics);
    }

    @Test
    void ofTheTypesSearchedAreRefused() {
      assertRefused(http().get("?_type=Patien"), "value", "_type", "Did you mean Patient?");
      assertRefused(lenient("?_type=Patien"), "value", "_type", "Did you mean Patient?");
    }
  }

  @Nested
  class LenientClients {

    @Test
    void areToldWhatWasIgnoredAndFindTheRest() {
      Answer answer = lenient("Patient?nmae=x&gender:exact=x&birthdate=gte3&_id=" + patient);

      assertThat(entries(answer, "match")).containsExactly("Patient");
      assertThat(entries(answer, "outcome")).containsExactly("OperationOutcome");
      assertThat(answer.json().path("total").asInt()).isEqualTo(1);
      JsonNode outcome = entry(answer, "OperationOutcome");
      assertThat(outcome.path("issue")).hasSize(3);
      for (JsonNode issue : outcome.path("issue")) {
        assertThat(issue.path("severity").asText()).isEqualTo("warning");
        assertThat(issue.path("code").asText()).isEqualTo("not-supported");
      }
      assertThat(outcome.path("issue").findValuesAsText("diagnostics"))
          .anyMatch(it -> it.contains("'nmae'"))
          .anyMatch(it -> it.contains("':exact'"))
          .anyMatch(it -> it.contains("'gte'"));
      assertThat(self(answer)).isEqualTo("/Patient?_id=" + patient);
    }

    @Test
    void seeInTheSelfLinkWhichControlsWereApplied() {
      Answer answer =
          lenient(
              "Patient?_id="
                  + patient
                  + "&_sort=brthdate,-name&_include=Patient:foo&_revinclude=Observation:subject"
                  + "&_elements=foo,name");

      assertThat(self(answer))
          .isEqualTo(
              "/Patient?_id="
                  + patient
                  + "&_elements=name&_revinclude=Observation:subject&_sort=-name");
      assertThat(entry(answer, "OperationOutcome").path("issue")).hasSize(3);
    }

    @Test
    void areToldOnEveryPage() {
      List<Answer> pages = new ArrayList<>();
      String path = "Observation?code=c" + key + "&nmae=x&_count=1";
      pages.add(lenient(path));
      while (pages.get(pages.size() - 1).next().isPresent()) {
        pages.add(http().get(pages.get(pages.size() - 1).next().orElseThrow()));
      }

      assertThat(pages).hasSizeGreaterThanOrEqualTo(OBSERVATIONS);
      assertThat(pages)
          .allSatisfy(
              page -> {
                assertThat(entries(page, "outcome")).containsExactly("OperationOutcome");
                assertThat(entry(page, "OperationOutcome").at("/issue/0/diagnostics").asText())
                    .contains("'nmae'");
              });
    }

    @Test
    void areToldWithACount() {
      Answer answer = lenient("Patient?nmae=x&_summary=count&_id=" + patient);

      assertThat(answer.json().path("total").asInt()).isEqualTo(1);
      assertThat(entries(answer, "outcome")).hasSize(1);
    }

    @Test
    void mayNotDeleteByWhatIsIgnored() {
      Answer answer = http().delete("Patient?nmae=x", "Prefer", "handling=lenient");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.diagnostics())
          .contains("Unknown search parameter 'nmae' for Patient. Did you mean name?");
      assertThat(http().get("Patient/" + patient).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "handling=lenient",
          "return=minimal; handling=lenient",
          "return=minimal,handling=\"lenient\"",
          "Handling = Lenient"
        })
    void maySaySoInAnyWay(String prefer) {
      assertThat(http().get("Patient?nmae=x&_id=" + patient, "Prefer", prefer).status())
          .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"handling", "handling=", "handling=x", "handling=lenients", "lenient"})
    void areNotThoseThatSaySomethingElse(String prefer) {
      assertThat(http().get("Patient?nmae=x", "Prefer", prefer).status()).isEqualTo(400);
      assertThat(http().get("Patient/" + patient, "Prefer", prefer).status()).isEqualTo(200);
    }

    @Test
    void hearNothingWhenAllIsApplied() {
      assertThat(entries(lenient("Patient?_id=" + patient), "outcome")).isEmpty();
    }
  }

  @Nested
  class SelfLinks {

    @Test
    void areEncodedAndAskForTheSameAgain() {
      String query = "name=F" + key + ",x%20%26%C3%A4%7C&gender=female";

      String self = self(http().get("Patient?" + query));

      assertThat(self).isEqualTo("/Patient?gender=female&name=F" + key + ",x%20%26%C3%A4%7C");
      Answer again = http().get(self);
      assertThat(entries(again, "match")).containsExactly("Patient");
      assertThat(self(again)).isEqualTo(self);
    }

    @Test
    void leaveOutWhatHasNoValue() {
      assertThat(self(http().get("Patient?name=&_id=" + patient)))
          .isEqualTo("/Patient?_id=" + patient);
    }

    @ParameterizedTest
    @CsvSource({"5000, 1000", "0, 0", "7, 7"})
    void showThePageSizeThatWasApplied(String asked, String applied) {
      assertThat(self(http().get("Patient?_id=" + patient + "&_count=" + asked)))
          .isEqualTo("/Patient?_id=" + patient + "&_count=" + applied);
    }

    @Test
    void areThereForCounts() {
      Answer answer = http().get("Patient?_summary=count&_id=" + patient);

      assertThat(self(answer)).isEqualTo("/Patient?_id=" + patient + "&_summary=count");
      assertThat(answer.json().path("total").asInt()).isEqualTo(1);
      assertThat(answer.entries()).isZero();
    }

    @Test
    void showAllControls() {
      String query =
          "_id="
              + patient
              + "&_count=5&_include=Patient:organization&_revinclude=Observation:subject"
              + "&_sort=family,-birthdate&_total=accurate";

      assertThat(self(http().get("Patient?" + query))).isEqualTo("/Patient?" + query);
    }
  }

  @Nested
  class PostedSearches {

    @Test
    void applyTheParametersOfUrlAndForm() {
      Answer answer =
          form("Patient/_search?gender=female&_count=5", "_id=" + patient + "&name=F" + key);

      assertThat(entries(answer, "match")).containsExactly("Patient");
      assertThat(self(answer))
          .isEqualTo("/Patient?_id=" + patient + "&gender=female&name=F" + key + "&_count=5");
    }

    @Test
    void applyBothOfARepeatedParameter() {
      Answer answer = form("Patient/_search?gender=female", "gender=male&_id=" + patient);

      assertThat(answer.json().path("total").asInt()).isZero();
      assertThat(self(answer)).isEqualTo("/Patient?_id=" + patient + "&gender=female&gender=male");
    }

    @Test
    void mayBeOfAllTypes() {
      Answer answer = form("_search?_type=Patient,Person", "_id=" + patient);

      assertThat(entries(answer, "match")).containsExactly("Patient");
      assertThat(self(answer)).isEqualTo("?_id=" + patient + "&_type=Patient,Person");
    }

    @Test
    void mayBeOfACompartment() {
      Answer answer =
          form("Patient/" + patient + "/Observation/_search?status=final", "code=c" + key);

      assertThat(entries(answer, "match")).hasSize(OBSERVATIONS);
      assertThat(self(answer))
          .isEqualTo("/Patient/" + patient + "/Observation?code=c" + key + "&status=final");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/fhir+json", "text/plain"})
    void areRefusedInAnotherForm(String type) {
      for (String path : List.of("Patient/_search", "_search", "Patient/1/Observation/_search")) {
        Answer answer = http().post(path, "{}", "Content-Type", type);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.diagnostics()).contains(FORM);
      }
    }

    @Test
    void needNoForm() {
      Answer answer = form("Patient/_search?_id=" + patient, "");

      assertThat(entries(answer, "match")).containsExactly("Patient");
    }
  }

  @Nested
  class PartsOfResources {

    private JsonNode shown(String path, String type) {
      Answer answer = http().get(path);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      return entry(answer, type);
    }

    private static List<String> names(JsonNode resource) {
      List<String> names = new ArrayList<>();
      resource.fieldNames().forEachRemaining(names::add);
      return names;
    }

    private static void assertSubsetted(JsonNode resource) {
      assertThat(resource.at("/meta/tag").findValuesAsText("code")).contains("SUBSETTED");
    }

    @Test
    void keepWhatIsMandatory() {
      JsonNode observation =
          shown("Observation?_elements=note&code=c" + key + "&_count=1", "Observation");

      assertThat(names(observation))
          .containsExactlyInAnyOrder("resourceType", "id", "meta", "status", "code", "note");
      assertSubsetted(observation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"value", "value[x]", "valueString"})
    void mayNameAChoiceInAnyWay(String name) {
      JsonNode observation =
          shown(
              "Observation?code=c" + key + "&_elements=" + name.replace("[x]", "%5Bx%5D"),
              "Observation");

      assertThat(names(observation)).contains("valueString").doesNotContain("note");
    }

    @Test
    void mayBeOfIncludedResources() {
      String path =
          "Observation?code=c"
              + key
              + "&_include=Observation:subject&_elements=Patient.name,Observation.note";

      JsonNode included = shown(path, "Patient");
      assertThat(names(included)).containsExactlyInAnyOrder("resourceType", "id", "meta", "name");
      assertSubsetted(included);
      assertThat(names(shown(path, "Observation"))).contains("note", "status");
    }

    @Test
    void areThoseOfMatchesWithoutAType() {
      String path =
          "Observation?code=c" + key + "&_include=Observation:subject&_elements=note&_count=1";
      List<Answer> pages = http().pages(path);

      assertThat(pages.size()).isGreaterThanOrEqualTo(OBSERVATIONS);
      assertThat(pages)
          .allSatisfy(
              page -> {
                assertThat(names(entry(page, "Patient"))).contains("gender", "photo");
                assertThat(names(entry(page, "Observation")))
                    .contains("note", "status")
                    .doesNotContain("subject");
              });
    }

    @Test
    void ofTheSummaryAreTagged() {
      JsonNode shown = shown("Patient?_summary=true&_id=" + patient, "Patient");

      assertThat(names(shown)).contains("name", "gender").doesNotContain("text", "photo");
      assertSubsetted(shown);
    }

    @Test
    void ofTheTextAreNarrativeAndWhatIsMandatory() {
      JsonNode shown = shown("Patient?_summary=text&_id=" + patient, "Patient");
      assertThat(names(shown)).containsExactlyInAnyOrder("resourceType", "id", "meta", "text");
      assertSubsetted(shown);

      assertThat(names(shown("Observation?_summary=text&code=c" + key, "Observation")))
          .containsExactlyInAnyOrder("resourceType", "id", "meta", "status", "code");
    }

    @Test
    void ofTheDataAreAllButTheNarrative() {
      JsonNode shown = shown("Patient?_summary=data&_id=" + patient, "Patient");

      assertThat(names(shown)).contains("name", "photo").doesNotContain("text");
      assertSubsetted(shown);
    }

    @Test
    void areAllIfThereIsNoSummary() {
      JsonNode shown = shown("Patient?_summary=false&_id=" + patient, "Patient");

      assertThat(names(shown)).contains("text", "name", "photo");
      assertThat(shown.at("/meta/tag").isMissingNode()).isTrue();
    }

    @Test
    void areNotStoredInPlaceOfTheWhole() {
      JsonNode shown = shown("Patient?_elements=name&_id=" + patient, "Patient");

      Answer answer = http().put("Patient/" + patient, shown.toString());

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().at("/issue/0/code").asText()).isEqualTo("business-rule");
      assertThat(answer.json().at("/issue/0/expression/0").asText()).isEqualTo("Patient.meta.tag");
      assertThat(http().get("Patient/" + patient).json().path("gender").asText())
          .isEqualTo("female");
      assertThat(http().post("Patient", shown.toString()).status()).isEqualTo(422);
    }

    @Test
    void ofASingleResourceKeepWhatIsMandatoryToo() {
      Answer answer = http().get("Observation/" + observations.get(0) + "?_elements=note");

      assertThat(names(answer.json())).contains("status", "code", "note").doesNotContain("subject");
    }
  }

  @Nested
  class Compartments {

    @Test
    void takeAllCriteria() {
      String path = "Patient/" + patient + "/Observation?code=c" + key + "&status:not=amended";

      assertThat(entries(http().get(path), "match")).hasSize(OBSERVATIONS);
      assertThat(self(http().get(path))).isEqualTo("/" + path);
    }

    @Test
    void mayBeSearchedForAllTypes() {
      Answer answer = http().get("Patient/" + patient + "/*");

      assertThat(entries(answer, "match")).containsOnly("Observation").hasSize(OBSERVATIONS);
      assertThat(self(answer)).isEqualTo("/Patient/" + patient + "/*");
    }

    @Test
    void ofAnUnknownResourceAreEmpty() {
      Answer answer = http().get("Patient/nobody-" + key + "/Observation");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("total").asInt()).isZero();
    }

    @Test
    void thatDoNotExistAreNotFound() {
      Answer answer = http().get("Medication/1/Observation");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.diagnostics()).contains("Patient, Encounter, RelatedPerson");
    }

    @Test
    void checkNamesAgainstTheTypeOfTheirMembers() {
      assertRefused(
          http().get("Patient/" + patient + "/Observation?birthdate=1970"),
          "not-supported",
          "birthdate",
          "for Observation");
    }
  }

  @Nested
  class AllTypes {

    @Test
    void takeWhatTheTypesHaveInCommon() {
      Answer answer =
          http().get("?_type=Patient,Person&name=f" + key + "&gender=female&birthdate=1970-03");

      assertThat(entries(answer, "match")).containsExactly("Patient");
      assertThat(answer.json().path("total").asInt()).isEqualTo(1);
    }

    @Test
    void needACriterion() {
      Answer answer = http().get("?_count=5");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.diagnostics()).contains("needs a criterion");
    }

    @Test
    void areSortedAsOneAndInclude() {
      String ids = patient + ',' + observations.get(0);
      String path =
          "?_type=Observation,Patient&_id=" + ids + "&_include=Observation:subject&_sort=";

      assertThat(entries(http().get(path + "_lastUpdated"), "match"))
          .containsExactly("Patient", "Observation");
      assertThat(entries(http().get(path + "-_lastUpdated"), "match"))
          .containsExactly("Observation", "Patient");
      assertThat(
              entries(
                  http()
                      .get(
                          "?_type=Observation,Media&_id="
                              + observations.get(0)
                              + "&_include=Observation:subject"),
                  "include"))
          .containsExactly("Patient");
    }

    @Test
    void giveTheirNumberOnly() {
      Answer answer = http().get("?_type=Patient,Observation&_id=" + patient + "&_count=0");

      assertThat(answer.json().path("total").asInt()).isEqualTo(1);
      assertThat(answer.entries()).isZero();
      assertThat(self(answer)).isEqualTo("?_id=" + patient + "&_type=Patient,Observation&_count=0");
    }
  }

  @Nested
  class EntriesOfBundles {

    private JsonNode batch(String... urls) {
      StringBuilder entries = new StringBuilder();
      for (String url : urls) {
        entries
            .append(entries.isEmpty() ? "" : ",")
            .append("{\"request\":{\"method\":\"GET\",\"url\":\"")
            .append(url)
            .append("\"}}");
      }
      Answer answer =
          http()
              .post(
                  "",
                  "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + entries + "]}",
                  "Prefer",
                  "handling=lenient");
      assertThat(answer.status()).isEqualTo(200);
      return answer.json().path("entry");
    }

    @Test
    void areReadLikeSearchesAlone() {
      JsonNode entries =
          batch(
              "Patient?_id=" + patient + "&nmae=x&_summary=count",
              "Patient/" + patient + "/Observation?status=final&_elements=note",
              "Patient?birthdate=yesterday");

      JsonNode count = entries.path(0).path("resource");
      assertThat(count.path("total").asInt()).isEqualTo(1);
      assertThat(count.at("/link/0/url").asText())
          .isEqualTo(baseUrl() + "/Patient?_id=" + patient + "&_summary=count");
      assertThat(count.at("/entry/0/search/mode").asText()).isEqualTo("outcome");

      JsonNode members = entries.path(1).path("resource");
      assertThat(members.at("/link/0/url").asText())
          .isEqualTo(
              baseUrl() + "/Patient/" + patient + "/Observation?status=final&_elements=note");
      assertThat(members.at("/entry/0/resource/status").asText()).isEqualTo("final");
      assertThat(members.at("/entry/0/resource").has("subject")).isFalse();

      JsonNode refused = entries.path(2).path("response");
      assertThat(refused.path("status").asText()).startsWith("400");
      assertThat(refused.at("/outcome/issue/0/expression/0").asText()).isEqualTo("http.birthdate");
    }

    @Test
    void mayNotChainForEver() {
      JsonNode entries = batch("Observation?subject:Patient" + ".link".repeat(5000) + "=x");

      assertThat(entries.at("/0/response/status").asText()).startsWith("400");
      assertThat(entries.at("/0/response/outcome/issue/0/diagnostics").asText())
          .contains("andiron.limits.chain-depth");
    }
  }
}
