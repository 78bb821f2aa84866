package org.andiron.audit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.ModelVersion;
import org.andiron.audit.event.RandomEvents;
import org.andiron.audit.event.RawQuery;
import org.andiron.audit.event.RequestTrace;
import org.hl7.fhir.r4.model.AuditEvent;

/** However many patients an event is of, each has a row as if it was of this one alone. */
class EventRowsTest {

  @Property(tries = 5_000)
  void areThoseOfEachPatientByItself(@ForAll("events") AuditedEvent event) {
    List<Row> rows = EventRows.of(List.of(event));
    List<AuditedEvent> each = event.perPatient();

    assertThat(rows).hasSameSizeAs(each);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      AuditEvent resource = AuditEvents.toFhir(each.get(i));
      resource.setId(row.id().toString());
      assertThat(row.content())
          .isEqualTo(new String(AuditEvents.canonicalJson(resource), StandardCharsets.UTF_8));
      assertThat(row.search()).isEqualTo(SearchValues.of(resource));
      assertThat(row.recorded()).isEqualTo(event.recorded());
      assertThat(row.foreign()).isFalse();
      assertThat(row.requestId())
          .isEqualTo(event.trace().map(RequestTrace::requestId).orElse(null));
    }
    assertThat(rows).extracting(Row::id).doesNotHaveDuplicates();
    assertThat(rows)
        .extracting(it -> HexFormat.of().formatHex(it.salt().bytes()))
        .doesNotHaveDuplicates();
  }

  /** As of scores: each of another patient, with details of its own. */
  @Property(tries = 1_000)
  void similarEventsAreAsEachByItself(@ForAll("events") AuditedEvent event) {
    List<AuditedEvent> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(about(event, "p-" + i % 5, Map.of("a", "x" + i, "b", i == 4 ? "\u00e4\"" : "y")));
    }
    all.add(event);
    List<Row> rows = EventRows.of(all);
    int each = event.perPatient().size();
    assertThat(rows).hasSize(6 + each);
    for (int i = 0; i < 6; i++) {
      AuditEvent resource = AuditEvents.toFhir(all.get(i));
      resource.setId(rows.get(i).id().toString());
      assertThat(rows.get(i).content())
          .isEqualTo(new String(AuditEvents.canonicalJson(resource), StandardCharsets.UTF_8));
      assertThat(rows.get(i).search()).isEqualTo(SearchValues.of(resource));
    }
    assertThat(rows).extracting(Row::id).doesNotHaveDuplicates();
  }

  private static AuditedEvent about(
      AuditedEvent event, String patient, Map<String, String> details) {
    AuditedEvent.Builder builder =
        AuditedEvent.of(EventKind.RISK_SCORE, event.recorded(), event.server(), event.requester())
            .patients(List.of(patient))
            .query(event.query().orElseGet(() -> RawQuery.get("http://localhost/fhir/x")))
            .data(DataObject.resource("Patient/" + patient).detailed(details))
            .model(new ModelVersion("Device/m", "1.0.0"));
    event.trace().ifPresent(builder::trace);
    return builder.build();
  }

  @Provide
  Arbitrary<AuditedEvent> events() {
    return RandomEvents.any();
  }
}
