package org.andiron.consent.masking;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.andiron.consent.facts.RandomResource;
import org.andiron.consent.facts.ResourceElements;
import org.andiron.consent.facts.ResourceElements.Part;
import org.andiron.visibility.SharedTypes;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** By what resources with labelled parts are found. */
class UnlabelledContentTest {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final ResourceElements ELEMENTS = new ResourceElements(CONTEXT);

  private final UnlabelledContent content = new UnlabelledContent(CONTEXT);

  @Provide
  Arbitrary<String> types() {
    Set<String> types = new TreeSet<>(CONTEXT.getResourceTypes());
    types.removeAll(SharedTypes.ALL);
    return Arbitraries.of(types);
  }

  @Property(tries = 100, seed = "20261130", shrinking = ShrinkingMode.OFF)
  void labelledPartsLinkByTheirReferencesAndAreNotFoundByAnything(
      @ForAll("types") String type, @ForAll long seed) {
    Resource resource = new RandomResource(CONTEXT, type, seed).resource();
    Set<String> labelled =
        ELEMENTS.labelled(resource).stream().map(Part::path).collect(Collectors.toSet());
    Set<String> contained =
        labelled.stream()
            .filter(it -> it.matches(".*contained\\[\\d+]"))
            .collect(Collectors.toSet());
    Set<String> hidden = new HashSet<>();
    Set<String> links = new HashSet<>();
    Set<String> labelledLinks = new HashSet<>();
    Set<String> otherLinks = new HashSet<>();
    for (Part part : ELEMENTS.all(resource)) {
      if (part.place().value() instanceof Reference reference && !part.isWithinAny(contained)) {
        links.add(reference.getReference());
      } else if (part.place().isElementOf(Reference.class, "reference")) {
        (part.isWithinAny(labelled) ? labelledLinks : otherLinks)
            .add(part.place().value().primitiveValue());
      } else if (part.place().value() instanceof PrimitiveType<?> value
          && part.isWithinAny(labelled)
          && String.valueOf(value.getValueAsString()).matches("(text |urn:uri:|code-)\\d+")) {
        hidden.add(value.getValueAsString());
      }
    }
    labelledLinks.removeAll(otherLinks);
    String before = CONTEXT.newJsonParser().encodeResourceToString(resource);

    Resource indexed = (Resource) content.of(resource);
    Resource linked = (Resource) content.linked(resource);

    assertThat(values(linked)).noneMatch(hidden::contains).containsAll(links);
    assertThat(values(indexed))
        .containsExactlyInAnyOrderElementsOf(
            values(linked).stream().filter(it -> !labelledLinks.contains(it)).toList());
    assertThat(CONTEXT.newJsonParser().encodeResourceToString(resource)).isEqualTo(before);
  }

  private static Set<String> values(Resource resource) {
    Set<String> values = new HashSet<>();
    for (Part part : ELEMENTS.all(resource)) {
      if (part.place().value() instanceof PrimitiveType<?> value) {
        values.add(value.getValueAsString());
      }
    }
    return values;
  }

  @Test
  void whatHasNoLabelledPartsIsItself() {
    Observation observation = new Observation();
    observation.getText().setDivAsString("<div>x</div>");
    assertThat(content.of(observation)).isSameAs(observation);
    assertThat(content.linked(observation)).isSameAs(observation);
    assertThat(content.mayBePartial(observation)).isFalse();
  }
}
