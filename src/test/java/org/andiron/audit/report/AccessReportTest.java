package org.andiron.audit.report;

import static org.andiron.audit.report.SampleLog.DOCTOR;
import static org.andiron.audit.report.SampleLog.NURSE;
import static org.andiron.audit.report.SampleLog.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.andiron.audit.event.ClientApp;
import org.andiron.audit.event.ConsentBasis;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.FailureReason;
import org.andiron.audit.event.NetworkAddress;
import org.andiron.audit.event.Outcome;
import org.andiron.audit.event.RawQuery;
import org.andiron.audit.event.Requester;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the forms of a report say of the same log, and what they do not say. */
class AccessReportTest {

  private static final ReportLanguage ENGLISH = ReportLanguage.ENGLISH;
  private static final Requester BACKEND =
      new Requester(
          Optional.of(
              new ClientApp(
                  Optional.of("registry"), "Cancer Registry", NetworkAddress.ip("198.51.100.4"))),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of("token-of-registry"),
          List.of());

  /** One of everything, from the newest to the oldest. */
  private static SampleLog log() {
    return new SampleLog()
        .read(SELF, "Observation/o1/_history/1")
        .search(DOCTOR, "Observation?patient=p1&subject=Patient/secret-neighbour")
        .add(
            EventKind.READ,
            DOCTOR,
            it ->
                it.data(DataObject.resource("Condition/c1/_history/2"))
                    .consents(
                        List.of(
                            new ConsentBasis(
                                "p1", Optional.of("Consent/k1/_history/3"), "", true, "rule"))))
        .add(
            EventKind.BREAK_GLASS_START,
            NURSE,
            it -> it.reason("Unconscious, brought in by ambulance"))
        .add(
            EventKind.READ,
            NURSE,
            it ->
                it.data(DataObject.resource("Observation/hiv"))
                    .outcome(Outcome.refusal(FailureReason.WITHHELD_BY_CONSENT, 404))
                    .consents(
                        List.of(
                            new ConsentBasis("p1", Optional.empty(), "urn:law", false, "rule"))))
        .add(EventKind.EXPORT_CONTENT, BACKEND, it -> it.data(DataObject.resource("Patient/p1")))
        .add(
            EventKind.OPERATION,
            DOCTOR,
            it ->
                it.query(
                    RawQuery.get("https://fhir.example.org/fhir/Patient/p1/$everything?_count=9")))
        .add(foreign(), true);
  }

  private static AuditEvent foreign() {
    AuditEvent event = new AuditEvent();
    event.getType().setSystem("http://dicom.nema.org/resources/ontology/DCM").setCode("110112");
    event.setAction(AuditEvent.AuditEventAction.R);
    event.setRecorded(Date.from(SampleLog.LAST));
    event.setOutcomeDesc("seen by Dr. Gray");
    event.getText().setDivAsString("<div>Dr. Gray</div>");
    Practitioner contained = new Practitioner();
    contained.addName().setFamily("Gray");
    contained.setId("x");
    event.addContained(contained);
    event
        .addAgent()
        .setWho(new Reference("Practitioner/9").setDisplay("Dr. Gray"))
        .setName("Dr. Gray")
        .setAltId("gray")
        .setRequestor(true)
        .getType()
        .addCoding()
        .setCode("110150");
    event
        .addAgent()
        .setWho(new Reference("Device/pacs").setDisplay("PACS of Dr. Gray"))
        .setRequestor(false);
    event
        .getSource()
        .setObserver(
            new Reference()
                .setDisplay("PACS of Dr. Gray")
                .setIdentifier(new Identifier().setValue("pacs-gray")));
    event
        .addEntity()
        .setWhat(new Reference("Patient/p1").setDisplay("from Dr. Gray"))
        .setName("for Dr. Gray")
        .getType()
        .setCode("1");
    event.addEntity().setWhat(new Reference("ImagingStudy/i1"));
    return event;
  }

  private static List<CSVRecord> table(String csv) {
    assertThat(csv).startsWith("\uFEFF").endsWith("\r\n");
    try {
      return CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .build()
          .parse(new StringReader(csv.substring(1)))
          .getRecords();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Bundle bundle(String json) {
    return FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, json);
  }

  @Test
  void theBundleHasEachEventAsItIsButForWhatWasAsked() {
    SampleLog log = log();
    Bundle bundle = bundle(log.json(StaffNames.NAMES));
    assertThat(bundle.getType()).isEqualTo(Bundle.BundleType.COLLECTION);
    assertThat(bundle.getEntry())
        .extracting(it -> it.getResource().getIdElement().getIdPart())
        .containsExactlyElementsOf(log.records().stream().map(it -> it.id().toString()).toList());
    AuditEvent search = (AuditEvent) bundle.getEntry().get(1).getResource();
    assertThat(search.getEntity().get(1).getQuery()).isNull();
    assertThat(search.getEntity().get(1).getQueryElement().getExtension()).hasSize(1);
    assertThat(bundle.getEntry().get(1).getFullUrl())
        .isEqualTo("https://fhir.example.org/fhir/AuditEvent/" + log.records().get(1).id());
    assertThat(log.json(StaffNames.NAMES)).contains("Dr. Lin").doesNotContain("secret-neighbour");
    Bundle xml =
        FhirContext.forR4Cached()
            .newXmlParser()
            .parseResource(Bundle.class, log.xml(StaffNames.NAMES));
    assertThat(xml.equalsDeep(bundle)).isTrue();
    assertThat(log.json(StaffNames.NAMES)).contains("Consent/k1/_history/3");
    assertThat(log.xml(StaffNames.NAMES)).contains("Consent/k1/_history/3");
  }

  @Test
  void aBundleOfNothingHasNoEntries() {
    assertThat(bundle(new SampleLog().json(StaffNames.NAMES)).getEntry()).isEmpty();
  }

  @Test
  void theTableSaysWhoDidWhatWhyAndByWhatPermission() {
    List<CSVRecord> rows = table(log().csv(StaffNames.NAMES, ENGLISH));
    assertThat(rows).hasSize(8);
    assertThat(rows.get(0).get("By the patient")).isEqualTo("yes");
    assertThat(rows.get(0).get("Who")).isEqualTo("The patient");
    assertThat(rows.get(1).get("Data"))
        .isEqualTo("laboratory results, vital signs and other observations");
    assertThat(rows.get(1).get("What was done")).isEqualTo("Searched");
    assertThat(rows.get(1).get("By the patient")).isEqualTo("no");
    assertThat(rows.get(2).get("Who")).isEqualTo("Dr. Lin");
    assertThat(rows.get(2).get("Roles")).isEqualTo("physician");
    assertThat(rows.get(2).get("Organization")).isEqualTo("Ward 3");
    assertThat(rows.get(2).get("App")).isEqualTo("growth-chart");
    assertThat(rows.get(2).get("Purpose")).isEqualTo("treatment");
    assertThat(rows.get(2).get("Permission")).isEqualTo("permitted by Consent/k1 v3");
    assertThat(rows.get(2).get("Consents")).isEqualTo("Consent/k1/_history/3");
    assertThat(rows.get(2).get("Resources")).isEqualTo("Condition/c1/_history/2");
    assertThat(rows.get(2).get("Time (UTC)")).isEqualTo("2026-03-05T09:58:00Z");
    assertThat(rows.get(3).get("Emergency")).isEqualTo("yes");
    assertThat(rows.get(3).get("Reason given")).isEqualTo("Unconscious, brought in by ambulance");
    assertThat(rows.get(4).get("Result")).isEqualTo("refused: withheld by a consent or policy");
    assertThat(rows.get(4).get("Permission")).isEqualTo("denied by the policy urn:law");
    assertThat(rows.get(5).get("Given to")).isEqualTo("Cancer Registry, 198.51.100.4");
    assertThat(rows.get(5).get("Who")).isEqualTo("App Cancer Registry");
    assertThat(rows.get(5).get("Data")).startsWith("personal details");
    assertThat(rows.get(6).get("Data")).isEqualTo("the whole record");
    assertThat(rows.get(7).get("Reported by")).isEqualTo("PACS of Dr. Gray");
    assertThat(rows.get(7).get("Who")).isEqualTo("Dr. Gray");
    assertThat(rows.get(7).get("Kind")).isEmpty();
  }

  @Test
  void whatASpreadsheetWouldComputeIsText() {
    Requester evil =
        SampleLog.user("evil", "=HYPERLINK(\"http://x\";\"y\")", "Practitioner/6", "x");
    String csv =
        new SampleLog()
            .read(evil, "Observation/1")
            .add(EventKind.BREAK_GLASS_START, NURSE, it -> it.reason("+1, \"quoted\"; @x"))
            .csv(StaffNames.NAMES, ENGLISH);
    List<CSVRecord> rows = table(csv);
    assertThat(rows.get(0).get("Who")).isEqualTo("'=HYPERLINK(\"http://x\";\"y\")");
    assertThat(rows.get(1).get("Reason given")).isEqualTo("'+1, \"quoted\"; @x");
    assertThat(csv).doesNotContain("\"=").doesNotContain("\"+");
  }

  @Test
  void thePageCountsAndGroupsByDayAndPerson() {
    Document page = Jsoup.parse(log().html(StaffNames.NAMES, ENGLISH));
    assertThat(page.selectFirst("html").attr("lang")).isEqualTo("en");
    assertThat(page.select(".totals li").eachText())
        .containsExactly(
            "8 Entries",
            "5 Viewed or searched",
            "0 Added, changed or removed",
            "1 Given to other systems",
            "1 Refused attempts",
            "1 Emergency access",
            "1 By the patient",
            "1 Reported by other systems");
    assertThat(page.select(".day h3").eachText()).containsExactly("Thursday, March 5, 2026");
    assertThat(page.select(".day details > summary strong").eachText())
        .containsExactly(
            "The patient", "Dr. Lin", "Nurse Okoro", "App Cancer Registry", "Dr. Gray");
    Element doctor = page.select(".day details").get(1);
    assertThat(doctor.selectFirst("summary").text())
        .contains("physician, Ward 3", "viewed 3 times", "10:54:00 to 10:59:00");
    assertThat(doctor.select("li")).hasSize(3);
    Element nurse = page.select(".day details").get(2);
    assertThat(nurse.select("summary .tag").eachText()).containsExactly("Emergency", "Refused");
    assertThat(nurse.text()).contains("Unconscious, brought in by ambulance");
    assertThat(page.select(".day details").get(3).text())
        .contains("Given to others", "Cancer Registry, 198.51.100.4");
    assertThat(page.select("footer").text()).isEqualTo("End of the report: 8 entries.");
    assertThat(page.select("section > details tbody tr")).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void thePageListsEveryEventAndNeedsNothingElse(ReportLanguage language) {
    SampleLog log = log();
    String html = log.html(StaffNames.NAMES, language);
    for (var it : log.records()) {
      assertThat(html).containsOnlyOnce(it.id().toString());
    }
    Document page = Jsoup.parse(html);
    assertThat(page.selectFirst("html").attr("lang")).isEqualTo(language.tag());
    assertThat(page.select("script, link, img, iframe, [src], [href], [onclick], [style]"))
        .isEmpty();
    assertThat(page.text()).doesNotContain("??").doesNotContain("secret-neighbour");
    assertThat(page.select("[^th:], [^xmlns:]")).isEmpty();
    assertThat(page.select("h1")).hasSize(1);
  }

  @Test
  void thePageIsTheSameInTheOtherLanguage() {
    Document page = Jsoup.parse(log().html(StaffNames.NAMES, ReportLanguage.SIMPLIFIED_CHINESE));
    assertThat(page.selectFirst("h1").text()).isEqualTo("谁使用过这份健康档案");
    assertThat(page.text()).contains("紧急访问", "治疗", "整份档案", "Ward 3", "2026年3月5日");
    assertThat(page.select(".day li p strong").eachText())
        .containsExactly("查看", "检索", "查看", "调用", "开始紧急访问", "查看", "写入导出文件", "查看");
  }

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void namesAndReasonsAreNoMarkup(ReportLanguage language) {
    String evil = "<script>alert('1')</script>\"><img src=x onerror=y>";
    SampleLog log =
        new SampleLog()
            .read(SampleLog.user("e", evil, "Practitioner/6", evil), "Observation/1")
            .add(EventKind.BREAK_GLASS_START, NURSE, it -> it.reason(evil));
    String html = log.html(StaffNames.NAMES, language);
    Document page = Jsoup.parse(html);
    assertThat(page.select("script, img")).isEmpty();
    assertThat(page.select("summary strong").eachText()).contains(evil);
    assertThat(page.text()).contains(evil);
  }

  @Test
  void staffHaveNumbersWhereNamesAreNotTold() {
    SampleLog log = log();
    List<String> forms =
        List.of(
            log.json(StaffNames.ROLES),
            log.xml(StaffNames.ROLES),
            log.csv(StaffNames.ROLES, ENGLISH),
            log.html(StaffNames.ROLES, ENGLISH));
    for (String form : forms) {
      for (String name :
          List.of(
              "Lin",
              "dr.lin",
              "Okoro",
              "n.okoro",
              "Practitioner/7",
              "Practitioner/8",
              "Gray",
              "gray",
              "Practitioner/9",
              "token-of-dr",
              "token-of-n")) {
        assertThat(form).doesNotContain(name);
      }
    }
    List<CSVRecord> rows = table(forms.get(2));
    assertThat(rows)
        .extracting(it -> it.get("Who"))
        .containsExactly(
            "The patient",
            "Person 1",
            "Person 1",
            "Person 2",
            "Person 2",
            "App Cancer Registry",
            "Person 1",
            "Person 3");
    assertThat(rows.get(1).get("Roles")).isEqualTo("physician");
    assertThat(rows.get(1).get("Organization")).isEqualTo("Ward 3");
    Bundle bundle = bundle(forms.get(0));
    AuditEvent own = (AuditEvent) bundle.getEntry().get(0).getResource();
    assertThat(own.getAgent()).anyMatch(it -> "Anna Patient".equals(it.getName()));
    AuditEvent doctors = (AuditEvent) bundle.getEntry().get(1).getResource();
    assertThat(doctors.getMeta().getSecurity())
        .extracting(it -> it.getCode())
        .containsExactly("REDACTED");
    assertThat(doctors.getAgent()).allMatch(it -> !it.hasNetwork() && it.getPolicy().isEmpty());
    assertThat(Jsoup.parse(forms.get(3)).select(".day summary strong").eachText())
        .containsExactly("The patient", "Person 1", "Person 2", "App Cancer Registry", "Person 3");
  }

  @Test
  void relativesAreNamedWhateverThePolicy() {
    SampleLog log =
        new SampleLog()
            .read(SampleLog.user("bo", "Bo Patient", "RelatedPerson/r1", "relative"), "Patient/p1")
            .read(SampleLog.user("cy", "Cy Else", "Patient/p2", "patient"), "Patient/p1");
    List<CSVRecord> rows = table(log.csv(StaffNames.ROLES, ENGLISH));
    assertThat(rows).extracting(it -> it.get("Who")).containsExactly("Bo Patient", "Person 1");
    assertThat(log.json(StaffNames.ROLES)).doesNotContain("Patient/p2").doesNotContain("Cy Else");
  }

  @Test
  void aDayWithVeryMuchComesInParts() {
    SampleLog log = new SampleLog();
    AuditEvent event = foreign();
    for (int i = 0; i < 3_000; i++) {
      log.add(event, true);
    }
    Document page = Jsoup.parse(log.html(StaffNames.NAMES, ENGLISH));
    assertThat(page.select(".day li")).hasSize(3_000);
    assertThat(page.select(".day")).hasSize(3);
    String bytes = log.csv(StaffNames.NAMES, ENGLISH);
    assertThat(bytes.getBytes(StandardCharsets.UTF_8)).startsWith(0xEF, 0xBB, 0xBF);
  }
}
