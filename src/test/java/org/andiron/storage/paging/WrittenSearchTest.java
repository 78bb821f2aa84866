package org.andiron.storage.paging;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.api.SearchIncludeDeletedEnum;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.param.TokenParamModifier;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.andiron.storage.search.UrlSearch;
import org.andiron.storage.search.UrlSearch.Condition;
import org.junit.jupiter.api.Test;

class WrittenSearchTest {

  @Test
  void isTheSameWhenItIsReadAgain() {
    UrlSearch search =
        UrlSearch.of(
            Map.of(
                "name:exact", new String[] {"a&b=c", "ü, \"x\""},
                "_include:iterate", new String[] {"Patient:organization"},
                "_revinclude", new String[] {"Observation:subject:Patient"},
                "_sort", new String[] {"-birthdate,_id"}));

    String text = WrittenSearch.of(List.of("Patient", "Person"), search).orElseThrow().text();
    WrittenSearch again = WrittenSearch.parse(text);

    assertThat(again.types()).containsExactly("Patient", "Person");
    assertThat(((UrlSearch) again.params()).conditions())
        .containsExactly(
            new Condition("name:exact", "a&b=c"), new Condition("name:exact", "ü, \"x\""));
    assertThat(again.params().getIncludes())
        .containsExactly(new Include("Patient:organization", true));
    assertThat(again.params().getRevIncludes())
        .containsExactly(new Include("Observation:subject:Patient"));
    assertThat(WrittenSearch.of(again.types(), again.params()).orElseThrow().text())
        .isEqualTo(text);
  }

  @Property
  void keepsAnyValue(@ForAll @NotEmpty String name, @ForAll @NotEmpty String value) {
    Condition condition = new Condition("x" + name, value);
    UrlSearch search = new UrlSearch(List.of(condition));

    WrittenSearch again =
        WrittenSearch.parse(WrittenSearch.of(List.of("Patient"), search).orElseThrow().text());

    assertThat(((UrlSearch) again.params()).conditions()).containsExactly(condition);
  }

  @Test
  void hasTheCriteriaThatWereAddedInsideTheServer() {
    UrlSearch search = new UrlSearch(List.of(new Condition("code", "a")));
    search.add("subject", new ReferenceParam("Patient", null, "1"));
    search.setLastUpdated(new DateRangeParam("ge2024", null));

    assertThat(WrittenSearch.of(List.of("Observation"), search).orElseThrow().text())
        .isEqualTo("Observation?subject%3APatient=1&_lastUpdated=ge2024&code=a");
  }

  @Test
  void isNoneWhereAUrlHasNoWordsForIt() {
    SearchParameterMap mixed = new SearchParameterMap();
    mixed.add(
        "code",
        new TokenOrListParam()
            .addOr(new TokenParam("a"))
            .addOr(new TokenParam("b").setModifier(TokenParamModifier.NOT)));
    SearchParameterMap deleted = new SearchParameterMap("name", new StringParam("a"));
    deleted.setSearchIncludeDeletedMode(SearchIncludeDeletedEnum.BOTH);

    assertThat(WrittenSearch.of(List.of("Observation"), mixed)).isEmpty();
    assertThat(WrittenSearch.of(List.of("Patient"), deleted)).isEmpty();
  }
}
