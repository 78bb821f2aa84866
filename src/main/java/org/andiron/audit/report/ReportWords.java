package org.andiron.audit.report;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.andiron.audit.report.ReportedEvent.Basis;
import org.andiron.audit.report.ReportedEvent.Purpose;
import org.andiron.security.page.words.TypeWords;

/** What events say, in words of one language. */
final class ReportWords {

  static final String BUNDLE = "audit/access-report";

  private final Locale locale;
  private final ResourceBundle texts;
  private final TypeWords types;
  private final ZoneId zone;
  private final DateTimeFormatter days;
  private final DateTimeFormatter times;
  private final DateTimeFormatter moments;

  /**
   * @param zone in which times are told
   */
  ReportWords(ReportLanguage language, ZoneId zone) {
    this.locale = language.locale();
    this.zone = zone;
    this.texts =
        ResourceBundle.getBundle(
            BUNDLE,
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    this.types = new TypeWords(locale);
    this.days = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale);
    this.times = DateTimeFormatter.ofPattern("HH:mm:ss", locale).withZone(zone);
    this.moments =
        new DateTimeFormatterBuilder()
            .appendLocalized(FormatStyle.LONG, null)
            .appendLiteral(' ')
            .appendPattern("HH:mm")
            .toFormatter(locale)
            .withZone(zone);
  }

  String text(String key, Object... arguments) {
    String text = texts.getString(key);
    return arguments.length == 0 ? text : new MessageFormat(text, locale).format(arguments);
  }

  private Optional<String> textIfAny(String key) {
    return texts.containsKey(key) ? Optional.of(texts.getString(key)) : Optional.empty();
  }

  String list(List<String> parts) {
    return parts.isEmpty() ? "" : types.list(parts);
  }

  LocalDate day(Instant time) {
    return time.atZone(zone).toLocalDate();
  }

  String day(LocalDate day) {
    return days.format(day);
  }

  String time(Instant time) {
    return times.format(time);
  }

  String moment(Instant time) {
    return moments.format(time);
  }

  String zone() {
    return zone.getDisplayName(TextStyle.FULL, locale) + " (" + zone.getId() + ')';
  }

  /** What was done, as in "Read". */
  String activity(ReportedEvent event) {
    return event
        .kind()
        .map(it -> text("kind." + it.code()))
        .orElseGet(() -> text("foreign." + foreign(event)));
  }

  private String foreign(ReportedEvent event) {
    return event.doing() == Doing.DISCLOSURE
        ? "disclosure"
        : event.action().isEmpty() ? "other" : event.action();
  }

  /** Of what, as in "allergies and intolerances"; empty if that is not known. */
  String data(ReportedEvent event) {
    List<String> parts = new ArrayList<>();
    String operation = event.data().operation();
    if (!operation.isEmpty()) {
      parts.add(
          textIfAny("operation." + operation.substring(1))
              .orElseGet(() -> text("operation", operation)));
    }
    // What is done with the whole of a record says more than that it is that of a Patient.
    boolean ofPatient = event.data().types().equals(List.of("Patient"));
    if (operation.isEmpty() || !ofPatient) {
      event.data().types().stream().map(this::type).forEach(parts::add);
    }
    return list(parts);
  }

  private String type(String type) {
    return types.of(type).orElse(type);
  }

  /** What for; empty if nobody says. */
  String purposes(ReportedEvent event) {
    return list(event.purposes().stream().map(this::purpose).toList());
  }

  private String purpose(Purpose purpose) {
    return textIfAny("purpose." + purpose.code())
        .orElse(purpose.display().isEmpty() ? purpose.code() : purpose.display());
  }

  /** What permitted or denied it; empty if nothing did. */
  String bases(ReportedEvent event) {
    return list(event.bases().stream().map(this::basis).distinct().toList());
  }

  private String basis(Basis basis) {
    String permits = basis.permits() ? "permit" : "deny";
    return basis.consent().isEmpty()
        ? basis.policy().isEmpty()
            ? text("basis.unknown." + permits)
            : text("basis.policy." + permits, basis.policy())
        : text("basis.consent." + permits, basis.consent().replace("/_history/", " v"));
  }

  /** How it ended. */
  String result(ReportedEvent event) {
    if (event.result().done()) {
      return text("result.done");
    }
    String why =
        event
            .result()
            .failure()
            .map(it -> text("failure." + it.name()))
            .orElse(event.result().text());
    return why.isEmpty() ? text("result.refused") : text("result.refused.why", why);
  }

  /** Who it was. */
  String who(Participant who) {
    return switch (who.kind()) {
      case SELF -> text("who.self");
      case PERSON -> who.number() > 0 ? text("who.number", who.number()) : nameOf(who);
      case APP -> text("who.app", who.name());
      case SERVER -> text("who.server");
      case UNKNOWN -> text("who.unknown");
    };
  }

  private String nameOf(Participant who) {
    return who.name().isEmpty() ? text("who.nameless") : who.name();
  }

  /** What they are, as in "physician, Ward 3"; empty if nothing is known. */
  String position(Participant who, String organization) {
    List<String> parts = new ArrayList<>();
    who.roles().stream().map(this::role).forEach(parts::add);
    if (!organization.isEmpty()) {
      parts.add(organization);
    }
    return String.join(text("comma"), parts);
  }

  String role(String role) {
    return textIfAny("role." + role).orElse(role);
  }
}
