package org.andiron.security.page.patient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What a user knows of a patient. Texts are empty for what they do not.
 *
 * @param name parts of it
 * @param birthDate the day
 * @param identifier the whole of it
 */
public record PatientQuery(String name, Optional<LocalDate> birthDate, String identifier) {

  private static final int LONGEST = 100;

  /** Reads what was typed; empty if the day is none. */
  static Optional<PatientQuery> of(String name, String birthDate, String identifier) {
    try {
      Optional<LocalDate> day =
          birthDate.isBlank() ? Optional.empty() : Optional.of(LocalDate.parse(birthDate.strip()));
      return Optional.of(new PatientQuery(shortened(name), day, shortened(identifier)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** As they stand in the address of the page. */
  String parameters() {
    return "?name="
        + URLEncoder.encode(name, UTF_8)
        + "&birthdate="
        + birthDate.map(LocalDate::toString).orElse("")
        + "&identifier="
        + URLEncoder.encode(identifier, UTF_8);
  }

  private static String shortened(String text) {
    String stripped = text.strip();
    return stripped.length() > LONGEST ? stripped.substring(0, LONGEST) : stripped;
  }
}
