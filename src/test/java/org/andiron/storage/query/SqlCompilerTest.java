package org.andiron.storage.query;

import static org.andiron.storage.query.Searches.asWritten;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.SortOrderEnum;
import ca.uhn.fhir.rest.api.SortSpec;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.andiron.storage.index.CaselessCode;
import org.andiron.storage.index.IndexNumbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shape of the SQL; what it finds is for {@link SqlCompilerIT}. */
class SqlCompilerTest {

  private static final String PATIENTS =
      "select r.res_id from hfj_resource r where r.res_type = ? and r.res_deleted_at is null";

  private static final IndexNumbers NUMBERS =
      new IndexNumbers() {
        @Override
        public OptionalInt parameter(String type, String code) {
          // There are no contained resources.
          return code.startsWith("given")
                  || code.matches(".*(\\.|:[A-Z]).*")
                  || type.equals("CodeSystem")
              ? OptionalInt.empty()
              : OptionalInt.of(type.equals("Patient") ? 7 : 8);
        }

        @Override
        public OptionalInt system(String uri) {
          return uri.equals("urn:unknown") ? OptionalInt.empty() : OptionalInt.of(3);
        }
      };

  private static final SqlCompiler COMPILER =
      new SqlCompiler(NUMBERS, TestIndex.TERMINOLOGY, TestIndex.TEXTS, TestIndex.FORMS);

  private static Sql unordered(String url) {
    return COMPILER.selectUnordered(asWritten(url));
  }

  @Test
  void aCriterionIsASemiJoin() {
    assertThat(unordered("Patient?identifier=urn:a|1"))
        .isEqualTo(
            Sql.of(
                PATIENTS
                    + " and r.res_id in (select t.res_id from andiron.idx_token t"
                    + " where t.param = ? and (t.code = ? and t.system = ?))",
                "Patient",
                7,
                "1",
                3));
  }

  @Test
  void alternativesAreOneCondition() {
    Sql sql = unordered("Patient?gender=male,female");
    assertThat(sql.text()).endsWith("where t.param = ? and t.code = any(?))");
    assertThat(sql.values())
        .last()
        .isEqualTo(
            new String[] {"male", "female", CaselessCode.of("male"), CaselessCode.of("female")});
  }

  @Test
  void aNegationIsAnAntiJoin() {
    assertThat(unordered("Patient?gender:not=male").text())
        .isEqualTo(
            PATIENTS
                + " and not exists (select 1 from (select t.res_id from andiron.idx_token t"
                + " where t.param = ? and t.code = any(?)) n (id) where n.id = r.res_id)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Patient?given=x",
        "Patient?given=x&gender=male",
        "Patient?identifier=urn:unknown|1",
        "Patient?given:missing=false"
      })
  void whatTheIndexDoesNotHaveIsNotFound(String url) {
    assertThat(unordered(url).text()).isEqualTo("select r.res_id from hfj_resource r where false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Patient?given:missing=true", "Patient?identifier:not=urn:unknown|1"})
  void whatTheIndexDoesNotHaveIsNotExcluded(String url) {
    assertThat(unordered(url).text()).isEqualTo(PATIENTS);
  }

  @Test
  void aChainStaysOnTheResourceTable() {
    assertThat(unordered("Observation?patient.birthdate=gt2000").text())
        .isEqualTo(
            PATIENTS
                + " and r.res_id in (select l.src_resource_id from andiron.link_of_source l"
                + " where l.src_path = ? and l.target_resource_id in (select r1.res_id"
                + " from hfj_resource r1 where r1.res_type = ? and r1.res_deleted_at is null"
                + " and r1.res_id in (select t.res_id from andiron.idx_date t"
                + " where t.param = ? and t.high > ?)))");
  }

  @Test
  void aReverseChainGoesTheOtherWay() {
    assertThat(unordered("Patient?_has:Observation:patient:status=final").text())
        .startsWith(
            PATIENTS
                + " and r.res_id in (select l.target_resource_id from andiron.link_of_source l"
                + " where l.src_path = ? and l.src_resource_id in (select r1.res_id");
  }

  @Test
  void aReferenceHasOneBranchForHereAndOneForElsewhere() {
    assertThat(unordered("Observation?patient=Patient/1,http://example.org/Patient/2").text())
        .isEqualTo(
            PATIENTS
                + " and r.res_id in (select l.src_resource_id from andiron.link_of_source l"
                + " where l.src_path = ? and l.target_resource_id in (select s.res_id"
                + " from andiron.named_resource s where (s.res_type = ? and s.fhir_id = ?))"
                + " union all select t.res_id from andiron.idx_uri t where t.param = ?"
                + " and left(t.uri, 500) = ?)");
  }

  @Test
  void alternativesOfDifferentTablesAreOneSet() {
    assertThat(unordered("Patient?_filter=gender eq male or name co x").text())
        .isEqualTo(
            PATIENTS
                + " and r.res_id in (select t.res_id from andiron.idx_token t where t.param = ?"
                + " and t.code = any(?) union all select t.res_id from andiron.idx_string t"
                + " where t.param = ? and t.folded like ?)");
  }

  @Test
  void patternsHaveNoWildcardsOfTheirOwn() {
    assertThat(unordered("Patient?name=5%_\\\\").values()).last().isEqualTo("5\\%\\_\\\\%");
  }

  @Test
  void allTypesHaveNoCondition() {
    Search search = Search.of(List.of(), new Criterion.Id(List.of("1")));
    assertThat(COMPILER.count(search).text())
        .isEqualTo(
            "select count(*) from hfj_resource r where r.res_deleted_at is null"
                + " and r.fhir_id = ?");
  }

  @Test
  void orderIsTotal() {
    SearchParameterMap map = new SearchParameterMap();
    map.setSort(
        new SortSpec(
            "birthdate",
            SortOrderEnum.DESC,
            new SortSpec("given", null, new SortSpec("_score", null, new SortSpec("_id")))));
    Sql sql = COMPILER.selectAll(Searches.PARSER.parse(List.of("Patient"), map));
    assertThat(sql.text())
        .isEqualTo(
            PATIENTS
                + " order by (select max(x.low) from andiron.idx_date x"
                + " where x.res_id = r.res_id and x.param = ?) desc nulls last,"
                + " r.fhir_id, r.res_id");
    assertThat(sql.values()).containsExactly("Patient", 7);
  }

  private static Sql firstByBirthDate(String url) {
    SearchParameterMap map = new SearchParameterMap();
    map.setSort(new SortSpec("birthdate"));
    Search search = asWritten(url);
    return COMPILER.select(
        new Search(
            search.types(),
            search.criteria(),
            Searches.PARSER.parse(search.types(), map).sort(),
            search.deleted()),
        10);
  }

  @Test
  void theFirstByDateAreReadFromTheIndexOfDates() {
    assertThat(firstByBirthDate("Patient?gender=male").text())
        .startsWith("with dated as materialized (")
        .contains(
            "join andiron.idx_date x on x.res_id = r.res_id where r.res_deleted_at is null and")
        .contains("order by x.low, r.res_id limit ?")
        .contains("(select count(*) from dated) < ? order by r.res_id limit ?")
        .endsWith("order by f.part, f.place limit ?");
  }

  @Test
  void aFewAreSortedByDateOneByOne() {
    assertThat(firstByBirthDate("Patient?_id=1,2").text())
        .endsWith("x.param = ?) asc nulls last, r.res_id limit ?");
  }

  @Test
  void resourcesAreNotWalkedInTheirOrderForATime() {
    assertThat(COMPILER.selectAll(asWritten("Patient?birthdate=2000")).text())
        .endsWith(" order by r.res_id + 0");
    assertThat(COMPILER.selectAll(asWritten("Patient?gender=male")).text())
        .endsWith(" order by r.res_id");
  }

  @Test
  void theIndexIsBoundedOnBothSidesForADay() {
    assertThat(unordered("Patient?birthdate=2000-01-01").text())
        .endsWith("t.param = ? and (t.low >= ? and t.low < ? and t.high <= ?))");
  }

  /** An index in which contained resources of type Basic refer to each other, however far. */
  private static final class Basics implements IndexNumbers {

    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public OptionalInt parameter(String type, String code) {
      asked.incrementAndGet();
      return code.matches("subject:Basic(\\.subject:Basic)*(\\.code)?")
          ? OptionalInt.of(code.length())
          : OptionalInt.empty();
    }

    @Override
    public OptionalInt system(String uri) {
      return OptionalInt.empty();
    }
  }

  /** {@code Basic?subject.subject.code=x}, with so many hops, each to any of 60 types. */
  private static Sql chain(int hops, Basics numbers) {
    List<String> types =
        Stream.concat(Stream.of("Basic"), IntStream.range(1, 60).mapToObj(it -> "Type" + it))
            .toList();
    Criterion criterion =
        new Criterion.Token(
            new IndexKey("code", types),
            new Criterion.TokenMatch.OneOf(List.of(new Criterion.TokenValue(null, "x"))));
    for (int i = hops; i > 0; i--) {
      IndexKey subject = new IndexKey("subject", i == 1 ? List.of("Basic") : types);
      Criterion.Link link = new Criterion.Link(subject, List.of("Basic.subject"), types);
      criterion = new Criterion.Chain(link, Search.of(types, criterion));
    }
    return new SqlCompiler(numbers, TestIndex.TERMINOLOGY, TestIndex.TEXTS, TestIndex.FORMS)
        .selectUnordered(Search.of(List.of("Basic"), criterion));
  }

  /** The number that {@link Basics} gives the parameter of what so many hops lead to. */
  private static int code(int hops) {
    return ("subject:Basic" + ".subject:Basic".repeat(hops - 1) + ".code").length();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void chainsGoIntoContainedResourcesAsFarAsTheIndex(int hops) {
    Sql sql = chain(hops, new Basics());
    assertThat(sql.text()).contains("andiron.idx_token");
    assertThat(sql.values()).contains(code(hops));
  }

  @Test
  void aLongChainDoesNotTryAllTypesOfEveryHop() {
    Basics numbers = new Basics();
    Sql sql = chain(5, numbers);
    assertThat(numbers.asked.get()).isLessThan(100_000);
    assertThat(sql.values()).doesNotContain(code(5));
  }

  @Test
  void theStartsOfAVeryLongUrlAreAsLongAsThoseStored() {
    String url = "http://example.org/" + "x".repeat(16_000);
    assertThat(starts(unordered("ValueSet?url:above=" + url)))
        .contains("http://example.org/", url.substring(0, 500))
        .allMatch(it -> it.length() <= 500)
        .doesNotHaveDuplicates();
    assertThat(starts(unordered("ValueSet?_source:above=" + url)))
        .contains("http://example.org/", url.substring(0, 1000))
        .allMatch(it -> it.length() <= 1000);
  }

  private static List<String> starts(Sql sql) {
    return sql.values().stream()
        .filter(String[].class::isInstance)
        .flatMap(it -> Stream.of((String[]) it))
        .toList();
  }
}
