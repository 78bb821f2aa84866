package org.andiron.storage.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.util.UrlUtil;
import java.net.URI;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class AppliedSearchTest {

  private static AppliedSearch of(String name, String... values) {
    return new AppliedSearch(Map.of(name, List.of(values)), List.of());
  }

  @Test
  void withoutParametersTheUrlIsThatOfTheContext() {
    assertThat(new AppliedSearch(Map.of(), List.of()).url("http://h/fhir/Patient"))
        .isEqualTo("http://h/fhir/Patient");
  }

  @Test
  void whatUrlsAllowStaysReadable() {
    assertThat(of("name:exact", "Ann Ä", "B,C&D").url("http://h/fhir/Patient"))
        .isEqualTo("http://h/fhir/Patient?name:exact=Ann%20%C3%84&name:exact=B,C%26D");
    assertThat(of("code", "http://loinc.org|8480-6").url("b"))
        .isEqualTo("b?code=http://loinc.org%7C8480-6");
  }

  @Property
  void theUrlSaysWhatWasApplied(@ForAll @NotEmpty String name, @ForAll String value) {
    // Lone halves of a pair have no UTF-8.
    String sent = new String(value.getBytes(UTF_8), UTF_8);
    String key = new String(name.getBytes(UTF_8), UTF_8);

    URI url = URI.create(of(key, sent).url("http://localhost/fhir/Patient"));

    assertThat(UrlUtil.parseQueryString(url.getRawQuery()).get(key)).containsExactly(sent);
  }

  @Test
  void elementsOfTheTypeAreNamedWithIt() {
    assertThat(of("_elements", "name,Observation.code,*.id").asRequest("Patient"))
        .hasEntrySatisfying(
            "_elements",
            it -> assertThat(it).containsExactly("Patient.name,Observation.code,*.id"));
    assertThat(of("_elements", "name").asRequest(null))
        .hasEntrySatisfying("_elements", it -> assertThat(it).containsExactly("name"));
  }

  @Test
  void noEntriesAreWantedForACount() {
    assertThat(of("_summary", "count").isCount()).isTrue();
    assertThat(of("_count", "0").isCount()).isTrue();
    assertThat(of("_count", "10").isCount()).isFalse();
  }
}
