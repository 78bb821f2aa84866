package org.andiron.audit.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.DataObject;
import org.hl7.fhir.r4.model.AuditEvent;

/**
 * AuditEvents that differ in nothing but their id, the Patient whom they are about, and details of
 * that: of scores of a population there is one for each. What they have in common is made once;
 * each is the same, byte by byte, as if it was made by itself. For one thread.
 */
final class SimilarEvents {

  private static final String PATIENT = "Patient/";

  /** What JSON takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:-]+");

  /** Texts that nobody else knows, so that they are found nowhere but in their places. */
  private final String id = UUID.randomUUID().toString();

  private final String patient = UUID.randomUUID().toString();
  private final String detail = UUID.randomUUID().toString();

  private final Map<AuditedEvent, Form> forms = new HashMap<>();

  /**
   * @param parts texts with a place after each but the last
   * @param places 0 for the id, 1 for the Patient, then the details
   * @param search without the Patient
   */
  private record Form(List<String> parts, List<Integer> places, SearchValues search) {

    String json(List<String> values) {
      StringBuilder json = new StringBuilder(2_048);
      for (int i = 0; i < places.size(); i++) {
        json.append(parts.get(i)).append(values.get(places.get(i)));
      }
      return json.append(parts.get(places.size())).toString();
    }
  }

  /** One of them with its id; empty if it is of another form. */
  Optional<Row> row(AuditedEvent event) {
    if (event.patients().size() != 1 || !event.consents().isEmpty() || event.data().isEmpty()) {
      return Optional.empty();
    }
    String about = event.patients().get(0);
    DataObject data = event.data().get();
    if (!data.reference().equals(PATIENT + about)
        || !data.details().values().stream().allMatch(it -> PLAIN.matcher(it).matches())) {
      return Optional.empty();
    }
    UUID own = Row.newId(event.recorded());
    Form form = forms.computeIfAbsent(common(event, data), this::form);
    List<String> values = new ArrayList<>();
    values.add(own.toString());
    values.add(about);
    values.addAll(data.details().values());
    return Optional.of(
        EventRows.row(event, own, form.json(values), form.search().withPatient(about)));
  }

  private AuditedEvent common(AuditedEvent event, DataObject data) {
    Map<String, String> details = new LinkedHashMap<>();
    data.details().keySet().forEach(type -> details.put(type, detail + '-' + details.size()));
    return new AuditedEvent(
        event.kind(),
        event.recorded(),
        event.server(),
        event.requester(),
        event.outcome(),
        List.of(patient),
        Optional.of(
            new DataObject(PATIENT + patient, data.name(), data.role(), data.labels(), details)),
        event.query(),
        event.consents(),
        event.model(),
        event.trace(),
        event.reason(),
        event.period());
  }

  private Form form(AuditedEvent common) {
    AuditEvent resource = AuditEvents.toFhir(common);
    resource.setId(id);
    String json = new String(AuditEvents.canonicalJson(resource), StandardCharsets.UTF_8);
    int details = common.data().orElseThrow().details().size();
    List<String> parts = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    int from = 0;
    int at = 0;
    while (at < json.length()) {
      int place = placeAt(json, at, details);
      if (place < 0) {
        at++;
        continue;
      }
      parts.add(json.substring(from, at));
      places.add(place);
      at += text(place).length();
      from = at;
    }
    parts.add(json.substring(from));
    resource.getEntity().stream()
        .filter(it -> (PATIENT + patient).equals(it.getWhat().getReference()))
        .forEach(it -> it.setWhat(null));
    return new Form(parts, places, SearchValues.of(resource));
  }

  private int placeAt(String json, int at, int details) {
    // The last first: the text of one may begin like that of another.
    for (int place = 1 + details; place >= 0; place--) {
      if (json.startsWith(text(place), at)) {
        return place;
      }
    }
    return -1;
  }

  private String text(int place) {
    return switch (place) {
      case 0 -> id;
      case 1 -> patient;
      default -> detail + '-' + (place - 2);
    };
  }
}
