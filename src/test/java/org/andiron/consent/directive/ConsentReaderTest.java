package org.andiron.consent.directive;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentDirective;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataMeaning;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.andiron.consent.term.Confidentiality;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentReaderTest {

  private static final ResourceRef DOCTOR = new ResourceRef("Practitioner", "doctor");

  /** Knows everything but what is named {@code nobody}. */
  private static final KnownReferences KNOWN =
      new KnownReferences() {
        @Override
        public boolean exists(ResourceRef resource) {
          return !resource.id().equals("nobody");
        }

        @Override
        public boolean exists(BusinessIdentifier identifier) {
          return !identifier.value().equals("nobody");
        }

        @Override
        public Optional<String> relative(String absoluteUrl) {
          String base = "http://here/fhir/";
          return absoluteUrl.startsWith(base)
              ? Optional.of(absoluteUrl.substring(base.length()))
              : Optional.empty();
        }
      };

  private static Consent parse(String members) {
    String json =
        """
        {"resourceType": "Consent", "id": "c", "meta": {"versionId": "3"}, "status": "active",
         "patient": {"reference": "Patient/p"},
         "scope": {"coding": [{"code": "patient-privacy",
           "system": "http://terminology.hl7.org/CodeSystem/consentscope"}]}%s}
        """
            .formatted(members.isBlank() ? "" : ", " + members);
    return FhirContext.forR4Cached().newJsonParser().parseResource(Consent.class, json);
  }

  private static Consent provision(String provision) {
    return parse("\"provision\": " + provision);
  }

  private static ConsentReading read(Consent consent) {
    return new ConsentReader(KNOWN, ZoneId.of("Europe/Berlin")).read(consent);
  }

  private static ConsentDirective readable(Consent consent) {
    ConsentReading reading = read(consent);
    assertThat(reading.problems()).isEmpty();
    return ((ConsentReading.Readable) reading).directive();
  }

  private static List<Criterion> criteria(String provision) {
    return readable(provision(provision)).root().criteria();
  }

  private static void refused(Consent consent, String path) {
    assertThat(read(consent)).isInstanceOf(ConsentReading.Refused.class);
    assertThat(read(consent).problems()).extracting(ConsentProblem::path).containsExactly(path);
  }

  @Nested
  class Whole {

    @Test
    void whatIdentifiesIt() {
      ConsentDirective directive =
          readable(
              parse(
                  """
                  "dateTime": "2022-06", "organization": [{"reference": "Organization/h"}],
                  "policy": [{"uri": "urn:policy"}], "verification": [{"verified": true}]
                  """));
      assertThat(directive.id()).isEqualTo(new ResourceRef("Consent", "c"));
      assertThat(directive.source()).isEqualTo("Consent/c/_history/3");
      assertThat(directive.active()).isTrue();
      assertThat(directive.verified()).isTrue();
      assertThat(directive.patient()).isEqualTo(new ResourceRef("Patient", "p"));
      assertThat(directive.policyUris()).containsExactly("urn:policy");
      assertThat(directive.organizations())
          .containsExactly(new ConsentReference.Local(new ResourceRef("Organization", "h")));
      assertThat(directive.dateTime())
          .isEqualTo(
              new TimeRange(
                  Instant.parse("2022-05-31T22:00:00Z"), Instant.parse("2022-06-30T22:00:00Z")));
    }

    @Test
    void organizationsThatAreNotAllKnownAreNone() {
      assertThat(
              readable(
                      parse(
                          """
                          "organization": [{"reference": "Organization/h"}, {"display": "H"}]
                          """))
                  .organizations())
          .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"draft", "proposed", "rejected", "inactive", "entered-in-error"})
    void onlyActiveIsActive(String status) {
      Consent consent = parse("");
      consent.setStatus(Consent.ConsentState.fromCode(status));
      assertThat(readable(consent).active()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"Patient/p", "http://here/fhir/Patient/p", "Patient/p/_history/2"})
    void thePatientMayBeNamedInSeveralWays(String reference) {
      Consent consent = parse("").setPatient(new Reference(reference));
      assertThat(readable(consent).patient()).isEqualTo(new ResourceRef("Patient", "p"));
    }

    @ParameterizedTest
    @CsvSource({
      "http://elsewhere/fhir/Patient/p",
      "Group/p",
      "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
      "Patient?identifier=1",
      "#p"
    })
    void anotherFormIsRefused(String reference) {
      refused(parse("").setPatient(new Reference(reference)), "Consent.patient");
    }

    @Test
    void noPatientIsRefused() {
      refused(parse("").setPatient(new Reference()), "Consent.patient");
    }

    @Test
    void anUnknownPatientIsAReasonToRefuseItWhenItIsWritten() {
      ConsentReading reading = read(parse("").setPatient(new Reference("Patient/nobody")));
      assertThat(reading).isInstanceOf(ConsentReading.Readable.class);
      assertThat(reading.problems())
          .extracting(ConsentProblem::path)
          .containsExactly("Consent.patient");
    }

    @Test
    void modifiersAreRefused() {
      refused(
          parse("\"modifierExtension\": [{\"url\": \"urn:x\", \"valueBoolean\": true}]"),
          "Consent.modifierExtension");
      refused(
          provision("{\"modifierExtension\": [{\"url\": \"urn:x\", \"valueBoolean\": true}]}"),
          "Consent.provision.modifierExtension");
      refused(parse("\"implicitRules\": \"urn:x\""), "Consent.implicitRules");
    }
  }

  @Nested
  class Scope {

    private Consent scoped(String code) {
      Consent consent = parse("");
      consent.getScope().getCodingFirstRep().setCode(code);
      return consent;
    }

    @ParameterizedTest
    @CsvSource({
      "patient-privacy, PATIENT_PRIVACY",
      "research, RESEARCH",
      "treatment, OTHER",
      "adr, OTHER"
    })
    void eachHasAMeaning(String code, ConsentScope scope) {
      assertThat(readable(scoped(code)).scope()).isEqualTo(scope);
    }

    @Test
    void itMayHideInACategory() {
      Consent consent = parse("");
      consent.addCategory(consent.getScope());
      consent.setScope(null);
      assertThat(readable(consent).scope()).isEqualTo(ConsentScope.PATIENT_PRIVACY);
    }

    @Test
    void anUnknownOneIsRefused() {
      refused(scoped("other"), "Consent.scope");
      refused(parse("").setScope(null), "Consent.scope");
    }

    @Test
    void provisionsOfOneThatSaysNothingOfAccessAreNotLookedAt() {
      Consent consent = provision("{\"class\": [{\"system\": \"urn:x\", \"code\": \"y\"}]}");
      consent.getScope().getCodingFirstRep().setCode("adr");
      assertThat(readable(consent).root().criteria()).isEmpty();
    }
  }

  @Nested
  class Base {

    private String rule(String... codes) {
      StringBuilder codings = new StringBuilder();
      for (String code : codes) {
        codings
            .append(codings.isEmpty() ? "" : ",")
            .append("{\"system\": \"" + CodeSystems.ACT_CODE + "\", \"code\": \"" + code + "\"}");
      }
      return "\"policyRule\": {\"coding\": [" + codings + "]}";
    }

    @Test
    void theTypeOfTheRootDecides() {
      assertThat(readable(provision("{\"type\": \"permit\"}")).root().type())
          .isEqualTo(ProvisionType.PERMIT);
      assertThat(readable(provision("{\"type\": \"deny\"}")).root().type())
          .isEqualTo(ProvisionType.DENY);
    }

    @Test
    void withoutATypeThePolicyRuleDecides() {
      assertThat(readable(parse(rule("OPTIN"))).root().type()).isEqualTo(ProvisionType.PERMIT);
      assertThat(readable(parse(rule("OPTOUT"))).root().type()).isEqualTo(ProvisionType.DENY);
    }

    @Test
    void withoutEitherItDenies() {
      assertThat(readable(parse("")).root().type()).isEqualTo(ProvisionType.DENY);
      assertThat(readable(parse(rule("INFA"))).root().type()).isEqualTo(ProvisionType.DENY);
    }

    @Test
    void aContradictionIsRefused() {
      refused(
          parse(rule("OPTOUT") + ", \"provision\": {\"type\": \"permit\"}"),
          "Consent.provision.type");
      refused(parse(rule("OPTIN", "OPTOUT")), "Consent.policyRule");
      assertThat(
              readable(parse(rule("OPTIN") + ", \"provision\": {\"type\": \"permit\"}"))
                  .root()
                  .type())
          .isEqualTo(ProvisionType.PERMIT);
    }
  }

  @Nested
  class Nesting {

    private Provision innermost(Provision provision) {
      return provision.provisions().isEmpty()
          ? provision
          : innermost(provision.provisions().get(0));
    }

    private Consent deep(int levels) {
      Consent consent = provision("{\"type\": \"permit\"}");
      ProvisionComponent inner = consent.getProvision();
      for (int i = 0; i < levels; i++) {
        inner = inner.addProvision().setType(ConsentProvisionType.DENY);
      }
      return consent;
    }

    @Test
    void tenLevelsAreRead() {
      assertThat(innermost(readable(deep(10)).root()).path())
          .isEqualTo("Consent.provision" + ".provision[0]".repeat(10));
    }

    @Test
    void elevenAreRefused() {
      refused(deep(11), "Consent.provision" + ".provision[0]".repeat(11));
    }

    @Test
    void aProvisionInsideItselfIsRefused() {
      Consent consent = deep(2);
      ProvisionComponent middle = consent.getProvision().getProvisionFirstRep();
      middle.getProvisionFirstRep().addProvision(middle);
      refused(consent, "Consent.provision" + ".provision[0]".repeat(3));
    }

    @Test
    void anInnerProvisionWithoutATypeIsRefused() {
      refused(
          provision("{\"type\": \"permit\", \"provision\": [{}]}"),
          "Consent.provision.provision[0].type");
    }
  }

  @Nested
  class Elements {

    @Test
    void periodsAreReadToTheirLastMoment() {
      assertThat(criteria("{\"period\": {\"end\": \"2022-12-31\"}}"))
          .containsExactly(
              new Criterion.Period(new TimeRange(null, Instant.parse("2022-12-31T23:00:00Z"))));
      assertThat(criteria("{\"dataPeriod\": {\"start\": \"2022\", \"end\": \"2022-03\"}}"))
          .containsExactly(
              new Criterion.DataPeriod(
                  new TimeRange(
                      Instant.parse("2021-12-31T23:00:00Z"),
                      Instant.parse("2022-03-31T22:00:00Z"))));
      assertThat(
              criteria(
                  """
                  {"period": {"start": "2022-01-01T00:00:00.500Z", "end": "2022-01-01T09:00:00+01:00"}}
                  """))
          .containsExactly(
              new Criterion.Period(
                  new TimeRange(
                      Instant.parse("2022-01-01T00:00:00.500Z"),
                      Instant.parse("2022-01-01T08:00:01Z"))));
    }

    @Test
    void purposes() {
      assertThat(
              criteria(
                  """
                  {"purpose": [
                    {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"},
                    {"system": "urn:own", "code": "FooBar"}]}
                  """))
          .containsExactly(
              new Criterion.Purposes(Set.of(Code.purpose("TREAT"), new Code("urn:own", "FooBar"))));
    }

    @Test
    void actions() {
      assertThat(
              criteria(
                  """
                  {"action": [{"coding": [{"code": "access",
                    "system": "http://terminology.hl7.org/CodeSystem/consentaction"}]}]}
                  """))
          .containsExactly(new Criterion.Actions(Set.of(ConsentAction.ACCESS)));
    }

    @Test
    void labels() {
      assertThat(
              criteria(
                  """
                  {"securityLabel": [
                    {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"},
                    {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "PSY"}]}
                  """))
          .containsExactly(
              new Criterion.Labels(Set.of(Confidentiality.R), Set.of(Code.sensitivity("PSY"))));
    }

    @Test
    void classes() {
      assertThat(
              criteria(
                  """
                  {"class": [
                    {"system": "http://hl7.org/fhir/resource-types", "code": "Condition"},
                    {"system": "urn:ietf:rfc:3986", "code": "http://hl7.org/fhir/StructureDefinition/bmi"},
                    {"system": "urn:ietf:bcp:13", "code": "application/pdf"},
                    {"system": "urn:oid:1.3.6.1.4.1.19376.1.2.3", "code": "urn:ihe:pcc:xphr:2007"}]}
                  """))
          .containsExactly(
              new Criterion.Classes(
                  Set.of(
                      new ContentClass.OfType("Condition"),
                      new ContentClass.WithProfile("http://hl7.org/fhir/StructureDefinition/bmi"),
                      new ContentClass.OfMediaType("application/pdf"),
                      new ContentClass.InFormat(
                          new Code(CodeSystems.FORMAT_CODES, "urn:ihe:pcc:xphr:2007")))));
    }

    @Test
    void codes() {
      assertThat(
              criteria(
                  """
                  {"code": [{"coding": [{"system": "http://loinc.org", "code": "1"},
                                        {"system": "http://snomed.info/sct", "code": "2"}]}]}
                  """))
          .containsExactly(
              new Criterion.Codes(
                  Set.of(
                      new Code("http://loinc.org", "1"), new Code("http://snomed.info/sct", "2"))));
    }

    @ParameterizedTest
    @CsvSource({"instance", "related", "dependents", "authoredby"})
    void data(String meaning) {
      assertThat(
              criteria(
                  """
                  {"data": [{"meaning": "%s", "reference": {"reference": "Encounter/nobody"}}]}
                  """
                      .formatted(meaning)))
          .containsExactly(
              new Criterion.Data(
                  List.of(
                      new DataReference(
                          DataMeaning.valueOf(meaning.toUpperCase(Locale.ROOT)),
                          new ConsentReference.Local(new ResourceRef("Encounter", "nobody"))))));
    }

    @Test
    void dataByAnIdentifierKeepTheTypeThatIsStated() {
      assertThat(
              criteria(
                  """
                  {"data": [{"meaning": "related", "reference": {"type": "Encounter",
                    "identifier": {"system": "urn:v", "value": "nobody"}}}]}
                  """))
          .containsExactly(
              new Criterion.Data(
                  List.of(
                      new DataReference(
                          DataMeaning.RELATED,
                          new ConsentReference.Logical(
                              new BusinessIdentifier("urn:v", "nobody"), "Encounter")))));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        value = {
          "{'period': {'start': '2023', 'end': '2022'}}; .period",
          "{'dataPeriod': {'start': '2023', 'end': '2022'}}; .dataPeriod",
          "{'dataPeriod': {'extension': [{'url': 'urn:x', 'valueCode': 'y'}]}}; .dataPeriod",
          "{'purpose': [{'display': 'Treatment'}]}; .purpose[0]",
          "{'action': [{'text': 'look'}]}; .action[0]",
          "{'action': [{'coding': [{'system': 'urn:x', 'code': 'access'}]}]}; .action[0]",
          "{'code': [{'text': 'diabetes'}]}; .code[0]",
          "{'class': [{'system': 'urn:x', 'code': 'y'}]}; .class[0]",
          "{'class': [{'system': 'http://hl7.org/fhir/resource-types', 'code': 'Y'}]}; .class[0]",
          "{'securityLabel': [{'system':"
              + " 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'code': 'X'}]};"
              + " .securityLabel[0]",
          "{'data': [{'reference': {'reference': 'Encounter/e'}}]}; .data[0].meaning",
          "{'data': [{'meaning': 'instance', 'reference': {'display': 'it'}}]}; .data[0].reference",
          "{'actor': [{'reference': {'reference': 'Location/l'}}]}; .actor[0].reference"
        })
    void whatCannotBeComputedIsRefused(String provision, String path) {
      refused(provision(provision.replace('\'', '"')), "Consent.provision" + path);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
      Consent consent =
          provision(
              """
              {"purpose": [{"display": "Treatment"}], "provision": [{"code": [{"text": "x"}]}]}
              """);
      assertThat(read(consent.setPatient(null)).problems())
          .extracting(ConsentProblem::path)
          .containsExactly(
              "Consent.patient",
              "Consent.provision.purpose[0]",
              "Consent.provision.provision[0].type");
    }
  }

  @Nested
  class Actors {

    private List<Actor> actors(String type, String reference) {
      Consent consent =
          provision(
              """
              {"type": "%s", "actor": [{"role": {"coding": [{"system": "urn:r", "code": "IRCP"}]},
                "reference": %s}]}
              """
                  .formatted(type, reference));
      ConsentReading.Readable readable = (ConsentReading.Readable) read(consent);
      return ((Criterion.Actors) readable.directive().root().criteria().get(0)).actors();
    }

    private ConsentReference one(String type, String reference) {
      List<Actor> actors = actors(type, reference);
      assertThat(actors).hasSize(1);
      return actors.get(0).reference();
    }

    @Test
    void aResourceOfThisServer() {
      assertThat(actors("permit", "{\"reference\": \"Practitioner/doctor\"}"))
          .containsExactly(
              new Actor(new Code("urn:r", "IRCP"), new ConsentReference.Local(DOCTOR)));
      assertThat(one("deny", "{\"reference\": \"http://here/fhir/Practitioner/doctor\"}"))
          .isEqualTo(new ConsentReference.Local(DOCTOR));
    }

    @Test
    void anIdentifierBesideAReferenceCountsToo() {
      assertThat(
              actors(
                  "permit",
                  """
                  {"reference": "Practitioner/doctor", "identifier": {"system": "urn:l", "value": "1"}}
                  """))
          .extracting(Actor::reference)
          .containsExactly(
              new ConsentReference.Local(DOCTOR),
              new ConsentReference.Logical(new BusinessIdentifier("urn:l", "1")));
    }

    @Test
    void anIdentifierThatNobodyHasIsUnknown() {
      String json = "{\"identifier\": {\"system\": \"urn:l\", \"value\": \"nobody\"}}";
      assertThat(one("deny", json)).isEqualTo(new ConsentReference.Unresolvable(""));
      assertThat(
              read(provision("{\"type\": \"permit\", \"actor\": [{\"reference\": " + json + "}]}"))
                  .problems())
          .extracting(ConsentProblem::path)
          .containsExactly("Consent.provision.actor[0].reference");
      assertThat(
              actors(
                  "permit",
                  """
                  {"reference": "Practitioner/doctor", "identifier": {"value": "nobody"}}
                  """))
          .extracting(Actor::reference)
          .containsExactly(new ConsentReference.Local(DOCTOR));
    }

    @Test
    void aContainedResourceCountsByItsIdentifiers() {
      Consent consent =
          parse(
              """
              "contained": [{"resourceType": "Practitioner", "id": "d",
                             "identifier": [{"system": "urn:l", "value": "1"}]}],
              "provision": {"type": "permit", "actor": [{"reference": {"reference": "#d"}}]}
              """);
      assertThat(readable(consent).root().criteria())
          .containsExactly(
              new Criterion.Actors(
                  List.of(
                      new Actor(
                          null,
                          new ConsentReference.Logical(new BusinessIdentifier("urn:l", "1"))))));
    }

    @ParameterizedTest
    @CsvSource({"http://elsewhere/fhir/Practitioner/doctor", "urn:uuid:1", "Practitioner/nobody"})
    void anUnknownOneStaysInADeny(String reference) {
      String json = "{\"reference\": \"" + reference + "\"}";
      assertThat(one("deny", json)).isEqualTo(new ConsentReference.Unresolvable(reference));
      assertThat(
              read(provision("{\"type\": \"deny\", \"actor\": [{\"reference\": " + json + "}]}"))
                  .problems())
          .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"http://elsewhere/fhir/Practitioner/doctor", "urn:uuid:1", "Practitioner/nobody"})
    void anUnknownOneInAPermitIsAReasonToRefuseItWhenItIsWritten(String reference) {
      ConsentReading reading =
          read(
              provision(
                  "{\"type\": \"permit\", \"actor\": [{\"reference\": {\"reference\": \""
                      + reference
                      + "\"}}]}"));
      assertThat(reading).isInstanceOf(ConsentReading.Readable.class);
      assertThat(reading.problems())
          .extracting(ConsentProblem::path)
          .containsExactly("Consent.provision.actor[0].reference");
    }
  }

  /** What a Consent amounts to that is stored all the same. */
  @Nested
  class InForce {

    private static final String UNREADABLE =
        "\"action\": [{\"text\": \"look\"}], \"purpose\": [{\"code\": \"TREAT\"}]";

    private Provision denialOfAllButThePatient(Criterion... criteria) {
      Provision exception =
          new Provision(
              "Consent.patient",
              ProvisionType.PERMIT,
              List.of(
                  new Criterion.Actors(
                      List.of(
                          new Actor(
                              null, new ConsentReference.Local(new ResourceRef("Patient", "p")))))),
              List.of());
      return new Provision(
          "Consent.provision", ProvisionType.DENY, List.of(criteria), List.of(exception));
    }

    @Test
    void whatCanBeComputedSaysWhatItSays() {
      Consent consent = provision("{\"type\": \"permit\"}");
      assertThat(read(consent).inForce()).contains(readable(consent));
    }

    @Test
    void whatCannotBeComputedDeniesAllToAllButThePatient() {
      ConsentDirective directive =
          read(provision("{\"type\": \"permit\", " + UNREADABLE + "}")).inForce().orElseThrow();
      assertThat(directive.source()).isEqualTo("Consent/c/_history/3");
      assertThat(directive.patient()).isEqualTo(new ResourceRef("Patient", "p"));
      assertThat(directive.active()).isTrue();
      assertThat(directive.root()).isEqualTo(denialOfAllButThePatient());
    }

    @Test
    void onlyInItsPeriod() {
      String period = "\"period\": {\"end\": \"2022-06-30T12:00:00Z\"}, ";
      assertThat(read(provision("{" + period + UNREADABLE + "}")).inForce().orElseThrow().root())
          .isEqualTo(
              denialOfAllButThePatient(
                  new Criterion.Period(
                      new TimeRange(null, Instant.parse("2022-06-30T12:00:01Z")))));
    }

    @Test
    void alwaysIfItsPeriodCannotBeRead() {
      String period = "{\"period\": {\"start\": \"2023\", \"end\": \"2022\"}}";
      assertThat(read(provision(period)).inForce().orElseThrow().root())
          .isEqualTo(denialOfAllButThePatient());
    }

    @Test
    void onlyForResearchIfItIsAboutThat() {
      Consent consent = provision("{" + UNREADABLE + "}");
      consent.getScope().getCodingFirstRep().setCode("research");
      assertThat(read(consent).inForce().orElseThrow().scope()).isEqualTo(ConsentScope.RESEARCH);
    }

    @Test
    void forAnyPurposeIfNobodyKnowsWhatItIsAbout() {
      Consent consent = parse("").setScope(null);
      assertThat(read(consent).inForce().orElseThrow().scope())
          .isEqualTo(ConsentScope.PATIENT_PRIVACY);
      assertThat(ConsentReader.isAboutAccess(consent)).isTrue();
    }

    @Test
    void notIfItIsAboutSomethingElse() {
      Consent consent = parse("\"implicitRules\": \"urn:x\"");
      consent.getScope().getCodingFirstRep().setCode("treatment");
      assertThat(read(consent)).isInstanceOf(ConsentReading.Refused.class);
      assertThat(read(consent).inForce()).isEmpty();
      assertThat(ConsentReader.isAboutAccess(consent)).isFalse();
    }

    @Test
    void notIfItIsOver() {
      Consent consent = provision("{" + UNREADABLE + "}");
      consent.setStatus(Consent.ConsentState.INACTIVE);
      assertThat(read(consent).inForce().orElseThrow().active()).isFalse();
    }

    @Test
    void nobodysIfItNamesNoPatient() {
      assertThat(read(parse("").setPatient(new Reference("Group/g"))).inForce()).isEmpty();
    }
  }
}
