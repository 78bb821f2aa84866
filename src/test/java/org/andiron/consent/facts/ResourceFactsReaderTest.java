package org.andiron.consent.facts;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.decision.InnerData;
import org.andiron.consent.decision.LabelledPart;
import org.andiron.consent.decision.ReferenceSet;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.decision.SecurityLabels;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.andiron.consent.term.Confidentiality;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceFactsReaderTest {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
  private static final Set<String> BASES = Set.of("http://here/fhir", "https://here:8443/fhir");
  private static final BusinessIdentifier LICENCE = new BusinessIdentifier("urn:licence", "7");

  private static final ResourceRef ROLE = new ResourceRef("PractitionerRole", "r");
  private static final ResourceRef DOCTOR = new ResourceRef("Practitioner", "d");

  private static final KnownResources KNOWN =
      new KnownResources() {
        @Override
        public Set<BusinessIdentifier> identifiersOf(ResourceRef resource) {
          return resource.equals(DOCTOR) ? Set.of(LICENCE) : Set.of();
        }

        @Override
        public Set<ResourceRef> identifiedBy(BusinessIdentifier identifier) {
          return identifier.equals(LICENCE) ? Set.of(DOCTOR) : Set.of();
        }

        @Override
        public Optional<ResourceRef> practitionerOf(ResourceRef practitionerRole) {
          return practitionerRole.equals(ROLE) ? Optional.of(DOCTOR) : Optional.empty();
        }
      };

  private static ResourceFacts facts(String json) {
    return facts(json, KnownResources.NONE, true);
  }

  private static ResourceFacts facts(String json, KnownResources known, boolean labelled) {
    Resource resource =
        (Resource) CONTEXT.newJsonParser().setParserErrorHandler(lenient()).parseResource(json);
    return new ResourceFactsReader(CONTEXT, VIENNA, () -> BASES, known)
        .read(resource, List.of("p"), Referrers.NONE, labelled);
  }

  private static LenientErrorHandler lenient() {
    return new LenientErrorHandler(false).setErrorOnInvalidValue(false);
  }

  private static String of(String type, String members) {
    return "{\"resourceType\": \"%s\", \"id\": \"1\", %s}".formatted(type, members);
  }

  private static String observation(String members) {
    return of("Observation", members);
  }

  private static ResourceRef ref(String text) {
    return ResourceRef.ofRelative(text).orElseThrow();
  }

  private static BusinessIdentifier identifier(String system, String value) {
    return new BusinessIdentifier(system, value);
  }

  private static String label(String code) {
    return """
    {"url": "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label",
     "valueCoding": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "%s"}}
    """
        .formatted(code);
  }

  @Nested
  class TheResourceItself {

    @Test
    void hasItsIdAndItsOwnIdentifiers() {
      ResourceFacts facts =
          facts(
              of(
                  "DocumentReference",
                  """
                  "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": "urn:oid:1.2"},
                  "identifier": [{"value": "doc"}, {"system": "urn:without-value"}],
                  "author": [{"identifier": {"value": "somebody else's"}}]
                  """));
      assertThat(facts.type()).isEqualTo("DocumentReference");
      assertThat(facts.self())
          .isEqualTo(
              new ReferenceSet(
                  Set.of(ref("DocumentReference/1")),
                  Set.of(identifier("urn:ietf:rfc:3986", "urn:oid:1.2"), identifier("", "doc"))));
    }

    @Test
    void isNamedByIdentifierAloneBeforeItHasAnId() {
      ResourceFacts facts =
          facts("{\"resourceType\": \"Patient\", \"identifier\": [{\"value\": \"mrn\"}]}");
      assertThat(facts.self()).isEqualTo(new ReferenceSet(Set.of(), Set.of(identifier("", "mrn"))));
    }

    @Test
    void hasThePatientsThatItIsSaidToHaveWhateverItRefersTo() {
      Resource resource =
          (Resource)
              CONTEXT
                  .newJsonParser()
                  .parseResource(observation("\"subject\": {\"reference\": \"Patient/z\"}"));
      ResourceFacts facts =
          new ResourceFactsReader(CONTEXT, VIENNA, Set::of, KnownResources.NONE)
              .read(
                  resource,
                  List.of("p", "q", "p"),
                  any -> ReferenceSet.of(ref("DiagnosticReport/2")),
                  true);
      assertThat(facts.patients()).containsExactlyInAnyOrder(ref("Patient/p"), ref("Patient/q"));
      assertThat(facts.referredBy()).isEqualTo(ReferenceSet.of(ref("DiagnosticReport/2")));
    }

    @Test
    void hasProfilesWithoutTheirVersions() {
      assertThat(
              facts(observation("\"meta\": {\"profile\": [\"urn:a|1.0\", \"urn:b\"]}")).profiles())
          .containsExactlyInAnyOrder("urn:a", "urn:b");
    }

    @Test
    void hasMediaTypesOfAllAttachmentsAndFormatsOfDocuments() {
      ResourceFacts facts =
          facts(
              of(
                  "DocumentReference",
                  """
                  "extension": [{"url": "urn:x",
                    "valueAttachment": {"contentType": "image/PNG ; q=1"}}],
                  "content": [
                    {"attachment": {"contentType": "text/xml;charset=utf-8"},
                     "format": {"system": "urn:oid:1.3.6.1.4.1.19376.1.2.3", "code": "urn:ihe:a"}},
                    {"attachment": {}, "format": {"system": "urn:own", "code": "b"}}]
                  """));
      assertThat(facts.mediaTypes()).containsExactlyInAnyOrder("image/png", "text/xml");
      assertThat(facts.formats())
          .containsExactlyInAnyOrder(
              new Code(CodeSystems.FORMAT_CODES, "urn:ihe:a"), new Code("urn:own", "b"));
    }

    @Test
    void hasTheMediaTypeOfABinary() {
      assertThat(facts(of("Binary", "\"contentType\": \"application/PDF; v=1\"")).mediaTypes())
          .containsExactly("application/pdf");
    }
  }

  @Nested
  class Codes {

    @Test
    void areFoundWhereverTheyAre() {
      ResourceFacts facts =
          facts(
              observation(
                  """
                  "meta": {"tag": [{"system": "urn:s", "code": "tag"}]},
                  "contained": [{"resourceType": "Condition", "id": "c",
                    "code": {"coding": [{"system": "urn:s", "code": "contained"}]}}],
                  "extension": [{"url": "urn:x", "extension": [{"url": "urn:y",
                    "valueCodeableConcept": {"coding": [{"system": "urn:s", "code": "deep"}]}}]}],
                  "modifierExtension": [{"url": "urn:m",
                    "valueCoding": {"system": "urn:s", "code": "modifier"}}],
                  "_status": {"extension": [{"url": "urn:z",
                    "valueCoding": {"system": "urn:s", "code": "of-primitive"}}]},
                  "identifier": [{"type": {"coding": [{"system": "urn:s", "code": "of-type"}]}}],
                  "code": {"coding": [{"system": "urn:s", "code": "a"}, {"code": "no-system"},
                    {"system": "urn:s", "display": "no code"}]},
                  "component": [{"valueCodeableConcept": {"coding": [
                    {"system": "urn:s", "version": "1", "code": "component"}]}}]
                  """));
      assertThat(facts.codes())
          .containsExactlyInAnyOrder(
              new Code("urn:s", "tag"),
              new Code("urn:s", "contained"),
              new Code("urn:s", "deep"),
              new Code("urn:s", "modifier"),
              new Code("urn:s", "of-primitive"),
              new Code("urn:s", "of-type"),
              new Code("urn:s", "a"),
              new Code("", "no-system"),
              new Code("urn:s", "component"));
    }

    @Test
    void areFoundInTheEntriesOfADocument() {
      assertThat(
              facts(
                      of(
                          "Bundle",
                          """
                          "entry": [{"resource": {"resourceType": "Condition",
                            "code": {"coding": [{"system": "urn:s", "code": "inside"}]}}}]
                          """))
                  .codes())
          .containsExactly(new Code("urn:s", "inside"));
    }
  }

  @Nested
  class LabelsOfIt {

    private static final String SECURITY =
        """
        "meta": {"security": [
          {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"},
          {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "PSY"},
          {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}]}
        """;

    @Test
    void areThoseOfItsMeta() {
      assertThat(facts(observation(SECURITY)).labels())
          .isEqualTo(
              new SecurityLabels(
                  Confidentiality.R,
                  Set.of(Code.sensitivity("PSY")),
                  Set.of(Code.purpose("HTEST")),
                  true));
    }

    @Test
    void areNotAllThatItMayHaveBeforeTheLabellingRulesLooked() {
      assertThat(facts(observation(SECURITY), KnownResources.NONE, false).labels().known())
          .isFalse();
    }

    @Test
    void areNormalWithoutAnyOnlyIfTheLabellingRulesLooked() {
      String plain = observation("\"status\": \"final\"");
      assertThat(facts(plain, KnownResources.NONE, true).labels())
          .isEqualTo(SecurityLabels.of(Set.of(), true));
      assertThat(facts(plain, KnownResources.NONE, false).labels())
          .isEqualTo(SecurityLabels.of(Set.of(), false));
    }

    @Test
    void thatNobodyCanReadAreSensitivities() {
      SecurityLabels labels =
          facts(observation("\"meta\": {\"security\": [{\"display\": \"secret\"}]}")).labels();
      assertThat(labels.confidentiality()).isEqualTo(Confidentiality.R);
      assertThat(labels.sensitivities()).containsExactly(new Code("", ""));
    }

    @Test
    void inlineBelongToTheElementThatHasThem() {
      ResourceFacts facts =
          facts(
              of(
                  "Patient",
                  """
                  "name": [{"family": "A"}, {"given": ["B", "C"],
                    "_given": [null, {"extension": [%s]}]}],
                  "_birthDate": {"extension": [%s]},
                  "address": [{"extension": [%s], "city": "D"}],
                  "extension": [{"url": "urn:x", "valueAddress": {"extension": [%s]}}]
                  """
                      .formatted(label("PSY"), label("HIV"), label("SDV"), label("ETH"))));
      assertThat(facts.labels()).isEqualTo(SecurityLabels.of(Set.of(), true));
      assertThat(facts.parts())
          .containsExactlyInAnyOrder(
              part("Patient.name[1].given[1]", "PSY"),
              part("Patient.birthDate", "HIV"),
              part("Patient.address[0]", "SDV"),
              part("Patient.extension[0].value", "ETH"));
    }

    @Test
    void inlineOnTheWholeAreLabelsOfTheWhole() {
      ResourceFacts facts = facts(of("Patient", "\"extension\": [%s]".formatted(label("HIV"))));
      assertThat(facts.labels().sensitivities()).containsExactly(Code.sensitivity("HIV"));
      assertThat(facts.parts()).isEmpty();
    }

    @Test
    void inlineWithoutValueCannotBeRead() {
      ResourceFacts facts =
          facts(
              of(
                  "Patient",
                  """
                  "address": [{"city": "D", "extension": [{"url":
                    "http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label",
                    "valueString": "very secret"}]}]
                  """));
      assertThat(facts.parts()).hasSize(1);
      assertThat(facts.parts().get(0).labels().confidentiality()).isEqualTo(Confidentiality.R);
    }

    @Test
    void classesOfWhatIsInsideAreKnownApart() {
      ResourceFacts encounter =
          facts(
              of(
                  "Encounter",
                  """
                  "contained": [{"resourceType": "Condition", "id": "c",
                    "meta": {"profile": ["urn:profile|1"]}}]
                  """));
      assertThat(encounter.inner())
          .containsExactlyInAnyOrder(
              new ContentClass.OfType("Condition"), new ContentClass.WithProfile("urn:profile"));
      assertThat(encounter.type()).isEqualTo("Encounter");
      assertThat(encounter.profiles()).isEmpty();
    }

    @Test
    void ofContainedResourcesSurviveBeingStored() {
      Encounter encounter = new Encounter();
      encounter.setId("1");
      Condition condition = new Condition();
      condition.setId("c");
      condition.getMeta().addSecurity().setSystem(CodeSystems.ACT_CODE).setCode("PSY");
      encounter.addContained(condition);
      encounter.addReasonReference().setReference("#c");
      ResourceElements.keepLabelsOfContained(encounter);
      assertThat(facts(CONTEXT.newJsonParser().encodeResourceToString(encounter)).parts())
          .containsExactly(part("Encounter.contained[0]", "PSY"));
    }

    @Test
    void ofContainedResourcesAndEntriesAreTheirs() {
      ResourceFacts encounter =
          facts(
              of(
                  "Encounter",
                  """
                  "contained": [{"resourceType": "Condition", "id": "c", "meta": {"security": [
                    {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "PSY"}
                  ]}}]
                  """));
      assertThat(encounter.parts()).containsExactly(part("Encounter.contained[0]", "PSY"));
      ResourceFacts bundle =
          facts(
              of(
                  "Bundle",
                  "\"entry\": [{}, {\"resource\": {\"resourceType\": \"Condition\", %s}}]"
                      .formatted(SECURITY)));
      assertThat(bundle.parts())
          .extracting(LabelledPart::path)
          .containsExactly("Bundle.entry[1].resource");
    }

    private static LabelledPart part(String path, String code) {
      return new LabelledPart(path, SecurityLabels.of(Set.of(Code.sensitivity(code)), true));
    }
  }

  @Nested
  class Time {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Observation | 'effectiveDateTime': '2020', 'issued': '2021-01-01T00:00:00Z' "
              + "| 2019-12-31T23:00:00Z | 2020-12-31T23:00:00Z",
          "Observation | 'effectiveInstant': '2020-03-01T12:00:00Z' "
              + "| 2020-03-01T12:00:00Z | 2020-03-01T12:00:01Z",
          "Observation | 'issued': '2020-03-01T12:00:00.5Z' "
              + "| 2020-03-01T12:00:00.500Z | 2020-03-01T12:00:00.501Z",
          "Observation | 'effectivePeriod': {'start': '2020-02'} | 2020-01-31T23:00:00Z |",
          "Observation | 'effectiveTiming': {'event': ['2020-02-02', '2020-02-01', '2020-02-04'], "
              + "'repeat': {'boundsPeriod': {'start': '2020-02-03', 'end': '2020-02-10'}}} "
              + "| 2020-01-31T23:00:00Z | 2020-02-10T23:00:00Z",
          "Condition | 'onsetDateTime': '2020-01-01', 'recordedDate': '2021-01-01' "
              + "| 2019-12-31T23:00:00Z | 2020-01-01T23:00:00Z",
          "Condition | 'onsetDateTime': '2020-01-01', 'abatementDateTime': '2020-01-03' "
              + "| 2019-12-31T23:00:00Z | 2020-01-03T23:00:00Z",
          "Condition | 'onsetDateTime': '2020-01-01', 'abatementAge': {'value': 50} "
              + "| 2019-12-31T23:00:00Z | 2020-01-01T23:00:00Z",
          "Condition | 'recordedDate': '2021-01-01' | 2020-12-31T23:00:00Z | 2021-01-01T23:00:00Z",
          "Procedure | 'performedPeriod': {'start': '2020-01-01', 'end': '2020-01-02'} "
              + "| 2019-12-31T23:00:00Z | 2020-01-02T23:00:00Z",
          "ServiceRequest | 'authoredOn': '2020-01-01', "
              + "'occurrenceTiming': {'repeat': {'frequency': 3}} "
              + "| 2019-12-31T23:00:00Z | 2020-01-01T23:00:00Z",
          "MedicationRequest | 'authoredOn': '2020-01-01' "
              + "| 2019-12-31T23:00:00Z | 2020-01-01T23:00:00Z",
          "Encounter | 'period': {'end': '2020-01-01'} | | 2020-01-01T23:00:00Z",
          "CarePlan | 'period': {'start': '2020-01-01'}, 'created': '2019-01-01' "
              + "| 2019-12-31T23:00:00Z |",
          "Immunization | 'occurrenceDateTime': '2020-01-01', 'recorded': '2021-01-01' "
              + "| 2019-12-31T23:00:00Z | 2020-01-01T23:00:00Z",
          "Specimen | 'collection': {'collectedDateTime': '2020-01-01'}, "
              + "'receivedTime': '2021-01-01' | 2019-12-31T23:00:00Z | 2020-01-01T23:00:00Z",
          "DocumentReference | 'date': '2021-01-01T00:00:00Z', "
              + "'context': {'period': {'start': '2020-01-01', 'end': '2020-01-01'}} "
              + "| 2019-12-31T23:00:00Z | 2020-01-01T23:00:00Z",
          "Composition | 'date': '2021-01-01', 'event': [{'period': {'start': '2020-01-01', "
              + "'end': '2020-01-01'}}, {'period': {'start': '2019-12-01', 'end': '2019-12-01'}}] "
              + "| 2019-11-30T23:00:00Z | 2020-01-01T23:00:00Z",
          "Composition | 'date': '2021-01-01' | 2020-12-31T23:00:00Z | 2021-01-01T23:00:00Z",
          "Appointment | 'start': '2020-01-01T10:00:00Z', 'end': '2020-01-01T11:00:00Z', "
              + "'created': '2019-01-01' | 2020-01-01T10:00:00Z | 2020-01-01T11:00:01Z",
          "Claim | 'billablePeriod': {'start': '2020-01-01'}, 'created': '2021-01-01' "
              + "| 2019-12-31T23:00:00Z |",
          "QuestionnaireResponse | 'authored': '2020-01-01' "
              + "| 2019-12-31T23:00:00Z | 2020-01-01T23:00:00Z",
          "Patient | 'birthDate': '1950-01-01', 'meta': {'lastUpdated': '2020-01-01T00:00:00Z'} "
              + "| 2020-01-01T00:00:00Z | 2020-01-01T00:00:01Z",
        })
    void isThatOfTheMatterBeforeThatOfTheRecord(
        String type, String members, @Nullable Instant from, @Nullable Instant until) {
      assertThat(facts(of(type, members.replace('\'', '"'))).time())
          .isEqualTo(new TimeRange(from, until));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Observation | 'effectivePeriod': {'start': '2021', 'end': '2020'}",
          "Observation | 'effectivePeriod': {'id': 'without ends'}",
          "Observation | 'effectiveDateTime': '2020-13-45'",
          "Observation | 'effectiveDateTime': 'last summer'",
          "Observation | 'effectivePeriod': {'start': '2020', 'end': 'later'}",
          "Observation | 'effectiveTiming': {'event': ['2020', 'and once more']}",
          "Observation | '_effectiveDateTime': {'extension': [{'url': "
              + "'http://hl7.org/fhir/StructureDefinition/data-absent-reason', "
              + "'valueCode': 'unknown'}]}",
          "Condition | 'onsetAge': {'value': 30}, 'recordedDate': '2020'",
          "Condition | 'onsetString': 'as a child', 'recordedDate': '2020'",
        })
    void isUnknownIfItIsStatedAndCannotBeRead(String type, String members) {
      String json = members.replace('\'', '"');
      assertThat(facts(of(type, "\"meta\": {\"lastUpdated\": \"2020-01-01T00:00:00Z\"}, " + json)))
          .extracting(ResourceFacts::time)
          .isNull();
    }

    @Test
    void isUnknownOfWhatHasNoDateAndIsNotStored() {
      assertThat(facts(observation("\"status\": \"final\"")).time()).isNull();
    }
  }

  @Nested
  class RefersTo {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Encounter/e",
          "Encounter/e/_history/3",
          "http://here/fhir/Encounter/e",
          "https://here:8443/fhir/Encounter/e/_history/3"
        })
    void whatAReferenceNamesHere(String reference) {
      assertThat(
              facts(observation("\"encounter\": {\"reference\": \"" + reference + "\"}"))
                  .refersTo())
          .isEqualTo(ReferenceSet.of(ref("Encounter/e")));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "http://there/fhir/Encounter/e",
          "http://here/fhir2/Encounter/e",
          "http://here/fhirEncounter/e",
          "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
          "Encounter?identifier=e",
          "Nonsense/e",
          "#",
          "#e"
        })
    void nothingThatIsNotHere(String reference) {
      assertThat(
              facts(observation("\"encounter\": {\"reference\": \"" + reference + "\"}"))
                  .refersTo())
          .isEqualTo(ReferenceSet.EMPTY);
    }

    @Test
    void whatIsNamedByIdentifierAndWhatContainedResourcesReferTo() {
      ResourceFacts facts =
          facts(
              observation(
                  """
                  "contained": [{"resourceType": "Encounter", "id": "e",
                    "identifier": [{"system": "urn:v", "value": "visit"}],
                    "partOf": {"reference": "Encounter/whole"}}],
                  "encounter": {"reference": "#e"},
                  "subject": {"reference": "Patient/p",
                    "identifier": {"value": "mrn", "assigner": {"reference": "Organization/o"}}},
                  "extension": [{"url": "urn:x", "valueReference": {"reference": "Device/d"}}],
                  "_status": {"extension": [
                    {"url": "urn:x", "valueReference": {"reference": "Device/e"}}]}
                  """));
      assertThat(facts.refersTo())
          .isEqualTo(
              new ReferenceSet(
                  Set.of(
                      ref("Encounter/whole"),
                      ref("Patient/p"),
                      ref("Organization/o"),
                      ref("Device/d"),
                      ref("Device/e")),
                  Set.of(identifier("urn:v", "visit"), identifier("", "mrn"))));
    }

    @Test
    void whatAttachmentsAreAtButNotWhatCanonicalsName() {
      ResourceFacts facts =
          facts(
              of(
                  "QuestionnaireResponse",
                  """
                  "questionnaire": "http://here/fhir/Questionnaire/q",
                  "item": [{"linkId": "1", "answer": [
                    {"valueAttachment": {"url": "Binary/b"}},
                    {"valueUri": "Patient/x"}]}]
                  """));
      assertThat(facts.refersTo()).isEqualTo(ReferenceSet.of(ref("Binary/b")));
    }

    @Test
    void whatIsRelativeInAnEntryFromElsewhereIsElsewhere() {
      ResourceFacts facts =
          facts(
              of(
                  "Bundle",
                  """
                  "entry": [
                    {"fullUrl": "http://there/fhir/Observation/1", "resource": {
                      "resourceType": "Observation",
                      "subject": {"reference": "Patient/there", "identifier": {"value": "mrn"}},
                      "encounter": {"reference": "http://here/fhir/Encounter/here"}}},
                    {"fullUrl": "http://here/fhir/Observation/1", "resource": {
                      "resourceType": "Observation", "subject": {"reference": "Patient/here"}}},
                    {"fullUrl": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", "resource": {
                      "resourceType": "Observation", "subject": {"reference": "Patient/also"}}}]
                  """));
      assertThat(facts.refersTo())
          .isEqualTo(
              new ReferenceSet(
                  Set.of(ref("Encounter/here"), ref("Patient/here"), ref("Patient/also")),
                  Set.of(identifier("", "mrn"))));
    }

    @Test
    void whatItNamesInOneWayAlsoInTheOther() {
      assertThat(
              facts(observation("\"focus\": [{\"reference\": \"Practitioner/d\"}]"), KNOWN, true)
                  .refersTo())
          .isEqualTo(new ReferenceSet(Set.of(DOCTOR), Set.of(LICENCE)));
      assertThat(
              facts(
                      observation(
                          "\"focus\": [{\"identifier\": "
                              + "{\"system\": \"urn:licence\", \"value\": \"7\"}}]"),
                      KNOWN,
                      true)
                  .refersTo())
          .isEqualTo(new ReferenceSet(Set.of(DOCTOR), Set.of(LICENCE)));
    }
  }

  @Nested
  class Authors {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "Observation | 'performer': [{'reference': 'Practitioner/a'}]",
          "Procedure | 'performer': [{'actor': {'reference': 'Practitioner/a'}}]",
          "Condition | 'asserter': {'reference': 'Practitioner/a'}",
          "AllergyIntolerance | 'recorder': {'reference': 'Practitioner/a'}",
          "MedicationRequest | 'requester': {'reference': 'Practitioner/a'}, "
              + "'performer': {'reference': 'Practitioner/asked'}",
          "ServiceRequest | 'requester': {'reference': 'Practitioner/a'}, "
              + "'performer': [{'reference': 'Practitioner/asked'}]",
          "MedicationStatement | 'informationSource': {'reference': 'Practitioner/a'}",
          "QuestionnaireResponse | 'source': {'reference': 'Practitioner/a'}",
          "Composition | 'author': [{'reference': 'Practitioner/a'}]",
          "Provenance | 'agent': [{'who': {'reference': 'Practitioner/a'}}]",
          "Specimen | 'collection': {'collector': {'reference': 'Practitioner/a'}}",
          "Consent | 'performer': [{'reference': 'Practitioner/a'}], "
              + "'sourceReference': {'reference': 'DocumentReference/x'}",
          "Observation | 'performer': [{'reference': 'Practitioner/a'}], "
              + "'note': [{'authorReference': {'reference': 'Practitioner/of-a-note'}}]",
        })
    void madeItAndWereNotAskedTo(String type, String members) {
      assertThat(facts(of(type, members.replace('\'', '"'))).authors())
          .isEqualTo(ReferenceSet.of(ref("Practitioner/a")));
    }

    @Test
    void inARoleAreAlsoWhoHasTheRole() {
      String json = observation("\"performer\": [{\"reference\": \"PractitionerRole/r\"}]");
      assertThat(facts(json, KNOWN, true).authors())
          .isEqualTo(new ReferenceSet(Set.of(ROLE, DOCTOR), Set.of(LICENCE)));
      assertThat(facts(json).authors()).isEqualTo(ReferenceSet.of(ROLE));
    }

    @Test
    void mayBeContained() {
      ResourceFacts facts =
          facts(
              observation(
                  """
                  "contained": [
                    {"resourceType": "PractitionerRole", "id": "r",
                     "identifier": [{"value": "role"}], "practitioner": {"reference": "#d"}},
                    {"resourceType": "Practitioner", "id": "d",
                     "identifier": [{"system": "urn:licence", "value": "7"}]}],
                  "performer": [{"reference": "#r"}]
                  """),
              KNOWN,
              true);
      assertThat(facts.authors())
          .isEqualTo(new ReferenceSet(Set.of(DOCTOR), Set.of(identifier("", "role"), LICENCE)));
    }
  }

  @Nested
  class WhatIsInside {

    private static ResourceFacts bundle(String... entries) {
      return facts(
          of(
              "Bundle",
              "\"type\": \"collection\", \"entry\": [%s]".formatted(String.join(", ", entries))));
    }

    private static String entry(String fullUrl, String resource) {
      return "{\"fullUrl\": \"%s\", \"resource\": %s}".formatted(fullUrl, resource);
    }

    private static String entry(String resource) {
      return "{\"resource\": " + resource + "}";
    }

    @Test
    void isACopyOfWhatItNames() {
      ResourceFacts facts =
          bundle(
              entry(observation("\"identifier\": [{\"value\": \"lab\"}]")),
              entry("http://here/fhir/Condition/5", "{\"resourceType\": \"Condition\"}"),
              entry(
                  "http://elsewhere/fhir/Encounter/6",
                  of("Encounter", "\"identifier\": [{\"value\": \"visit\"}]")));
      assertThat(facts.innerData().self())
          .isEqualTo(
              new ReferenceSet(
                  Set.of(ref("Observation/1"), ref("Condition/5")),
                  Set.of(identifier("", "lab"), identifier("", "visit"))));
      assertThat(facts.self()).isEqualTo(ReferenceSet.of(ref("Bundle/1")));
    }

    @Test
    void hasAuthorsOfItsOwn() {
      ResourceFacts facts =
          bundle(
              entry(observation("\"performer\": [{\"reference\": \"Practitioner/a\"}]")),
              entry(
                  observation(
                      "\"contained\": [{\"resourceType\": \"Practitioner\", \"id\": \"c\","
                          + " \"identifier\": [{\"value\": \"contained\"}]}],"
                          + " \"performer\": [{\"reference\": \"#c\"}]")),
              entry(
                  "http://elsewhere/fhir/Observation/6",
                  observation(
                      "\"performer\": [{\"reference\": \"Practitioner/theirs\"},"
                          + " {\"reference\": \"http://here/fhir/Practitioner/ours\"}]")));
      assertThat(facts.innerData().authors())
          .isEqualTo(
              new ReferenceSet(
                  Set.of(ref("Practitioner/a"), ref("Practitioner/ours")),
                  Set.of(identifier("", "contained"))));
      assertThat(facts.authors()).isEqualTo(ReferenceSet.EMPTY);
    }

    @Test
    void isReferredToByWhatRefersToTheOriginal() {
      ReferenceSet list = ReferenceSet.of(ref("List/1"));
      Resource bundle =
          (Resource)
              CONTEXT
                  .newJsonParser()
                  .parseResource(
                      of("Bundle", "\"entry\": [" + entry(observation("\"id\": \"5\"")) + "]")
                          .replace("\"id\": \"1\", \"id\"", "\"id\""));
      ResourceFacts facts =
          new ResourceFactsReader(CONTEXT, VIENNA, Set::of, KnownResources.NONE)
              .read(
                  bundle,
                  List.of("p"),
                  it -> it.meets(ReferenceSet.of(ref("Observation/5"))) ? list : ReferenceSet.EMPTY,
                  true);
      assertThat(facts.innerData().referredBy()).isEqualTo(list);
      assertThat(facts.referredBy()).isEqualTo(ReferenceSet.EMPTY);
    }

    @Test
    void isNothingInMostResources() {
      assertThat(facts(observation("\"status\": \"final\"")).innerData()).isEqualTo(InnerData.NONE);
    }
  }
}
