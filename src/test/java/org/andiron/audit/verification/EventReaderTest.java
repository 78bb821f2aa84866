package org.andiron.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.SampleEvents;
import org.andiron.audit.store.SearchValues;
import org.hl7.fhir.r4.model.AuditEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  @ParameterizedTest
  @EnumSource
  void theEssentialsOfOurEventsAreThoseOfTheWhole(EventKind kind) {
    for (AuditedEvent event : List.of(SampleEvents.full(kind, "p1"), SampleEvents.bare(kind))) {
      AuditEvent resource = AuditEvents.toFhir(event);
      resource.setId("01890a5d-ac96-774b-bcce-b302099a8057");
      byte[] content = AuditEvents.canonicalJson(resource);
      AuditEvent essentials = EventReader.essentials(content).orElseThrow();
      AuditEvent whole = EventReader.whole(content).orElseThrow();
      assertThat(SearchValues.of(essentials)).isEqualTo(SearchValues.of(whole));
      assertThat(SearchValues.of(essentials)).isEqualTo(SearchValues.of(resource));
      assertThat(essentials.getIdElement().getIdPart()).isEqualTo(whole.getIdElement().getIdPart());
    }
  }

  @Test
  void whatElseIsThereIsPassedOver() {
    byte[] content =
        """
        {"resourceType":"AuditEvent","text":{"status":"generated","div":"<div/>"},"contained":[
        {"resourceType":"Patient","id":"c","agent":[{"name":"no"}]}],
        "extension":[{"url":"x","valueCoding":{"code":"no"}}],
        "type":{"system":"s","code":"c","display":"d","extension":[{"url":"u","valueCode":"no"}]},
        "agent":[{"type":{"coding":[{"code":"no"}]},"name":"A","network":{"address":"192.0.2.1",
        "type":"2"},"who":{"identifier":{"value":"no"},"reference":"Patient/1/_history/3"}},{}],
        "entity":[{"what":{"reference":"http://h/Patient/9"},"detail":[{"type":"t","valueString":"no"}]}],
        "source":{"observer":{"display":"no"},"type":[{"code":"no"}]},"_action":{"id":"a"}}
        """
            .getBytes(StandardCharsets.UTF_8);
    assertThat(SearchValues.of(EventReader.essentials(content).orElseThrow()))
        .isEqualTo(SearchValues.of(EventReader.whole(content).orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{\"agent\":{}}",
        "{\"agent\":[1]}",
        "{\"action\":\"Z\"}",
        "{\"outcome\":\"ninety\"}",
        "{\"type\":[]}",
        "{\"entity\":[{\"what\":\"Patient/1\"}]}"
      })
  void whatIsOddIsLeftToTheWhole(String content) {
    assertThat(EventReader.essentials(content.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"resourceType\":\"Patient\"}", "text"})
  void whatIsNoAuditEventIsNone(String content) {
    assertThat(EventReader.whole(content.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }
}
