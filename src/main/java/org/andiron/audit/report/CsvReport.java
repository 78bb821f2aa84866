package org.andiron.audit.report;

import java.io.IOException;
import java.io.Writer;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import org.andiron.audit.report.Participant.Kind;
import org.andiron.audit.report.ReportedEvent.Basis;
import org.andiron.audit.report.ReportedEvent.Origin;

/**
 * A report as a table: a line of headings, then a line for each event. It begins with U+FEFF, by
 * which spreadsheets know that it is UTF-8. A value that a spreadsheet would take for a formula has
 * an apostrophe before it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
public final class CsvReport {

  static final List<String> COLUMNS =
      List.of(
          "time",
          "event",
          "kind",
          "activity",
          "data",
          "resources",
          "result",
          "who",
          "self",
          "roles",
          "organization",
          "app",
          "behalf",
          "purpose",
          "basis",
          "consents",
          "emergency",
          "reason",
          "recipient",
          "reporter",
          "claimed");

  private final ReportLanguage language;

  public CsvReport(ReportLanguage language) {
    this.language = language;
  }

  /** Writes it. */
  public void write(AccessReport report, Writer out) throws IOException {
    ReportWords words = new ReportWords(language, report.subject().zone());
    out.write('\uFEFF');
    line(out, COLUMNS.stream().map(it -> words.text("column." + it)).toList());
    for (Iterator<ReportedEvent> events = report.events(); events.hasNext(); ) {
      line(out, values(events.next(), words));
    }
  }

  private static List<String> values(ReportedEvent event, ReportWords words) {
    return List.of(
        event.recorded().truncatedTo(ChronoUnit.MILLIS).toString(),
        event.id().toString(),
        event.kind().map(it -> it.code()).orElse(""),
        words.activity(event),
        words.data(event),
        String.join(" ", event.data().resources()),
        words.result(event),
        words.who(event.who()),
        words.text(event.who().kind() == Kind.SELF ? "yes" : "no"),
        words.list(event.who().roles().stream().map(words::role).toList()),
        event.organization(),
        event.app(),
        event.behalf(),
        words.purposes(event),
        words.bases(event),
        String.join(
            " ", event.bases().stream().map(Basis::consent).filter(it -> !it.isEmpty()).toList()),
        words.text(event.emergency() ? "yes" : "no"),
        event.reason(),
        event.recipient(),
        event.origin().map(Origin::reporter).orElse(""),
        event.origin().flatMap(Origin::claimed).map(Object::toString).orElse(""));
  }

  private static void line(Writer out, List<String> values) throws IOException {
    String comma = "";
    for (String value : values) {
      out.write(comma);
      out.write('"');
      out.write(harmless(value).replace("\"", "\"\""));
      out.write('"');
      comma = ",";
    }
    out.write("\r\n");
  }

  /**
   * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
   */
  private static String harmless(String value) {
    return !value.isEmpty() && "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20".indexOf(value.charAt(0)) >= 0
        ? '\'' + value
        : value;
  }
}
