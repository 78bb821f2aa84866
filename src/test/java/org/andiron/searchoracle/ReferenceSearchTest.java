package org.andiron.searchoracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** References, chains, reverse chains, hierarchies, lists, canonicals and inclusions. */
class ReferenceSearchTest {

  private static final String PROFILE = "http://acme.com/some-profile";

  private final OracleFixture cohort =
      new OracleFixture()
          .with("gp", new Practitioner(), p -> p.addName().setFamily("Hüber"))
          .with("123", new Patient(), ReferenceSearchTest::patient)
          .with("loc", new Location(), l -> l.setName("House").getMeta().addProfile(PROFILE))
          .with("room", new Location(), l -> l.setPartOf(new Reference("Location/loc")))
          .with("relative", new Observation(), o -> subject(o, "Patient/123"))
          .with("absolute", new Observation(), o -> subject(o, OracleFixture.BASE + "/Patient/123"))
          .with("versioned", new Observation(), o -> subject(o, "Patient/123/_history/2"))
          .with("foreign", new Observation(), o -> subject(o, "http://other.org/fhir/Patient/123"))
          .with("place", new Observation(), o -> subject(o, "Location/room"))
          .with("logical", new Observation(), ReferenceSearchTest::logical)
          .with("contained", new Observation(), ReferenceSearchTest::contained)
          .with("nothing", new Observation(), o -> {})
          .with("report", new DiagnosticReport(), ReferenceSearchTest::report)
          .with("visit", new Encounter(), ReferenceSearchTest::visit)
          .with("list", new ListResource(), ReferenceSearchTest::list);

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "Observation subject=123 absolute,relative,versioned",
        "Observation subject=Patient/123 absolute,relative,versioned",
        "Observation subject=http://example.org/fhir/Patient/123 absolute,relative,versioned",
        "Observation subject=Patient/123/_history/2 versioned",
        "Observation subject=http://other.org/fhir/Patient/123 foreign",
        "Observation subject:Patient=123 absolute,relative,versioned",
        "Observation subject:Location=123 ''",
        "Observation patient=123 absolute,relative,versioned",
        "Observation patient:missing=false absolute,contained,foreign,logical,relative,versioned",
        "Observation patient=room ''",
        "Observation subject:identifier=http://mrn%7C9 logical",
        "Observation subject:identifier=9 logical",
        "Observation subject:missing=true nothing",
        "Observation subject:Patient.name=doe absolute,relative,versioned",
        "Observation subject.name=doe absolute,relative,versioned",
        "Observation subject.name=inner contained",
        "Observation subject:Patient.gender:not=female absolute,contained,relative,versioned",
        "Observation subject:Location.partof.name=house place",
        "DiagnosticReport result.patient.general-practitioner:Practitioner.name=hub report",
        "Patient _has:Observation:patient:status:missing=true 123",
        "Patient _has:Observation:patient:_has:DiagnosticReport:result:status=final 123",
        "Patient _has:Observation:patient:status=final ''",
        "Patient _list=list 123",
        "Observation _list=list relative",
        "Observation _list=absent ''",
        "Encounter location:below=loc visit",
        "Encounter location=loc ''",
        "Encounter location:below=Location/room visit",
        "Location partof:above=room room",
        "Location _profile=http://acme.com/some-profile loc",
        "Location _profile:below=http://acme.com/ loc"
      })
  void findsTheExamplesOfTheSpecification(String type, String query, String expected) {
    assertThat(String.join(",", cohort.ids(type, query))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://acme.com/p, http://acme.com/p|1.0, true",
    "http://acme.com/p|1.0, http://acme.com/p|1.0, true",
    "http://acme.com/p|1, http://acme.com/p|1.0, false",
    "http://acme.com/p|1.0, http://acme.com/p, false"
  })
  void comparesCanonicalsWithTheirVersions(String search, String stored, boolean expected) {
    assertThat(UriTests.same(new CanonicalType(stored), search)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://acme.com/p, http://acme.com/p|1.0, true",
    "http://acme.com/p, http://acme.com/p|2.0, true",
    "http://acme.com/p|1, http://acme.com/p|1.1, true",
    "http://acme.com/p|1, http://acme.com/p|2.0, false"
  })
  void findsWhatIsBelow(String search, String stored, boolean expected) {
    assertThat(UriTests.isBelow(new CanonicalType(stored), search)).isEqualTo(expected);
  }

  @Test
  void includesWhatMatchesReferTo() {
    assertThat(cohort.included("Observation", "_id=relative&_include=Observation:subject"))
        .containsExactly("123");
    assertThat(cohort.included("Observation", "_id=place&_include=Observation:subject:Patient"))
        .isEmpty();
    assertThat(
            cohort.included(
                "DiagnosticReport",
                "_include=DiagnosticReport:result&_include=Observation:subject"))
        .containsExactly("relative");
    assertThat(
            cohort.included(
                "DiagnosticReport",
                "_include=DiagnosticReport:result&_include:iterate=Observation:subject"
                    + "&_include:iterate=Patient:*"))
        .containsExactly("123", "gp", "relative");
    assertThat(cohort.included("Observation", "_id=contained,foreign&_include=*")).isEmpty();
  }

  @Test
  void includesWhatRefersToMatches() {
    assertThat(cohort.included("Patient", "_revinclude=Observation:patient"))
        .containsExactly("absolute", "relative", "versioned");
    assertThat(cohort.included("Location", "_id=room&_revinclude=*:*"))
        .containsExactly("place", "visit");
  }

  @Test
  void refusesAChainThatLeadsNowhere() {
    assertThatThrownBy(() -> cohort.ids("Observation", "subject:Encounter.status=final"))
        .isInstanceOf(BadSearch.class);
    assertThatThrownBy(() -> cohort.ids("Observation", "subject:Patient.nickname=x"))
        .isInstanceOf(BadSearch.class);
    assertThatThrownBy(() -> cohort.ids("Observation", "status.name=x"))
        .isInstanceOf(BadSearch.class);
  }

  private static void patient(Patient patient) {
    patient.setGender(AdministrativeGender.MALE).addName().setFamily("Doe");
    patient.addGeneralPractitioner(new Reference("Practitioner/gp"));
  }

  private static void subject(Observation observation, String reference) {
    observation.setSubject(new Reference(reference));
  }

  private static void logical(Observation observation) {
    observation.setSubject(EdgeDraft.logical("Patient", "http://mrn", "9"));
  }

  private static void contained(Observation observation) {
    Patient inner = new Patient();
    inner.setId("p");
    inner.addName().setFamily("Inner");
    observation.addContained(inner);
    observation.setSubject(new Reference("#p"));
  }

  private static void report(DiagnosticReport report) {
    report.setStatus(DiagnosticReport.DiagnosticReportStatus.FINAL);
    report.addResult(new Reference("Observation/relative"));
  }

  private static void visit(Encounter encounter) {
    encounter.addLocation().setLocation(new Reference("Location/room"));
  }

  private static void list(ListResource list) {
    list.addEntry().setItem(new Reference("Patient/123"));
    list.addEntry().setItem(new Reference(OracleFixture.BASE + "/Observation/relative"));
  }
}
