package org.andiron.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.RequestTrace;
import org.andiron.audit.event.Requester;
import org.andiron.audit.event.ServerNode;
import org.andiron.audit.store.EventRows;
import org.andiron.audit.store.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The column request_id is what the event says, no more and no less. */
class RequestOfEventTest {

  private static final ServerNode NODE =
      new ServerNode(URI.create("https://example.org/fhir"), "Andiron", "here");

  /** Of kinds that are of a profile and not. */
  private static final List<EventKind> KINDS =
      List.of(EventKind.READ, EventKind.CREATE, EventKind.ACCOUNT_CHANGE, EventKind.AUDIT_HOLD);

  private static Row row(EventKind kind, @Nullable String request) {
    var event =
        AuditedEvent.of(kind, Instant.parse("2026-03-01T12:34:56Z"), NODE, Requester.SERVER)
            .data(DataObject.resource("Observation/1").detailed(Map.of("rule", "part")));
    if (request != null) {
      event.trace(new RequestTrace(request, Optional.empty(), Optional.empty()));
    }
    return EventRows.ofOne(event.build());
  }

  private static List<Finding> check(Row row, @Nullable String request) {
    byte[] content = row.content().getBytes(StandardCharsets.UTF_8);
    StoredRow stored =
        new StoredRow(
            row.id(),
            row.recorded(),
            1,
            content,
            row.salt().bytes(),
            row.leaf().commitment().bytes(),
            false,
            request,
            row.search().patient(),
            row.search().action(),
            row.search().outcome(),
            row.search().type(),
            row.search().agentNames(),
            row.search().addresses(),
            new ArrayList<>(row.search().terms()));
    return RowCheck.check(stored, content, row.salt().bytes(), 1L).stream().toList();
  }

  @Test
  void whatTheEventSaysHoldsAndNothingElse() {
    for (EventKind kind : KINDS) {
      for (String id : List.of("req-4711", "a\"b", "é", "x\\y", "XrequestId")) {
        Row row = row(kind, id);
        assertThat(row.requestId()).isEqualTo(id);
        assertThat(check(row, id)).as(kind + " " + id).isEmpty();
        for (String other :
            Arrays.asList(null, "", id.substring(1), id + "1", "part", "Andiron", "other")) {
          assertThat(check(row, other))
              .as(kind + " " + id + " " + other)
              .extracting(Finding::text)
              .containsExactly("the column request_id is not what the content says");
        }
      }
      Row none = row(kind, null);
      assertThat(check(none, null)).isEmpty();
      assertThat(check(none, "part")).hasSize(1);
    }
  }

  @Test
  void whatIsWrittenAsOursIsSeenAtOnce() {
    for (EventKind kind : KINDS) {
      byte[] content = row(kind, "req-4711").content().getBytes(StandardCharsets.UTF_8);
      assertThat(RequestOfEvent.isPlainly("req-4711", content)).as(kind.toString()).isTrue();
      assertThat(RequestOfEvent.isPlainly(null, content)).isFalse();
    }
  }
}
