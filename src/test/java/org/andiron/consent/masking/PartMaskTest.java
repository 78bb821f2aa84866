package org.andiron.consent.masking;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.andiron.consent.enforcement.PartPaths;
import org.andiron.consent.facts.RandomResource;
import org.andiron.consent.facts.ResourceElements;
import org.andiron.consent.facts.ResourceElements.Part;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

/** What is left of resources of which parts are masked. */
class PartMaskTest {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final ResourceElements ELEMENTS = new ResourceElements(CONTEXT);

  private final PartMask mask = new PartMask(CONTEXT);

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(new TreeSet<>(CONTEXT.getResourceTypes()));
  }

  @Property(tries = 200, seed = "20261129", shrinking = ShrinkingMode.OFF)
  void nothingOfWhatIsMaskedIsLeftAndAllElseIs(
      @ForAll("types") String type, @ForAll long seed, @ForAll boolean labelledOnly) {
    Resource resource = new RandomResource(CONTEXT, type, seed).resource();
    resource.setMeta(null);
    List<Part> candidates =
        labelledOnly
            ? ELEMENTS.labelled(resource)
            : ELEMENTS.all(resource).stream().filter(it -> isMaskable(it.path())).toList();
    Random random = new Random(seed);
    Set<String> masked = new HashSet<>();
    candidates.forEach(
        it -> {
          if (labelledOnly || random.nextInt(10) == 0) {
            masked.add(it.path());
          }
        });
    Set<String> gone = new HashSet<>();
    ELEMENTS.ofType(resource, Narrative.class).forEach(it -> gone.add(it.path()));
    masked.forEach(it -> gone.add(it.replaceFirst("^(Bundle\\.entry\\[\\d+])\\.resource$", "$1")));
    Set<String> inside = new LinkedHashSet<>();
    Set<String> outside = new LinkedHashSet<>();
    for (Part part : ELEMENTS.all(resource)) {
      if (part.place().value() instanceof PrimitiveType<?> primitive && isTelling(primitive)) {
        if (part.isWithinAny(masked)) {
          inside.add(primitive.getValueAsString());
        } else if (!part.isWithinAny(gone)) {
          outside.add(primitive.getValueAsString());
        }
      }
    }
    // Of what is contained in something contained nothing is written.
    outside.retainAll(quoted(json(resource)));

    boolean changed = mask.apply(resource, exactly(masked));

    assertThat(changed).isEqualTo(!masked.isEmpty());
    for (IParser parser : List.of(CONTEXT.newJsonParser(), CONTEXT.newXmlParser())) {
      parser.setParserErrorHandler(new LenientErrorHandler(false).setErrorOnInvalidValue(false));
      String text = parser.encodeResourceToString(resource);
      Set<String> values = quoted(text);
      assertThat(inside).noneMatch(values::contains);
      assertThat(outside).allMatch(values::contains);
      assertThat(parser.parseResource(text).fhirType()).isEqualTo(type);
    }
  }

  /** Values that are in one place only. URLs of extensions say what is there, not what it is. */
  private static boolean isTelling(PrimitiveType<?> value) {
    String text = String.valueOf(value.getValueAsString());
    return text.matches("(text |urn:uri:|code-|Patient/)\\d+");
  }

  /** An extension is one by its URL, and has a label as a whole. */
  private static boolean isMaskable(String path) {
    return !path.matches(".*xtension\\[\\d+]\\.(url|value)");
  }

  private static Set<String> quoted(String text) {
    return Pattern.compile("\"([^\"]*)\"")
        .matcher(text)
        .results()
        .map(it -> it.group(1))
        .collect(Collectors.toSet());
  }

  private static PartPaths exactly(Set<String> paths) {
    return new PartPaths(paths, Set.of(), false);
  }

  private void mask(Resource resource, String... paths) {
    assertThat(mask.apply(resource, exactly(Set.of(paths)))).isTrue();
    for (IParser parser : List.of(CONTEXT.newJsonParser(), CONTEXT.newXmlParser())) {
      parser.setParserErrorHandler(new StrictErrorHandler());
      String text = parser.encodeResourceToString(resource);
      assertThat(text).doesNotContain("canary");
      assertThat(parser.encodeResourceToString(parser.parseResource(text))).isEqualTo(text);
    }
  }

  private static String json(Base value) {
    return value instanceof Resource resource
        ? CONTEXT.newJsonParser().encodeResourceToString(resource)
        : CONTEXT.newJsonParser().encodeToString(value);
  }

  private static final String MASKED =
      "\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\","
          + "\"valueCode\":\"masked\"}]";

  @Test
  void aPrimitiveValueIsAbsent() {
    Patient patient = new Patient();
    patient.getBirthDateElement().setValueAsString("1970-01-01");
    mask(patient, "Patient.birthDate");
    assertThat(json(patient)).contains("\"_birthDate\":{" + MASKED + "}").doesNotContain("1970");
  }

  @Test
  void oneOfSeveralIsAbsentAndTheOthersStay() {
    Patient patient = new Patient();
    patient.addName().addGiven("Ada").addGiven("canary").addGiven("May");
    mask(patient, "Patient.name[0].given[1]");
    assertThat(json(patient)).contains("\"given\":[\"Ada\",null,\"May\"]").contains(MASKED);
  }

  @Test
  void whatMustBeThereIsThere() {
    Observation observation = new Observation();
    observation.setStatus(ObservationStatus.FINAL);
    observation.addComponent().setValue(new StringType("canary")).getCode().setText("canary");
    observation.getNote().add(new Annotation().setText("canary"));
    mask(
        observation,
        "Observation.status",
        "Observation.component[0]",
        "Observation.note[0]",
        "Observation.note[0].text");
    assertThat(json(observation))
        .contains("\"_status\":{" + MASKED)
        .contains("\"component\":[{" + MASKED + ",\"code\":{" + MASKED + "}}]")
        .contains("\"note\":[{" + MASKED + ",\"_text\":{" + MASKED + "}}]");
  }

  @Test
  void aChoiceKeepsItsType() {
    Observation observation = new Observation();
    observation.setValue(new Quantity(7).setUnit("canary"));
    mask(observation, "Observation.value");
    assertThat(json(observation)).contains("\"valueQuantity\":{" + MASKED + "}");
  }

  @Test
  void idsAndExtensionsInsideAreGone() {
    Observation observation = new Observation();
    observation.getCode().setId("canary").addExtension("urn:canary", new StringType("canary"));
    mask(observation, "Observation.code");
    assertThat(json(observation)).contains("\"code\":{" + MASKED + "}");
  }

  @Test
  void anExtensionIsGoneAndOneThatModifiesIsAbsent() {
    Patient patient = new Patient();
    patient.addExtension("urn:canary", new StringType("canary"));
    patient.addModifierExtension(new Extension("urn:modifies", new StringType("canary")));
    patient.getGenderElement().addExtension("urn:canary", new StringType("canary"));
    mask(
        patient,
        "Patient.extension[0]",
        "Patient.modifierExtension[0]",
        "Patient.gender.extension[0]");
    assertThat(json(patient)).contains("\"url\":\"urn:modifies\"").contains(MASKED);
    assertThat(patient.hasExtension()).isFalse();
  }

  private static Encounter encounterWithContained() {
    Encounter encounter = new Encounter();
    Condition psychosis = new Condition();
    psychosis.setId("psychosis");
    psychosis.getCode().setText("canary");
    psychosis.setAsserter(new Reference("#psychiatrist"));
    Practitioner psychiatrist = new Practitioner();
    psychiatrist.setId("psychiatrist");
    psychiatrist.addName().setFamily("canary");
    Practitioner surgeon = new Practitioner();
    surgeon.setId("surgeon");
    surgeon.addName().setFamily("Sharp");
    encounter.addContained(psychosis).addContained(psychiatrist).addContained(surgeon);
    encounter.addReasonReference(new Reference("#psychosis").setDisplay("canary"));
    encounter.addParticipant().setIndividual(new Reference("#surgeon"));
    return encounter;
  }

  @Test
  void aContainedResourceIsGoneWithWhatLeadsToItAndWhatOnlyItLedTo() {
    Encounter encounter = encounterWithContained();
    mask(encounter, "Encounter.contained[0]");
    assertThat(encounter.getContained()).extracting(Resource::fhirType).hasSize(1);
    assertThat(json(encounter))
        .contains("Sharp", "#surgeon", "\"reasonReference\":[{" + MASKED + "}]")
        .doesNotContain("#psychosis");
  }

  @Test
  void whatOnlyAMaskedElementLedToIsGone() {
    Encounter encounter = encounterWithContained();
    mask(encounter, "Encounter.reasonReference[0]");
    assertThat(json(encounter)).contains("Sharp");
    assertThat(encounter.getContained()).hasSize(1);
  }

  @Test
  void narrativesAreStrippedAndSectionsStayValid() {
    Composition composition = new Composition();
    composition.setTitle("canary");
    composition.setText(narrative());
    composition.addSection().addSection().setText(narrative());
    mask(composition, "Composition.title");
    assertThat(composition.hasText()).isFalse();
    assertThat(composition.getSectionFirstRep().getSectionFirstRep().getText().getStatus())
        .isEqualTo(Narrative.NarrativeStatus.EMPTY);
  }

  private static Narrative narrative() {
    Narrative narrative = new Narrative().setStatus(Narrative.NarrativeStatus.GENERATED);
    narrative.setDivAsString("<div xmlns=\"http://www.w3.org/1999/xhtml\">canary</div>");
    return narrative;
  }

  @Test
  void anEntryIsGone() {
    Bundle bundle = new Bundle();
    bundle.addEntry().setFullUrl("urn:canary").setResource(new Patient());
    bundle.addEntry().setResource(new Observation().setStatus(ObservationStatus.FINAL));
    mask(bundle, "Bundle.entry[0].resource");
    assertThat(bundle.getEntry()).extracting(it -> it.getResource().fhirType()).hasSize(1);
  }

  @Test
  void theCopySaysOnceThatItIsRedacted() {
    Patient patient = new Patient();
    patient.addName().setFamily("canary");
    mask(patient, "Patient.name[0]");
    assertThat(patient.getMeta().getSecurity()).hasSize(1);
    mask(patient, "Patient.name[0]");
    assertThat(patient.getMeta().getSecurity())
        .extracting(it -> it.getSystem() + '|' + it.getCode())
        .containsExactly("http://terminology.hl7.org/CodeSystem/v3-ObservationValue|REDACTED");
  }

  @Test
  void partsOfAnotherVersionAreMaskedWhereverTheyStand() {
    Patient older = new Patient();
    older.addName().setFamily("canary");
    older.addName().setFamily("canary");
    older.getBirthDateElement().setValueAsString("1970-01-01");
    PartPaths paths = new PartPaths(Set.of(), Set.of("Patient.name", "Patient.birthDate"), false);
    assertThat(mask.apply(older, paths)).isTrue();
    assertThat(json(older)).doesNotContain("canary").doesNotContain("1970");
  }

  @Test
  void whatCannotBeFoundOutIsMaskedIfItHasALabel() {
    Patient patient = new Patient();
    patient
        .addName()
        .setFamily("canary")
        .addExtension(
            "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label",
            new org.hl7.fhir.r4.model.Coding().setCode("PSY"));
    patient.addName().setFamily("Open");
    assertThat(mask.apply(patient, new PartPaths(Set.of(), Set.of(), true))).isTrue();
    assertThat(json(patient)).contains("Open").doesNotContain("canary").doesNotContain("PSY");
  }

  @Test
  void nothingChangesIfNothingIsMasked() {
    Patient patient = new Patient();
    patient.setText(narrative());
    assertThat(mask.apply(patient, exactly(Set.of("Patient.name[0]")))).isFalse();
    assertThat(patient.hasText()).isTrue();
    assertThat(patient.hasMeta()).isFalse();
  }
}
