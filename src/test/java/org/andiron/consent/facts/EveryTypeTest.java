package org.andiron.consent.facts;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import java.time.ZoneId;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.consent.decision.LabelledPart;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.decision.SecurityLabels;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Resources of every type with anything that they may have. */
class EveryTypeTest {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final IFhirPath PATHS = CONTEXT.newFhirPath();
  private static final int OF_EACH = 5;

  private final ResourceFactsReader reader =
      new ResourceFactsReader(CONTEXT, ZoneId.of("UTC"), Set::of, KnownResources.NONE);

  static Stream<String> types() {
    return new TreeSet<>(CONTEXT.getResourceTypes()).stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void nothingIsOverlookedAndNothingChanged(String type) {
    for (int seed = 0; seed < OF_EACH; seed++) {
      RandomResource random = new RandomResource(CONTEXT, type, seed);
      String before = encoded(random.resource());
      ResourceFacts facts = read(random.resource());

      assertThat(facts.codes()).isEqualTo(random.codes());
      assertThat(names(facts.refersTo())).isEqualTo(random.targets());
      assertThat(random.targets()).containsAll(names(facts.authors()));
      assertThatPartsAreThoseWithLabels(facts.parts(), random);
      assertThat(encoded(random.resource())).isEqualTo(before);
      assertThat(read(random.resource())).isEqualTo(facts);
    }
  }

  private ResourceFacts read(Resource resource) {
    return reader.read(resource, List.of("p"), Referrers.NONE, true);
  }

  private static String encoded(Resource resource) {
    return CONTEXT.newJsonParser().encodeResourceToString(resource);
  }

  private static Set<String> names(ReferenceSet references) {
    return references.references().stream()
        .map(ResourceRef::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void assertThatPartsAreThoseWithLabels(
      List<LabelledPart> parts, RandomResource random) {
    Set<IBase> elements = Collections.newSetFromMap(new IdentityHashMap<>());
    for (LabelledPart part : parts) {
      List<IBase> found = PATHS.evaluate(random.resource(), part.path(), IBase.class);
      assertThat(found).as(part.path()).hasSize(1);
      elements.add(found.get(0));
      Code label = random.labelled().get(found.get(0));
      assertThat(label).as(part.path()).isNotNull();
      assertThat(part.labels()).isEqualTo(SecurityLabels.of(Set.of(label), true));
    }
    assertThat(elements).hasSameSizeAs(random.labelled().keySet()).hasSameSizeAs(parts);
  }
}
