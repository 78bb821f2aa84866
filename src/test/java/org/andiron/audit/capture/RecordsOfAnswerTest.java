package org.andiron.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of whose records what is shown is part: the same as is kept of what is stored. */
class RecordsOfAnswerTest {

  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final Pattern PATH =
      Pattern.compile(
          "\\('([A-Z][A-Za-z]+)\\.([A-Za-z.]+?)(?:\\.where\\(resolve\\(\\) is Patient\\))?'\\)");

  private final AtomicInteger statements = new AtomicInteger();
  private final RecordsOfAnswer records = new RecordsOfAnswer(R4, this::owners);

  private Map<String, Set<String>> owners(Collection<String> binaries) {
    statements.incrementAndGet();
    return binaries.contains("scan") ? Map.of("scan", Set.of("p")) : Map.of();
  }

  static Stream<String> compartmentPaths() throws IOException {
    String migration = "/db/migration/V13__visibility.sql";
    try (InputStream sql =
        Objects.requireNonNull(RecordsOfAnswerTest.class.getResourceAsStream(migration))) {
      List<String> paths =
          PATH.matcher(new String(sql.readAllBytes(), StandardCharsets.UTF_8))
              .results()
              .map((MatchResult it) -> it.group(1) + '.' + it.group(2))
              .distinct()
              .toList();
      assertThat(paths).hasSizeGreaterThan(80);
      return paths.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("compartmentPaths")
  void byEachReferenceThatPutsIntoACompartment(String path) {
    int dot = path.indexOf('.');
    IBaseResource resource = R4.getResourceDefinition(path.substring(0, dot)).newInstance();
    resource.setId(path.substring(0, dot) + "/r");
    FhirTerser terser = R4.newTerser();
    IBase element = terser.addElement(resource, path.substring(dot + 1));
    assertThat(element).isInstanceOf(IBaseReference.class);
    ((IBaseReference) element).setReference("Patient/p");
    assertThat(records.of(resource).patients()).contains("p");
  }

  private static Binary binary(String id) {
    Binary binary = new Binary();
    binary.setId("Binary/" + id + "/_history/1");
    return binary;
  }

  @Test
  void binariesAreOfWhatRefersToThem() {
    Observation observation = new Observation().setSubject(new Reference("Patient/q"));
    observation.setId("Observation/o");
    Bundle bundle = new Bundle();
    bundle.addEntry().setResource(observation);
    bundle.addEntry().setResource(binary("scan"));
    bundle.addEntry().setResource(binary("form"));
    assertThat(records.in(bundle))
        .extracting(ShownResource::reference, it -> Set.copyOf(it.patients()))
        .containsExactly(
            tuple("Observation/o", Set.of("q")),
            tuple("Binary/scan/_history/1", Set.of("p")),
            tuple("Binary/form/_history/1", Set.of()));
    assertThat(statements).hasValue(1);
    assertThat(records.in(observation)).hasSize(1);
    assertThat(statements).as("nothing is asked where there is no Binary").hasValue(1);
  }
}
