package org.andiron.audit.report;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Date;
import java.util.Iterator;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.InstantType;

/**
 * A report as a Bundle of type {@code collection}, whose entries are written one by one.
 *
 * @see <a href="https://hl7.org/fhir/R4/bundle.html">Bundle</a>
 */
public final class BundleReport {

  private static final FhirContext R4 = FhirContext.forR4Cached();

  private final String base;

  /**
   * @param base URL of the FHIR endpoint, for {@code fullUrl}
   */
  public BundleReport(String base) {
    this.base = base;
  }

  /** In JSON. */
  public void writeJson(AccessReport report, Writer out) throws IOException {
    IParser parser = R4.newJsonParser().setStripVersionsFromReferences(false);
    out.write("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"timestamp\":\"");
    out.write(timestamp(report));
    out.write('"');
    String before = ",\"entry\":[";
    for (Iterator<AccessReport.Entry> entries = report.entries(); entries.hasNext(); ) {
      AuditEvent event = entries.next().event();
      out.write(before);
      out.write("{\"fullUrl\":" + quoted(fullUrl(event)) + ",\"resource\":");
      out.write(parser.encodeResourceToString(event));
      out.write('}');
      before = ",";
    }
    out.write(before.equals(",") ? "]}" : "}");
  }

  /** In XML. */
  public void writeXml(AccessReport report, Writer out) throws IOException {
    IParser parser = R4.newXmlParser().setStripVersionsFromReferences(false);
    out.write(
        "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"collection\"/><timestamp value=\"");
    out.write(timestamp(report));
    out.write("\"/>");
    for (Iterator<AccessReport.Entry> entries = report.entries(); entries.hasNext(); ) {
      AuditEvent event = entries.next().event();
      out.write("<entry><fullUrl value=\"" + escaped(fullUrl(event)) + "\"/><resource>");
      out.write(parser.encodeResourceToString(event));
      out.write("</resource></entry>");
    }
    out.write("</Bundle>");
  }

  private String fullUrl(AuditEvent event) {
    return base + "/AuditEvent/" + event.getIdElement().getIdPart();
  }

  private static String timestamp(AccessReport report) {
    Instant made = report.subject().made();
    return new InstantType(Date.from(made)).setTimeZoneZulu(true).getValueAsString();
  }

  /** A URL in JSON. */
  private static String quoted(String url) {
    return '"' + url.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** A URL in XML. */
  private static String escaped(String url) {
    return url.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
