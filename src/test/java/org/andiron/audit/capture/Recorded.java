package org.andiron.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** Asks of the log what was recorded of one request, by the id that the request is given. */
public final class Recorded {

  private static final FhirContext R4 = FhirContext.forR4Cached();
  private static final String KINDS = "urn:andiron:audit-event-kind";

  private final List<AuditEvent> events;

  private Recorded(List<AuditEvent> events) {
    this.events = events;
  }

  /** An answer, and what is recorded of its request. */
  public record Request(Answer answer, Recorded recorded) {}

  /** Sends a request under an id of its own. */
  public static Request send(
      JdbcOperations jdbc,
      FhirHttp http,
      String method,
      String path,
      @Nullable String body,
      String... headers) {
    String id = UUID.randomUUID().toString();
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "X-Request-Id";
    all[1] = id;
    Answer answer = http.send(method, path, body, all);
    return new Request(answer, of(jdbc, id));
  }

  /** Events in which a text stands that nothing else has, such as the name of a client. */
  public static Recorded about(JdbcOperations jdbc, String text) {
    return new Recorded(
        jdbc
            .queryForList(
                "select content from andiron.audit_event where position(? in content) > 0"
                    + " order by recorded, id",
                String.class,
                text)
            .stream()
            .map(it -> R4.newJsonParser().parseResource(AuditEvent.class, it))
            .toList());
  }

  /** All rows as text, with queries as they came, to look for what must not be there. */
  public static String everything(JdbcOperations jdbc) {
    StringBuilder all = new StringBuilder();
    jdbc.query(
        "select content from andiron.audit_event",
        row -> {
          String content = row.getString(1);
          all.append(content).append('\n');
          for (AuditEventEntityComponent entity :
              R4.newJsonParser().parseResource(AuditEvent.class, content).getEntity()) {
            if (entity.hasQuery()) {
              all.append(new String(entity.getQuery(), StandardCharsets.UTF_8)).append('\n');
            }
          }
        });
    return all.toString();
  }

  public static Recorded of(JdbcOperations jdbc, String requestId) {
    return new Recorded(
        jdbc
            .queryForList(
                "select content from andiron.audit_event where request_id = ? order by recorded,"
                    + " id",
                String.class,
                requestId)
            .stream()
            .map(it -> R4.newJsonParser().parseResource(AuditEvent.class, it))
            .toList());
  }

  public List<AuditEvent> all() {
    return events;
  }

  /** Kinds with the patient of each, as in {@code read p1} or {@code search-type}. */
  public List<String> kinds() {
    return events.stream().map(it -> (kind(it) + ' ' + patient(it)).strip()).toList();
  }

  public AuditEvent only() {
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  public static String kind(AuditEvent event) {
    return event.getMeta().getTag().stream()
        .filter(it -> KINDS.equals(it.getSystem()))
        .map(Coding::getCode)
        .findFirst()
        .orElse("");
  }

  public static String patient(AuditEvent event) {
    return event.getEntity().stream()
        .filter(it -> "1".equals(it.getRole().getCode()))
        .map(it -> it.getWhat().getReference().replace("Patient/", ""))
        .findFirst()
        .orElse("");
  }

  /** References to what was read or changed. */
  public Collection<String> data() {
    return events.stream()
        .flatMap(it -> it.getEntity().stream())
        .filter(it -> "4".equals(it.getRole().getCode()))
        .map(it -> it.getWhat().getReference())
        .toList();
  }
}
