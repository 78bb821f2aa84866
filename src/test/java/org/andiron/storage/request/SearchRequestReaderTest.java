package org.andiron.storage.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.FifoMemoryPagingProvider;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.util.FhirContextSearchParamRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.andiron.server.error.ParameterFault;
import org.andiron.storage.query.SearchParser;
import org.junit.jupiter.api.Test;

class SearchRequestReaderTest {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  private static final SearchRequestReader READER =
      new SearchRequestReader(
          CONTEXT,
          () ->
              new SearchParser(
                  CONTEXT,
                  new FhirContextSearchParamRegistry(CONTEXT),
                  List.of("http://own.example.org/fhir"),
                  () -> Instant.parse("2026-01-01T00:00:00Z")),
          new FifoMemoryPagingProvider(1).setDefaultPageSize(20).setMaximumPageSize(1000));

  private static final List<String> GOOD =
      List.of(
          "name=a,b",
          "name:exact=ä & |",
          "gender:not=male",
          "birthdate=ge1970",
          "general-practitioner:Practitioner.name=x",
          "_has:Observation:patient:code=x",
          "_filter=name eq \"x\"",
          "_id=1",
          "_content=a \"b,c\"",
          "_sort=name",
          "_sort=-birthdate, family",
          "_count=5000",
          "_include=Patient:organization",
          "_include:iterate=Patient:link",
          "_revinclude=Observation:subject",
          "_elements=name,Observation.value[x]",
          "_total=none",
          "_format=json");

  private static final List<String> UNSUPPORTED =
      List.of(
          "nmae=x",
          "name:exat=x",
          "birthdate=gte1970",
          "organization.nmae=x",
          "_has:Observation:subjct:code=x",
          "_filter=nmae eq x",
          "_sort=nmae",
          "_include=Patient:nmae",
          "_elements=nmae",
          "_contained=true",
          "_foo=bar");

  private static AppliedSearch read(boolean lenient, List<String> pairs) {
    Map<String, List<String>> values = new HashMap<>();
    for (String pair : pairs) {
      String[] parts = pair.split("=", 2);
      values.computeIfAbsent(parts[0], it -> new ArrayList<>()).add(parts[1]);
    }
    Map<String, String[]> parameters = new HashMap<>();
    values.forEach((name, all) -> parameters.put(name, all.toArray(String[]::new)));
    return READER.read(List.of("Patient"), parameters, lenient);
  }

  @Provide
  Arbitrary<Set<String>> good() {
    return Arbitraries.of(GOOD).set();
  }

  @Provide
  Arbitrary<Set<String>> unsupported() {
    return Arbitraries.of(UNSUPPORTED).set().ofMinSize(1);
  }

  @Property(tries = 200)
  void whatWasAppliedIsAppliedAgain(@ForAll("good") Set<String> good) {
    AppliedSearch applied = read(false, List.copyOf(good));

    AppliedSearch again = READER.read(List.of("Patient"), applied.asRequest(null), false);

    assertThat(applied.ignored()).isEmpty();
    assertThat(again).isEqualTo(applied);
    assertThat(again.url("b")).isEqualTo(applied.url("b"));
  }

  @Property(tries = 200)
  void whatIsIgnoredLeavesTheRestAsItIs(
      @ForAll("good") Set<String> good, @ForAll("unsupported") Set<String> unsupported) {
    List<String> all = new ArrayList<>(good);
    all.addAll(unsupported);

    AppliedSearch applied = read(true, all);

    assertThat(applied.parameters()).isEqualTo(read(false, List.copyOf(good)).parameters());
    assertThat(applied.ignored()).hasSameSizeAs(unsupported);
    assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> read(false, all));
  }

  @Test
  void aWrongValueIsRefusedWhateverElseMayBeIgnored() {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> read(true, List.of("birthdate=1970-13", "nmae=x")))
        .withMessageContaining("is not a date")
        .satisfies(it -> assertThat(it.getMessage()).doesNotContain("nmae"));
  }

  @Test
  void allFaultsAreNamed() {
    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> read(false, List.of("birthdate=1970-13", "nmae=x", "_count=x")))
        .withMessageContaining("is not a date")
        .withMessageContaining("'nmae'")
        .withMessageContaining("'_count'");
  }

  @Test
  void controlsAreNormalised() {
    AppliedSearch applied =
        read(
            true,
            List.of("_sort=name, ,-birthdate", "_sort=name", "_count=+0007", "_elements= id ,id"));

    assertThat(applied.url("b")).isEqualTo("b?_count=7&_elements=id&_sort=name,-birthdate");
  }

  @Test
  void valuesAreNotRepeatedInWhatIsSaidOfThem() {
    List<String> secret = List.of("birthdate=Winterbottom", "_count=Winterbottom");

    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> read(false, secret))
        .satisfies(it -> assertThat(it.getMessage()).doesNotContain("Winterbottom"));
  }

  @Test
  void parametersWithoutAValueAreCheckedAndLeftOut() {
    assertThat(read(false, List.of("name=", "_sort=", "_count= ")).parameters()).isEmpty();
    assertThat(read(true, List.of("nmae=")).ignored())
        .extracting(ParameterFault::name)
        .containsExactly("nmae");
    assertThat(Arrays.asList("name:exact", "_has:Observation:patient:code"))
        .allSatisfy(it -> assertThat(read(false, List.of(it + "=")).parameters()).isEmpty());
  }
}
