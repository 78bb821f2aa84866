package org.andiron.audit.capture;

import com.google.common.base.Splitter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.andiron.audit.event.RawQuery;

/** Whose record a request names, in its path, its query or its form. */
final class NamedPatients {

  private static final String PATIENT = "Patient";
  private static final Set<String> SEARCH = Set.of(PATIENT, "_search");
  private static final Set<String> PARAMETERS =
      Set.of("patient", "subject", "patient:Patient", "subject:Patient");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern REFERENCE =
      Pattern.compile("(?:.*/)?Patient/([A-Za-z0-9.-]{1,64})(?:/_history/.*)?");

  private final Set<String> patients = new LinkedHashSet<>();
  private final boolean ofPatients;

  private NamedPatients(List<String> path) {
    for (int i = 0; i + 1 < path.size(); i++) {
      if (path.get(i).equals(PATIENT)) {
        addId(path.get(i + 1));
      }
    }
    this.ofPatients =
        !path.isEmpty() && SEARCH.contains(path.get(path.size() - 1)) && path.contains(PATIENT);
  }

  /** Their ids, whether or not they are there. */
  static Set<String> in(RawQuery query) {
    int question = query.url().indexOf('?');
    String path = question < 0 ? query.url() : query.url().substring(0, question);
    NamedPatients named = new NamedPatients(Splitter.on('/').omitEmptyStrings().splitToList(path));
    if (question >= 0) {
      named.addParameters(query.url().substring(question + 1));
    }
    named.addParameters(query.body());
    return named.patients;
  }

  private void addParameters(String form) {
    for (String parameter : Splitter.on('&').split(form)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        Optional<String> name = decoded(parameter.substring(0, equals));
        Optional<String> value = decoded(parameter.substring(equals + 1));
        if (name.isPresent() && value.isPresent()) {
          for (String alternative : Splitter.on(',').split(value.get())) {
            add(name.get(), alternative.strip());
          }
        }
      }
    }
  }

  private void add(String name, String value) {
    Matcher reference = REFERENCE.matcher(value);
    if (reference.matches()) {
      patients.add(reference.group(1));
    } else if (PARAMETERS.contains(name) || (ofPatients && name.equals("_id"))) {
      addId(value);
    }
  }

  private void addId(String text) {
    if (ID.matcher(text).matches()) {
      patients.add(text);
    }
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
