package org.andiron.audit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.RandomEvents;
import org.andiron.audit.event.RequestTrace;
import org.hl7.fhir.r4.model.AuditEvent;

/** However many patients an event is of, each has a row as if it was of this one alone. */
class EventRowsTest {

  private static final EventRows ROWS = new EventRows();

  @Property(tries = 5_000)
  void areThoseOfEachPatientByItself(@ForAll("events") AuditedEvent event) {
    List<Row> rows = ROWS.of(List.of(event));
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

  /** What was made for one of them serves for all. */
  @Property(tries = 5_000)
  void areAsGoodForAnotherOfTheSameRequester(
      @ForAll("events") AuditedEvent event, @ForAll("events") AuditedEvent other) {
    ROWS.of(List.of(event));

    areThoseOfEachPatientByItself(
        new AuditedEvent(
            event.kind(),
            other.recorded(),
            event.server(),
            event.requester(),
            event.outcome(),
            event.patients().isEmpty() ? List.of() : List.of("another"),
            event.data().map(it -> it.reference().isEmpty() ? it : another(it)),
            event.query().map(it -> other.query().orElse(it)),
            event.consents(),
            event.model(),
            event.trace().map(it -> other.trace().orElse(it)),
            event.reason(),
            event.period()));
  }

  private static DataObject another(DataObject data) {
    String type = data.reference().replaceAll("/.*", "");
    return new DataObject(
        type + "/another/_history/7", data.name(), data.role(), data.labels(), data.details());
  }

  @Provide
  Arbitrary<AuditedEvent> events() {
    return RandomEvents.any();
  }
}
