package org.andiron.storage.query;

import static org.andiron.storage.query.Searches.asWritten;
import static org.andiron.storage.query.Searches.bothWays;
import static org.andiron.storage.query.Searches.key;
import static org.andiron.storage.query.Searches.understood;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.SearchIncludeDeletedEnum;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.HasParam;
import ca.uhn.fhir.rest.param.QuantityParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.SpecialParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.andiron.storage.query.Criterion.DateTest;
import org.andiron.storage.query.Criterion.NumberTest;
import org.andiron.storage.query.Criterion.QuantityTest;
import org.andiron.storage.query.Criterion.ReferenceMatch;
import org.andiron.storage.query.Criterion.ReferenceValue.Elsewhere;
import org.andiron.storage.query.Criterion.ReferenceValue.Local;
import org.andiron.storage.query.Criterion.StringMatch;
import org.andiron.storage.query.Criterion.TagKind;
import org.andiron.storage.query.Criterion.TextScope;
import org.andiron.storage.query.Criterion.TokenMatch;
import org.andiron.storage.query.Criterion.TokenValue;
import org.andiron.storage.query.Criterion.UriMatch;
import org.andiron.storage.query.Criterion.UriValue;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchParserTest {

  private static void assertUnderstood(String url, Criterion criterion) {
    assertThat(bothWays(url)).extracting(Search::criteria).containsOnly(List.of(criterion));
  }

  private static Criterion tokens(String type, String code, TokenValue... values) {
    return new Criterion.Token(key(type, code), new TokenMatch.OneOf(List.of(values)));
  }

  private static TokenValue token(@Nullable String system, @Nullable String code) {
    return new TokenValue(system, code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"partof.", "_has:Location:partof:"})
  void stepsFromOneResourceToTheNextAreLimited(String step) {
    List<String> types = List.of("Location");
    assertThat(Searches.PARSER.parse(types, step.repeat(10) + "name", "x")).isNotNull();
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> Searches.PARSER.parse(types, step.repeat(11) + "name", "x"))
        .withMessageContaining("more than 10 steps");
  }

  @Nested
  class Tokens {

    @Test
    void withoutSystemMeansAnySystem() {
      assertUnderstood("Patient?gender=male", tokens("Patient", "gender", token(null, "male")));
    }

    @Test
    void tellNoSystemFromAnySystem() {
      assertUnderstood("Patient?identifier=|1", tokens("Patient", "identifier", token("", "1")));
      assertUnderstood(
          "Patient?identifier=urn:a|1", tokens("Patient", "identifier", token("urn:a", "1")));
      assertUnderstood(
          "Patient?identifier=urn:a|", tokens("Patient", "identifier", token("urn:a", null)));
    }

    @Test
    void keepEscapedCharacters() {
      assertUnderstood(
          "Patient?identifier=urn:a\\|b|1\\,2\\$,3",
          tokens("Patient", "identifier", token("urn:a|b", "1,2$"), token(null, "3")));
    }

    @Test
    void notIsTheNegationOfAllAlternatives() {
      assertUnderstood(
          "Patient?gender:not=male,female",
          new Criterion.Not(
              tokens("Patient", "gender", token(null, "male"), token(null, "female"))));
    }

    @Test
    void inAndNotInNameValueSets() {
      Criterion in =
          new Criterion.Token(
              key("Observation", "code"),
              new TokenMatch.InValueSet(List.of("http://example.org/vs|1")));
      assertUnderstood("Observation?code:in=http://example.org/vs\\|1", in);
      assertUnderstood("Observation?code:not-in=http://example.org/vs\\|1", new Criterion.Not(in));
    }

    @ParameterizedTest
    @CsvSource({"above, true", "below, false"})
    void aboveAndBelowAreRelated(String modifier, boolean above) {
      assertUnderstood(
          "Observation?code:" + modifier + "=urn:a|1",
          new Criterion.Token(
              key("Observation", "code"),
              new TokenMatch.Related(above, List.of(token("urn:a", "1")))));
    }

    @Test
    void textLooksAtDisplays() {
      assertUnderstood(
          "Observation?code:text=Heart rate",
          new Criterion.Words(key("Observation", "code:text"), List.of("Heart rate")));
      assertUnderstood(
          "Observation?subject:text=Hüber",
          new Criterion.Words(key("Observation", "subject:text"), List.of("Hüber")));
    }

    @Test
    void aCommaInAPhraseOfTextIsPartOfIt() {
      assertThat(asWritten("Observation?code:text=\"a,b\" c,d").criteria())
          .containsExactly(
              new Criterion.Words(key("Observation", "code:text"), List.of("\"a,b\" c", "d")));
    }

    @Test
    void codeTextLooksAtTheBeginningOfDisplays() {
      assertThat(asWritten("Observation?code:code-text=Heart").criteria())
          .containsExactly(
              new Criterion.StringValue(
                  key("Observation", "code:text"), StringMatch.STARTS, List.of("Heart")));
    }

    @Test
    void ofTypeHasThreeParts() {
      assertUnderstood(
          "Patient?identifier:of-type=urn:t|MR|12\\|3",
          tokens("Patient", "identifier:of-type", token("urn:t", "MR|12|3")));
    }

    @Test
    void areRefusedWithAnotherModifier() {
      assertRefused(
          "Patient?gender:exact=male",
          "The search parameter 'gender' is a token, which has no modifier ':exact'. It has :not,"
              + " :text, :code-text, :in, :not-in, :above, :below, :of-type, :missing.");
    }

    @ParameterizedTest
    @CsvSource({
      "Patient?identifier=|, has neither system nor code",
      "Patient?identifier:of-type=a|b, :of-type needs [system]|[code]|[value]",
      "Observation?code:below=1, with :below needs [system]|[code]",
      "Patient?gender:missing=1, with :missing needs true or false"
    })
    void areRefusedWithWhatWouldBeRight(String url, String message) {
      assertRefused(url, message);
    }
  }

  private static void assertRefused(String url, String message) {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> asWritten(url))
        .withMessageContaining(message);
  }

  @Nested
  class Strings {

    @ParameterizedTest
    @CsvSource({"'', STARTS", ":exact, EXACT", ":contains, CONTAINS"})
    void haveModifiers(String modifier, StringMatch match) {
      assertUnderstood(
          "Patient?name" + modifier + "=Hüber\\,x,a$",
          new Criterion.StringValue(key("Patient", "name"), match, List.of("Hüber,x", "a$")));
    }

    @Test
    void maySound() {
      assertUnderstood(
          "Patient?phonetic=Jon",
          new Criterion.StringValue(
              key("Patient", "phonetic"), StringMatch.SOUNDS, List.of("Jon")));
    }

    @Test
    void haveNoNullCharacter() {
      assertRefused("Patient?name=a\0b", "has the character U+0000");
    }

    @Test
    void areRefusedWithAnotherModifier() {
      assertRefused("Patient?name:not=x", "is a string, which has no modifier ':not'. It has");
    }
  }

  @Nested
  class Dates {

    @ParameterizedTest
    @EnumSource(
        value = Comparator.class,
        mode = EnumSource.Mode.EXCLUDE,
        names = {"AP", "PO"})
    void haveAllPrefixes(Comparator comparator) {
      assertUnderstood(
          "Patient?birthdate=" + comparator.code() + "2024-02",
          dates(comparator, "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"));
    }

    private static Criterion dates(Comparator comparator, String low, String high) {
      return new Criterion.Date(
          key("Patient", "birthdate"),
          List.of(new DateTest(comparator, Instant.parse(low), Instant.parse(high))));
    }

    @ParameterizedTest
    @CsvSource({
      "2024, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
      "2024-02-29, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
      "2024-02-29T23:59Z, 2024-02-29T23:59:00Z, 2024-03-01T00:00:00Z",
      "2024-02-29T23:59:59, 2024-02-29T23:59:59Z, 2024-03-01T00:00:00Z",
      "2024-02-29T10:00:00+02:00, 2024-02-29T08:00:00Z, 2024-02-29T08:00:01Z",
      "2024-02-29T10:00:00 02:00, 2024-02-29T08:00:00Z, 2024-02-29T08:00:01Z",
      "2024-02-29T10:00:00.25Z, 2024-02-29T10:00:00.25Z, 2024-02-29T10:00:00.26Z"
    })
    void areIntervalsOfTheirPrecision(String text, String low, String high) {
      assertThat(asWritten("Patient?birthdate=" + text).criteria())
          .containsExactly(dates(Comparator.EQ, low, high));
    }

    @Test
    void areWidenedByATenthOfTheTimeToNow() {
      assertThat(understood("Patient?birthdate=ap2024-01-01").criteria())
          .containsExactly(dates(Comparator.AP, "2023-12-31T00:00:00Z", "2024-01-03T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
      "2024-13",
      "2024-02-30",
      "24-01-01",
      "today",
      "2024-01-01T25:00",
      "2024-1-1",
      "eq",
      "ge"
    })
    void areRefusedIfMalformed(String text) {
      assertRefused("Patient?birthdate=" + text, "search parameter 'birthdate'");
    }

    @Test
    void areRefusedWithAnUnknownPrefix() {
      assertRefused(
          "Patient?birthdate=xx2024",
          "'birthdate' has no prefix 'xx'. The prefixes are eq, ne, gt, lt, ge, le, sa, eb, ap");
      assertRefused(
          "Patient?birthdate=yesterday", "one of the prefixes eq, ne, gt, lt, ge, le, sa, eb, ap");
    }

    @Test
    void areRefusedWithAModifier() {
      assertRefused(
          "Patient?birthdate:exact=2024",
          "The search parameter 'birthdate' is a date, which has no modifier ':exact'. It has"
              + " :missing.");
    }

    @Test
    void areNotRepeatedInARefusal() {
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> asWritten("Patient?birthdate=1970-33-33"))
          .satisfies(it -> assertThat(it.getMessage()).doesNotContain("1970"));
    }
  }

  @Nested
  class Numbers {

    private static Criterion probability(
        Comparator comparator, String value, String low, String high) {
      return new Criterion.Number(
          key("RiskAssessment", "probability"),
          List.of(
              new NumberTest(
                  comparator, new BigDecimal(value), new BigDecimal(low), new BigDecimal(high))));
    }

    @ParameterizedTest
    @CsvSource({
      "100, 100, 99.5, 100.5",
      "100.00, 100.00, 99.995, 100.005",
      "-5, -5, -5.5, -4.5",
      "5.40e-3, 0.00540, 0.005395, 0.005405",
      "1e2, 1E+2, 95, 105",
      "gt0.8, 0.8, 0.75, 0.85",
      "ap100, 100, 90.0, 110.0"
    })
    void implyARange(String text, String value, String low, String high) {
      Comparator comparator =
          text.startsWith("gt")
              ? Comparator.GT
              : text.startsWith("ap") ? Comparator.AP : Comparator.EQ;
      assertUnderstoodAsNumber(text, comparator, value, low, high);
    }

    private static void assertUnderstoodAsNumber(
        String text, Comparator comparator, String value, String low, String high) {
      assertThat(bothWays("RiskAssessment?probability=" + text))
          .allSatisfy(
              search ->
                  assertThat(search.criteria())
                      .usingRecursiveFieldByFieldElementComparator(
                          RecursiveComparisonConfiguration.builder()
                              .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                              .build())
                      .containsExactly(probability(comparator, value, low, high)));
    }

    @ParameterizedTest
    @CsvSource({"x", "1.2.3", "1e9999", "gt", "--1", "0x10", "NaN", "1_000"})
    void areRefusedIfMalformed(String text) {
      assertRefused("RiskAssessment?probability=" + text, "search parameter 'probability'");
    }
  }

  @Nested
  class Quantities {

    private static Criterion quantity(@Nullable String system, @Nullable String code) {
      return new Criterion.Quantity(
          key("Observation", "value-quantity"),
          List.of(
              new QuantityTest(
                  new NumberTest(
                      Comparator.LE,
                      new BigDecimal("5.40"),
                      new BigDecimal("5.395"),
                      new BigDecimal("5.405")),
                  system,
                  code)));
    }

    @Test
    void haveUnitsWithOrWithoutSystem() {
      assertUnderstood("Observation?value-quantity=le5.40", quantity(null, null));
      assertUnderstood("Observation?value-quantity=le5.40||mg", quantity(null, "mg"));
      assertUnderstood(
          "Observation?value-quantity=le5.40|http://unitsofmeasure.org|mg",
          quantity("http://unitsofmeasure.org", "mg"));
    }

    @ParameterizedTest
    @CsvSource({"5.4|mg", "x||mg", "||mg"})
    void areRefusedIfMalformed(String text) {
      assertRefused("Observation?value-quantity=" + text, "search parameter 'value-quantity'");
    }
  }

  @Nested
  class References {

    private static Criterion subject(ReferenceMatch match, Criterion.ReferenceValue... values) {
      Search search = understood("Observation?subject=x");
      Criterion.Reference reference = (Criterion.Reference) search.criteria().get(0);
      return new Criterion.Reference(reference.link(), match, List.of(values));
    }

    @Test
    void knowTheirPathsAndTargets() {
      Criterion.Reference reference =
          (Criterion.Reference) understood("Observation?patient=x").criteria().get(0);
      assertThat(reference.link().targets()).contains("Patient");
      assertThat(reference.link().paths())
          .containsExactly("Observation.subject.where(resolve() is Patient)");
    }

    @Test
    void byIdAreOfAllTargetTypes() {
      Criterion.Reference reference =
          (Criterion.Reference) understood("Observation?subject=1").criteria().get(0);
      assertThat(reference.values())
          .containsExactly(new Local(List.of("Device", "Group", "Location", "Patient"), "1", null));
    }

    @Test
    void byTypeAndIdMayHaveAVersion() {
      assertUnderstood(
          "Observation?subject=Patient/1,Patient/1/_history/2",
          subject(
              ReferenceMatch.EQUALS,
              new Local(List.of("Patient"), "1", null),
              new Local(List.of("Patient"), "1", "2")));
    }

    @Test
    void withTypeAsModifierAreOfThatType() {
      assertUnderstood(
          "Observation?subject:Group=1",
          subject(ReferenceMatch.EQUALS, new Local(List.of("Group"), "1", null)));
    }

    @Test
    void byUrlOfThisServerAreLocal() {
      String url = "http://own.example.org/fhir/Patient/1";
      assertUnderstood(
          "Observation?subject=" + url,
          subject(
              ReferenceMatch.EQUALS,
              new Local(List.of("Patient"), "1", null),
              new Elsewhere(new UriValue(url, null))));
    }

    @Test
    void byOtherUrlsKeepThem() {
      assertUnderstood(
          "Observation?subject=http://x.example.org/fhir/Patient/1,urn:uuid:2",
          subject(
              ReferenceMatch.EQUALS,
              new Elsewhere(new UriValue("http://x.example.org/fhir/Patient/1", null)),
              new Elsewhere(new UriValue("urn:uuid:2", null))));
    }

    @Test
    void toCanonicalsMayHaveAVersion() {
      Search search = understood("QuestionnaireResponse?questionnaire=http://example.org/q\\|1.0");
      assertThat(((Criterion.Reference) search.criteria().get(0)).values())
          .containsExactly(new Elsewhere(new UriValue("http://example.org/q", "1.0")));
    }

    @Test
    void mayBeHierarchical() {
      assertUnderstood(
          "Observation?subject:below=Location/1",
          subject(ReferenceMatch.BELOW, new Local(List.of("Location"), "1", null)));
    }

    @Test
    void byIdentifierAreTokens() {
      assertUnderstood(
          "Observation?subject:identifier=urn:a|1",
          tokens("Observation", "subject:identifier", token("urn:a", "1")));
    }

    @ParameterizedTest
    @CsvSource({
      "Observation?subject:Practitioner=1, which has no modifier ':Practitioner'",
      "Observation?subject=Patiant/1, Did you mean Patient",
      "Observation?subject=a b, is not a reference",
      "Observation?subject:Practitioner.name=x, to Device; Group; Location; Patient; not to"
    })
    void areRefusedIfMalformed(String url, String message) {
      assertRefused(url, message.replace(';', ','));
    }
  }

  @Nested
  class Chains {

    @Test
    void leadToWhatHasTheParameter() {
      Criterion.Chain chain =
          (Criterion.Chain) understood("Observation?subject.name:exact=a").criteria().get(0);
      assertThat(chain.target().types()).contains("Patient").doesNotContain("Group");
      Criterion.Chain narrow =
          (Criterion.Chain)
              understood("Observation?subject:Patient.name:exact=a").criteria().get(0);
      assertThat(narrow.target())
          .isEqualTo(
              Search.of(
                  List.of("Patient"),
                  new Criterion.StringValue(
                      key("Patient", "name"), StringMatch.EXACT, List.of("a"))));
    }

    @Test
    void haveThreeHops() {
      String url = "Observation?patient.organization.partof.name=a";
      assertThat(bothWays(url).distinct()).hasSize(1);
      Criterion.Chain first = (Criterion.Chain) understood(url).criteria().get(0);
      Criterion.Chain second = (Criterion.Chain) first.target().criteria().get(0);
      Criterion.Chain third = (Criterion.Chain) second.target().criteria().get(0);
      assertThat(third.target().criteria().get(0)).isInstanceOf(Criterion.StringValue.class);
    }

    @Test
    void endInParametersOfAllTypes() {
      Criterion.Chain chain =
          (Criterion.Chain) understood("Observation?patient._id=1").criteria().get(0);
      assertThat(chain.target().criteria()).containsExactly(new Criterion.Id(List.of("1")));
    }

    @Test
    void goTheOtherWayRoundAndOn() {
      SearchParameterMap map =
          new SearchParameterMap()
              .add(
                  "_has",
                  new HasParam(
                      "Observation", "patient", "_has:AuditEvent:entity:agent", "Practitioner/1"));
      Criterion.Has has = (Criterion.Has) understood("Patient?", map).criteria().get(0);
      assertThat(has.source().types()).containsExactly("Observation");
      assertThat(has.source().criteria().get(0)).isInstanceOf(Criterion.Has.class);
      assertThat(
              asWritten(
                      "Patient?_has:Observation:patient:_has:AuditEvent:entity:agent"
                          + "=Practitioner/1")
                  .criteria())
          .containsExactly(has);
    }

    @ParameterizedTest
    @CsvSource({
      "Observation?subject.nmae=a, subject.nmae'. Did you mean name",
      "Observation?patient.nmae=a, 'nmae' for",
      "Observation?code.name=a, not a reference",
      "Patient?_id.name=a, has no chain",
      "Patient?_has:Observation:patient=a, _has:[type]:[reference]:[parameter]",
      "Patient?_has:Observation:code:code=a, is not a reference",
      "Patient?_has:Observation:encounter:code=a, so that _has cannot use it here",
      "Patient?_has:Observaton:patient:code=a, Did you mean Observation",
      "Patient?nmae=a, Did you mean name"
    })
    void areRefusedWithWhatWouldBeRight(String url, String message) {
      assertRefused(url, message);
    }
  }

  @Nested
  class OtherKinds {

    @Test
    void missingIsForAll() {
      Criterion present =
          new Criterion.Present(key("Patient", "birthdate"), ParameterKind.DATE, List.of());
      assertUnderstood("Patient?birthdate:missing=false", present);
      assertUnderstood("Patient?birthdate:missing=true", new Criterion.Not(present));
    }

    @Test
    void compositesHaveTheirParts() {
      assertUnderstood(
          "Observation?code-value-string=urn:a|1$x",
          new Criterion.Composite(
              key("Observation", "code-value-string"),
              List.of(
                  List.of(
                      new Criterion.Token(
                          key("Observation", "code-value-string$1"),
                          new TokenMatch.OneOf(List.of(token("urn:a", "1")))),
                      new Criterion.StringValue(
                          key("Observation", "code-value-string$2"),
                          StringMatch.STARTS,
                          List.of("x"))))));
    }

    @Test
    void referencesInCompositesAreComparedAsWritten() {
      Criterion.Composite composite =
          (Criterion.Composite)
              understood("DocumentReference?relationship=1$replaces").criteria().get(0);
      assertThat(((Criterion.Uri) composite.combinations().get(0).get(0)).values())
          .containsExactly(new UriValue("DocumentReference/1", null));
    }

    @Test
    void compositesAreRefusedIfIncomplete() {
      assertRefused("Observation?code-value-quantity=1", "It needs [");
    }

    @Test
    void urisHaveModifiers() {
      assertUnderstood(
          "ValueSet?url:below=http://example.org/",
          new Criterion.Uri(
              key("ValueSet", "url"),
              UriMatch.BELOW,
              List.of(new UriValue("http://example.org/", null))));
    }

    @Test
    void positionsHaveAUnit() {
      SearchParameterMap map =
          new SearchParameterMap()
              .add("near", new SpecialParam().setValue("52.5|13.4|2|km"))
              .setSort(new SortSpec("near"));
      Criterion.Place place = new Criterion.Place(52.5, 13.4, 2000);
      Search search = understood("Location?", map);
      assertThat(search.criteria())
          .containsExactly(new Criterion.Near(key("Location", "near"), List.of(place)));
      assertThat(search.sort())
          .containsExactly(new SortKey.ByDistance(key("Location", "near"), place, false));
    }

    @ParameterizedTest
    @CsvSource({
      "52.5, is not a position",
      "a|b, is not a position",
      "91|0, is not a position",
      "1|1|1|furlong, It knows [ft_i]"
    })
    void positionsAreRefusedIfMalformed(String text, String message) {
      assertRefused("Location?near=" + text, message);
    }

    @Test
    void oldNearDistanceIsKept() {
      SearchParameterMap map =
          new SearchParameterMap().add("near", new SpecialParam().setValue("1|2"));
      map.setNearDistanceParam(new QuantityParam(null, 3, null, "km"));
      assertThat(Searches.PARSER.parse(List.of("Location"), map).criteria())
          .containsExactly(
              new Criterion.Near(
                  key("Location", "near"), List.of(new Criterion.Place(1, 2, 3000))));
    }
  }

  @Nested
  class Metadata {

    @Test
    void idsMayHaveAType() {
      assertUnderstood("Patient?_id=1,Patient/2", new Criterion.Id(List.of("1", "2")));
    }

    @Test
    void tagsAreTokens() {
      assertUnderstood(
          "Patient?_tag=urn:a|1",
          new Criterion.Tag(TagKind.TAG, new TokenMatch.OneOf(List.of(token("urn:a", "1")))));
      assertUnderstood(
          "Patient?_security:not=1",
          new Criterion.Not(
              new Criterion.Tag(
                  TagKind.SECURITY, new TokenMatch.OneOf(List.of(token(null, "1"))))));
    }

    @Test
    void profilesAndSourcesAreUris() {
      assertUnderstood(
          "Patient?_profile=http://example.org/p",
          new Criterion.Profile(
              UriMatch.EQUALS, List.of(new UriValue("http://example.org/p", null))));
      assertUnderstood(
          "Patient?_source:below=http://example.org/",
          new Criterion.Source(UriMatch.BELOW, List.of(new UriValue("http://example.org/", null))));
    }

    @Test
    void listsAreById() {
      assertUnderstood("Patient?_list=42", new Criterion.InList(List.of("42")));
      assertRefused("Patient?_list=$current-problems", "functional lists are not served");
    }

    @Test
    void textsHaveAlternatives() {
      SearchParameterMap map =
          new SearchParameterMap()
              .addOrList("_content", List.of(new StringParam("a"), new StringParam("b c")));
      assertThat(understood("Patient?", map).criteria())
          .containsExactly(new Criterion.Text(TextScope.CONTENT, List.of("a", "b c")));
    }

    @Test
    void aCommaInAPhraseIsPartOfThePhrase() {
      SearchParameterMap map =
          new SearchParameterMap()
              .addOrList(
                  "_text",
                  List.of(new StringParam("\"a"), new StringParam(" b\""), new StringParam("c")));
      assertThat(understood("Patient?", map).criteria())
          .containsExactly(new Criterion.Text(TextScope.NARRATIVE, List.of("\"a, b\"", "c")));
    }

    @ParameterizedTest
    @CsvSource({
      "2024-01-05, EQ 2024-01-05T00:00:00Z 2024-01-06T00:00:00Z",
      "gt2024-01-05, GT 2024-01-05T00:00:00Z 2024-01-06T00:00:00Z",
      "eb2024, EB 2024-01-01T00:00:00Z 2025-01-01T00:00:00Z",
      "ne2024, NE 2024-01-01T00:00:00Z 2025-01-01T00:00:00Z"
    })
    void lastUpdatedComesFromHapisRange(String text, String test) {
      String[] parts = test.split(" ");
      assertThat(understood("Patient?_lastUpdated=" + text).criteria())
          .containsExactly(
              new Criterion.LastUpdated(
                  List.of(
                      new DateTest(
                          Comparator.valueOf(parts[0]),
                          Instant.parse(parts[1]),
                          Instant.parse(parts[2])))));
    }

    @Test
    void lastUpdatedMayHaveTwoEnds() {
      SearchParameterMap map = new SearchParameterMap();
      map.setLastUpdated(
          new DateRangeParam(new DateParam("gt2024-01-01"), new DateParam("lt2024-01-03")));
      assertThat(Searches.PARSER.parse(List.of(), map).criteria())
          .extracting(it -> ((Criterion.LastUpdated) it).tests().get(0).comparator())
          .containsExactly(Comparator.GT, Comparator.LT);
    }

    @Test
    void deletedResourcesMayBeWanted() {
      SearchParameterMap map = new SearchParameterMap();
      map.setSearchIncludeDeletedMode(SearchIncludeDeletedEnum.EXCLUSIVE);
      assertThat(Searches.PARSER.parse(List.of("Patient"), map).deleted())
          .isEqualTo(Search.Deleted.ONLY);
    }
  }

  @Nested
  class SeveralTypes {

    @Test
    void needTheParameterInAllOfThem() {
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(
              () -> Searches.PARSER.parse(List.of("Patient", "Observation"), "gender", "male"))
          .withMessageContaining("'gender' for Observation, though not for all types");
    }

    @Test
    void areOneCriterionIfItIsOfOneKind() {
      assertThat(Searches.PARSER.parse(List.of("Patient", "Practitioner"), "gender", "male"))
          .isEqualTo(
              new Criterion.Token(
                  new IndexKey("gender", List.of("Patient", "Practitioner")),
                  new TokenMatch.OneOf(List.of(token(null, "male")))));
    }

    @Test
    void areAlternativesIfItIsOfDifferentKinds() {
      assertThat(
              Searches.PARSER.parse(
                  List.of("ActivityDefinition", "ChargeItem"), "context:missing", "false"))
          .isInstanceOfSatisfying(
              Criterion.Or.class,
              or ->
                  assertThat(or.criteria())
                      .extracting(it -> ((Criterion.And) it).criteria().get(0))
                      .containsExactly(
                          new Criterion.OfType(List.of("ActivityDefinition")),
                          new Criterion.OfType(List.of("ChargeItem"))));
    }
  }

  @Nested
  class Sorting {

    @Test
    void hasSeveralKeys() {
      SearchParameterMap map = new SearchParameterMap();
      map.setSort(
          new SortSpec(
              "birthdate",
              SortOrderEnum.DESC,
              new SortSpec("_lastUpdated", null, new SortSpec("_score"))));
      assertThat(understood("Patient?", map).sort())
          .containsExactly(
              new SortKey.ByParameter(
                  key("Patient", "birthdate"), ParameterKind.DATE, List.of(), true),
              new SortKey.ByLastUpdated(false),
              new SortKey.ByScore(false));
    }

    @ParameterizedTest
    @CsvSource({
      "Patient, brithdate, Did you mean birthdate",
      "Observation, code-value-quantity, cannot be sorted",
      "Location, near, as a criterion",
      "Patient, organization.name, cannot be sorted",
      "Patient, _list, cannot be sorted"
    })
    void refusesOtherKeys(String type, String code, String message) {
      SearchParameterMap map = new SearchParameterMap();
      map.setSort(new SortSpec(code));
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> Searches.PARSER.parse(List.of(type), map))
          .withMessageContaining(message);
    }
  }

  @Nested
  class Filters {

    private static Criterion filter(String type, String filter) {
      return Searches.PARSER.parse(List.of(type), "_filter", filter);
    }

    @Test
    void areEvaluatedFromLeftToRight() {
      Criterion id = new Criterion.Id(List.of("1"));
      assertThat(filter("Patient", "_id eq 1 or _id eq 1 and _id eq 1"))
          .isEqualTo(new Criterion.And(List.of(new Criterion.Or(List.of(id, id)), id)));
      assertThat(filter("Patient", "not (_id eq 1)")).isEqualTo(new Criterion.Not(id));
    }

    @Test
    void comeThroughHapiWithTheirCommas() {
      SearchParameterMap map =
          new SearchParameterMap()
              .addOrList(
                  "_filter", List.of(new StringParam("name eq \"a"), new StringParam("b\"")));
      assertThat(understood("Patient?", map).criteria())
          .containsExactly(
              new Criterion.StringValue(
                  key("Patient", "name"), StringMatch.EQUALS, List.of("a,b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,,b", "a, ,b", ",", "C:\\\\x", "a\\\\,b"})
    void keepTheirStringsAsWritten(String string) {
      assertThat(filter("Patient", "name eq \"" + string + '"'))
          .isEqualTo(
              new Criterion.StringValue(
                  key("Patient", "name"),
                  StringMatch.EQUALS,
                  List.of(string.replace("\\\\", "\\"))));
    }

    @Test
    void keepTheirStringsInChains() {
      Criterion name =
          new Criterion.StringValue(key("Patient", "name"), StringMatch.EQUALS, List.of("a,,\\b"));
      assertThat(
              ((Criterion.Chain)
                      Searches.PARSER.parse(
                          List.of("Observation"), "patient._filter", "name eq \"a,,\\\\b\""))
                  .target()
                  .criteria())
          .containsExactly(name);
    }

    @Test
    void areWrittenAsTheyAreRead() {
      SearchParameterMap map =
          new SearchParameterMap().add("_filter", new StringParam("name eq \"a|b,c\\\\d\""));
      assertThat(SearchParser.written(map).orElseThrow())
          .containsExactly(Map.entry("_filter", "name eq \"a|b,c\\\\d\""));
      assertThat(understood("Patient?", map).criteria())
          .containsExactly(filter("Patient", "name eq \"a|b,c\\\\d\""));
    }

    @ParameterizedTest
    @CsvSource({"co, CONTAINS", "sw, STARTS", "ew, ENDS", "eq, EQUALS"})
    void compareStrings(String operator, StringMatch match) {
      assertThat(filter("Patient", "name " + operator + " \"a b\""))
          .isEqualTo(new Criterion.StringValue(key("Patient", "name"), match, List.of("a b")));
    }

    @Test
    void findAnotherValueWithNe() {
      assertThat(filter("Patient", "gender ne male"))
          .isEqualTo(
              new Criterion.SomeOther(
                  (Criterion.Indexed) tokens("Patient", "gender", token(null, "male"))));
    }

    @Test
    void leadOnAndNarrow() {
      Criterion.Chain chain =
          (Criterion.Chain) filter("Observation", "patient[active eq true].birthdate gt 2000");
      assertThat(chain.target().criteria().get(0)).isInstanceOf(Criterion.And.class);
    }

    @ParameterizedTest
    @CsvSource({
      "gender gt 1, cannot be compared with gt in a filter. It can with eq",
      "birthdate co 1, It can with eq; ne; gt",
      "gender pr maybe, needs true or false",
      "nmae eq 1, Did you mean name",
      "birthdate gt x, is not a date",
      "name eq, a blank and a value",
      "name xx 1, one of the operators eq; ne",
      "(name eq 1, or",
      "name eq 1 name eq 2, the end"
    })
    void areRefusedWithWhatWouldBeRight(String filter, String message) {
      assertThatExceptionOfType(InvalidRequestException.class)
          .isThrownBy(() -> filter("Patient", filter))
          .withMessageContaining(message.replace(';', ','));
    }
  }

  @Test
  void emptyValuesAreNoCriteria() {
    assertThat(asWritten("Patient?name=").criteria()).containsExactly(new Criterion.And(List.of()));
    assertThat(
            understood("Patient?", new SearchParameterMap().add("gender", new TokenParam("")))
                .criteria())
        .isEmpty();
  }

  @Test
  void alternativesOfDifferentModifiersAreKeptApart() {
    SearchParameterMap map =
        new SearchParameterMap()
            .addOrList(
                "subject",
                List.of(new ReferenceParam("Patient/1"), new ReferenceParam("name", "x")));
    assertThat(understood("Observation?", map).criteria().get(0)).isInstanceOf(Criterion.Or.class);
  }
}
