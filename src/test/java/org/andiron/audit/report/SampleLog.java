package org.andiron.audit.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.ClientApp;
import org.andiron.audit.event.Code;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.HumanUser;
import org.andiron.audit.event.NetworkAddress;
import org.andiron.audit.event.Party;
import org.andiron.audit.event.RawQuery;
import org.andiron.audit.event.Requester;
import org.andiron.audit.event.ServerNode;
import org.andiron.audit.query.AuditRecord;
import org.andiron.audit.store.Row;
import org.hl7.fhir.r4.model.AuditEvent;

/** Records of a patient p1 as the log would have them, and reports of them. */
final class SampleLog {

  static final ServerNode SERVER =
      new ServerNode(URI.create("https://fhir.example.org/fhir"), "Andiron", "node-1");
  static final Instant LAST = Instant.parse("2026-03-05T10:00:00Z");
  static final ClientApp APP =
      new ClientApp(Optional.of("growth-chart"), "", NetworkAddress.ip("192.0.2.7"));
  static final Requester DOCTOR = user("dr.lin", "Dr. Lin", "Practitioner/7", "physician");
  static final Requester NURSE = user("n.okoro", "Nurse Okoro", "Practitioner/8", "nurse");
  static final Requester SELF = user("anna", "Anna Patient", "Patient/p1", "patient");

  private final List<AuditRecord> records = new ArrayList<>();

  static Requester user(String subject, String name, String resource, String role) {
    return new Requester(
        Optional.of(APP),
        Optional.of(
            new HumanUser(
                "https://fhir.example.org", subject, name, Optional.of(resource), Set.of(role))),
        resource.startsWith("Practitioner/")
            ? Optional.of(new Party(Optional.of("Organization/3"), ""))
            : Optional.empty(),
        Optional.empty(),
        Optional.of("token-of-" + subject),
        List.of(Code.purpose("TREAT")));
  }

  /** Adds an event one minute before the last that was added. */
  SampleLog add(EventKind kind, Requester requester, Consumer<AuditedEvent.Builder> more) {
    AuditedEvent.Builder event =
        AuditedEvent.of(kind, LAST.minus(records.size(), ChronoUnit.MINUTES), SERVER, requester)
            .patients(List.of("p1"));
    more.accept(event);
    AuditEvent resource = AuditEvents.toFhir(event.build());
    return add(resource, false);
  }

  SampleLog add(AuditEvent resource, boolean foreign) {
    Instant recorded = LAST.minus(records.size(), ChronoUnit.MINUTES);
    var id = Row.newId(recorded);
    resource.setId(id.toString());
    records.add(
        new AuditRecord(
            id,
            recorded,
            new String(AuditEvents.canonicalJson(resource), StandardCharsets.UTF_8),
            foreign));
    return this;
  }

  SampleLog read(Requester requester, String resource) {
    return add(EventKind.READ, requester, it -> it.data(DataObject.resource(resource)));
  }

  SampleLog search(Requester requester, String query) {
    return add(
        EventKind.SEARCH_TYPE,
        requester,
        it -> it.query(RawQuery.get("https://fhir.example.org/fhir/" + query)));
  }

  List<AuditRecord> records() {
    return records;
  }

  AccessReport report(StaffNames names) {
    return new AccessReport(
        new AccessReport.Subject(
            "p1", Optional.empty(), LAST, LAST, ZoneId.of("Europe/Berlin"), names),
        records,
        it -> it.equals("Organization/3") ? "Ward 3" : it);
  }

  String json(StaffNames names) {
    return written(
        out -> new BundleReport("https://fhir.example.org/fhir").writeJson(report(names), out));
  }

  String xml(StaffNames names) {
    return written(
        out -> new BundleReport("https://fhir.example.org/fhir").writeXml(report(names), out));
  }

  String csv(StaffNames names, ReportLanguage language) {
    return written(out -> new CsvReport(language).write(report(names), out));
  }

  String html(StaffNames names, ReportLanguage language) {
    HtmlReport html = new HtmlReport();
    return written(out -> html.write(html.prepare(report(names), language), out));
  }

  private interface Writing {
    void to(Writer out) throws IOException;
  }

  private static String written(Writing writing) {
    StringWriter out = new StringWriter();
    try {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
