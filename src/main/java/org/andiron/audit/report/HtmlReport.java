package org.andiron.audit.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * A report as one page of HTML that needs nothing else: no script, no picture, no other file. The
 * report is gone through twice, for what stands at the top and for the rest.
 */
public final class HtmlReport {

  private final SpringTemplateEngine templates = new SpringTemplateEngine();
  private final String style = style();

  /** Reads its parts. */
  public HtmlReport() {
    ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver();
    resolver.setPrefix("templates/audit/");
    resolver.setSuffix(".html");
    resolver.setTemplateMode(TemplateMode.HTML);
    resolver.setCharacterEncoding("UTF-8");
    templates.setTemplateResolver(resolver);
    ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
    messages.setBasename(ReportWords.BUNDLE);
    messages.setDefaultEncoding("UTF-8");
    messages.setFallbackToSystemLocale(false);
    templates.setTemplateEngineMessageSource(messages);
    templates.setEnableSpringELCompiler(false);
  }

  /**
   * A day, or a part of one.
   *
   * @param name as a heading
   * @param date in ISO 8601
   */
  record Day(String name, String date, List<Person> people) {}

  /**
   * Who did something on a day.
   *
   * @param position roles and organization; may be empty
   * @param summary how often what
   * @param data of what; may be empty
   */
  record Person(
      String name,
      String position,
      String times,
      String summary,
      String data,
      List<Tag> tags,
      List<Line> lines) {}

  /** One event. */
  record Line(
      String time, String iso, String activity, String data, List<Tag> tags, List<Fact> facts) {}

  /** What more is known of an event. */
  record Fact(String name, String value) {}

  /** What catches the eye. */
  record Tag(String style, String text) {}

  /** A number of the overview. */
  record Total(String name, int value, String style) {}

  /** A line of the table of all people. */
  record Known(String name, String position, int entries, String last) {}

  /** What a browser has to be told of the style, as {@code style-src}. */
  public String styleSource() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + '\'';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  /**
   * A page whose top is known.
   *
   * @param variables of its template
   */
  public record Prepared(Map<String, Object> variables) {

    public Prepared {
      variables = Map.copyOf(variables);
    }
  }

  /** Goes through a report once, for what stands at the top. */
  public Prepared prepare(AccessReport report, ReportLanguage language) {
    AccessReport.Subject subject = report.subject();
    ReportWords words = new ReportWords(language, subject.zone());
    Totals totals = new Totals();
    report.events().forEachRemaining(totals::add);
    Map<String, Object> variables = new HashMap<>();
    variables.put("language", language);
    variables.put("tag", language.tag());
    variables.put("patient", subject.patient());
    variables.put("style", style);
    variables.put(
        "period",
        subject
            .from()
            .map(it -> words.text("period.text", words.moment(it), words.moment(subject.before())))
            .orElseGet(() -> words.text("period.until", words.moment(subject.before()))));
    variables.put("made", words.moment(subject.made()));
    variables.put("zone", words.zone());
    variables.put("names", words.text("names." + subject.names().name()));
    variables.put("totals", totals(totals, words));
    variables.put("people", totals.people().stream().map(it -> known(it, words)).toList());
    variables.put("events", totals.events());
    variables.put("report", report);
    return new Prepared(variables);
  }

  private static Known known(Totals.Person person, ReportWords words) {
    ReportedEvent last = person.last();
    return new Known(
        words.who(last.who()),
        words.position(last.who(), last.organization()),
        person.events(),
        words.moment(last.recorded()));
  }

  private static List<Total> totals(Totals totals, ReportWords words) {
    List<Total> shown = new ArrayList<>();
    shown.add(new Total(words.text("total.events"), totals.events(), ""));
    for (Doing it : List.of(Doing.VIEW, Doing.CHANGE, Doing.DISCLOSURE)) {
      shown.add(new Total(words.text("total." + it), totals.done(it), ""));
    }
    shown.add(
        new Total(
            words.text("total.refused"), totals.refused(), totals.refused() > 0 ? "warn" : ""));
    shown.add(
        new Total(
            words.text("total.emergency"),
            totals.emergencies(),
            totals.emergencies() > 0 ? "bad" : ""));
    shown.add(new Total(words.text("total.own"), totals.own(), ""));
    if (totals.foreign() > 0) {
      shown.add(new Total(words.text("total.foreign"), totals.foreign(), ""));
    }
    return shown;
  }

  /** Writes a page. */
  public void write(Prepared page, Writer out) {
    ReportLanguage language =
        (ReportLanguage) Objects.requireNonNull(page.variables().get("language"));
    AccessReport report = (AccessReport) Objects.requireNonNull(page.variables().get("report"));
    Iterator<Day> days =
        new HtmlDays(report.events(), new ReportWords(language, report.subject().zone()));
    Map<String, Object> variables = new HashMap<>(page.variables());
    variables.put("days", days);
    templates.process("access-report", new Context(language.locale(), variables), out);
  }

  private static String style() {
    try (InputStream stream =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream("/audit/access-report.css"))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
