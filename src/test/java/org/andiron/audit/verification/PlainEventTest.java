package org.andiron.audit.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.andiron.audit.event.AuditEvents;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.SampleEvents;
import org.andiron.audit.store.SearchValues;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAction;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventOutcome;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found to be right in one pass is right, whatever the row and its content are. */
class PlainEventTest {

  private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
  private static final String REQUEST = "req-1";

  /** How many of the mutated rows were found to be right, and how many were not. */
  private static int right;

  private static int other;

  @AfterContainer
  static void bothHappened() {
    // Else the property would say nothing.
    if (right + other > 0) {
      assertThat(right).isGreaterThan(100);
      assertThat(other).isGreaterThan(100);
    }
  }

  private static StoredRow row(SearchValues values, boolean foreign, @Nullable String request) {
    return new StoredRow(
        ID,
        Instant.EPOCH,
        1,
        null,
        null,
        new byte[0],
        foreign,
        request,
        values.patient(),
        values.action(),
        values.outcome(),
        values.type(),
        values.agentNames(),
        values.addresses(),
        List.copyOf(values.terms()));
  }

  private static StoredRow ours(byte[] content) {
    return row(values(content).orElseThrow(), false, REQUEST);
  }

  private static Optional<SearchValues> values(byte[] content) {
    try {
      return EventReader.essentials(content)
          .or(() -> EventReader.whole(content))
          .map(SearchValues::of);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] content(AuditedEvent event) {
    AuditEvent resource = AuditEvents.toFhir(event);
    resource.setId(ID.toString());
    return AuditEvents.canonicalJson(resource);
  }

  @ParameterizedTest
  @EnumSource
  void whatThisServerRecordsIsSeenAtOnce(EventKind kind) {
    byte[] full = content(SampleEvents.full(kind, "p1"));
    assertThat(PlainEvent.says(ours(full), full)).isTrue();
    byte[] bare = content(SampleEvents.bare(kind));
    assertThat(PlainEvent.says(row(values(bare).orElseThrow(), false, null), bare)).isTrue();
  }

  @Test
  void namesAreInAnyLanguage() {
    AuditEvent event = AuditEvents.toFhir(SampleEvents.full(EventKind.READ, "p1"));
    event.setId(ID.toString());
    event.getAgentFirstRep().setName("李医生").setAltId("😀");
    event.getSource().setSite("病房");
    event.getType().setDisplay("休息");
    byte[] content = AuditEvents.canonicalJson(event);
    assertThat(PlainEvent.says(ours(content), content)).isTrue();
  }

  @Test
  void whatOthersReportIsMarkedAndMayHaveAnyId() {
    AuditEvent event = AuditEvents.toFhir(SampleEvents.full(EventKind.READ, "p1"));
    event.setId("theirs");
    byte[] unmarked = AuditEvents.canonicalJson(event);
    event.getMeta().addTag(new Coding("urn:andiron:audit-origin", "foreign", null));
    byte[] marked = AuditEvents.canonicalJson(event);
    SearchValues values = SearchValues.of(event);
    assertThat(PlainEvent.says(row(values, true, null), marked)).isTrue();
    assertThat(PlainEvent.says(row(values, true, null), unmarked)).isFalse();
    assertThat(PlainEvent.says(row(values, false, null), marked)).isFalse();
    assertThat(PlainEvent.says(row(values, false, null), unmarked)).isFalse();
  }

  @Test
  void theMarkIsThatOfAMemberAlone() {
    for (String elsewhere :
        List.of(
            "\"x\":[{\"system\":1},\"urn:andiron:audit-origin\"]",
            "\"system\":[\"urn:andiron:audit-origin\"]",
            "\"x\":{\"system\":{}},\"y\":\"urn:andiron:audit-origin\"",
            "\"x\":\"\\\"system\\\":\\\"urn:andiron:audit-origin\\\"\"")) {
      byte[] content = bytes("{\"resourceType\":\"AuditEvent\"," + elsewhere + "}");
      SearchValues values = values(content).orElseThrow();
      assertThat(PlainEvent.says(row(values, true, null), content)).as(elsewhere).isFalse();
      assertThat(PlainEvent.says(row(values, false, null), content)).as(elsewhere).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[]",
        "null",
        "{\"resourceType\":\"Patient\"}",
        "{\"resourceType\":\"AuditEvent\"}}",
        "{\"resourceType\":\"AuditEvent\"} ",
        "{ \"resourceType\":\"AuditEvent\"}",
        "{\"resourceType\":\"AuditEvent\",}",
        "{\"resourceType\":\"AuditEvent\",\"action\":null}",
        "{\"resourceType\":\"AuditEvent\",\"action\":\"\\u0052\"}",
        "{\"resourceType\":\"AuditEvent\",\"action\":\"Z\"}",
        "{\"resourceType\":\"AuditEvent\",\"a\":01}",
        "{\"resourceType\":\"AuditEvent\",\"a\":1.5}",
        "{\"resourceType\":\"AuditEvent\",\"a\":+1}",
        "{\"resourceType\":\"AuditEvent\",\"a\":-}",
        "{\"resourceType\":\"AuditEvent\",\"a\":1234567890123456789}",
        "{\"resourceType\":\"AuditEvent\",\"a\":tru}",
        "{\"resourceType\":\"AuditEvent\",\"a\":\"\u0001\"}",
        "{\"resourceType\":\"AuditEvent\",\"a\":\"\\x\"}",
        "{\"resourceType\":\"AuditEvent\",\"a\":\"\\u12g4\"}",
        "{\"resourceType\":\"AuditEvent\",\"\\u0061\":1}",
        "{\"resourceType\":\"AuditEvent\",\"a\":[1,]}",
        "{\"resourceType\":\"AuditEvent\",\"a\":[1}",
        "{\"resourceType\":\"AuditEvent\",\"agent\":{}}",
        "{\"resourceType\":\"AuditEvent\",\"agent\":[],\"agent\":[]}",
        "{\"resourceType\":\"AuditEvent\",\"agent\":[{\"name\":\"\"}]}",
        "{\"resourceType\":\"AuditEvent\",\"entity\":[{\"what\":\"Patient/1\"}]}",
        "{\"resourceType\":\"AuditEvent\",\"entity\":[{\"what\":{\"reference\":\"http://h/Patient/1\"}}]}",
        "{\"resourceType\":\"AuditEvent\",\"source\":{\"site\":\"a\",\"site\":\"a\"}}"
      })
  void whatIsNotWrittenSoIsLeftToACloserLook(String text) {
    byte[] content = bytes(text);
    SearchValues values =
        values(content)
            .orElse(new SearchValues(null, null, null, "|", List.of(), List.of(), Set.of()));
    assertThat(PlainEvent.says(row(values, false, null), content)).isFalse();
  }

  @Test
  void columnsAreComparedWithWhatIsMeantAndNotWithHowItIsWritten() {
    String longId = "x".repeat(257);
    Map<String, SearchValues> written =
        Map.of(
            "\"agent\":[{\"name\":\"a\\\\b\"}]",
            new SearchValues(null, null, null, "|", List.of("a\\\\b"), List.of(), Set.of()),
            "\"agent\":[{\"altId\":\"" + longId + "\"}]",
            new SearchValues(
                null,
                null,
                null,
                "|",
                List.of(),
                List.of(),
                Set.of("altid=" + longId, "altid=|" + longId)));
    written.forEach(
        (member, values) -> {
          byte[] content = bytes("{\"resourceType\":\"AuditEvent\"," + member + "}");
          StoredRow row = row(values, false, null);
          assertThat(RowCheck.compare(row, content, null)).as(member).isPresent();
          assertThat(PlainEvent.says(row, content)).as(member).isFalse();
        });
  }

  @Test
  void itIsNotLookedAtTooDeeply() {
    String deep = "{\"resourceType\":\"AuditEvent\",\"a\":" + "[".repeat(40) + "]".repeat(40) + "}";
    byte[] content = bytes(deep);
    assertThat(PlainEvent.says(row(values(content).orElseThrow(), false, null), content)).isFalse();
  }

  @Test
  void textThatIsNotInUtf8IsLeftToACloserLook() {
    byte[] content = bytes("{\"resourceType\":\"AuditEvent\",\"a\":\"xxxx\"}");
    StoredRow row = row(values(content).orElseThrow(), false, null);
    assertThat(PlainEvent.says(row, content)).isTrue();
    int at = content.length - 6;
    for (int[] wrong :
        new int[][] {
          {0x80, 'x', 'x', 'x'},
          {0xC0, 0x80, 'x', 'x'},
          {0xC3, 'x', 'x', 'x'},
          {0xE0, 0x80, 0x80, 'x'},
          {0xED, 0xA0, 0x80, 'x'},
          {0xF0, 0x80, 0x80, 0x80},
          {0xF4, 0x90, 0x80, 0x80},
          {0xF5, 0x80, 0x80, 0x80},
          {'x', 'x', 'x', 0xC3}
        }) {
      byte[] altered = content.clone();
      for (int i = 0; i < wrong.length; i++) {
        altered[at + i] = (byte) wrong[i];
      }
      assertThat(PlainEvent.says(row, altered)).isFalse();
    }
  }

  @Property(tries = 20_000)
  void whatIsFoundToBeRightIsRight(@ForAll("rows") StoredRow row) {
    byte[] content = Objects.requireNonNull(row.content());
    if (PlainEvent.says(row, content)) {
      right++;
      assertThat(RowCheck.compare(row, content, null)).isEmpty();
    } else {
      other++;
    }
  }

  @Provide
  Arbitrary<StoredRow> rows() {
    return Combinators.combine(
            Arbitraries.oneOf(samples(), odd()),
            Arbitraries.longs(),
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(true, false, false, false),
            Arbitraries.of(REQUEST, "", "other", "\"", "agent"))
        .as(PlainEventTest::mutated);
  }

  private static Arbitrary<AuditEvent> samples() {
    return Combinators.combine(Arbitraries.of(EventKind.class), Arbitraries.of(true, false))
        .as(
            (kind, full) ->
                AuditEvents.toFhir(full ? SampleEvents.full(kind, "p1") : SampleEvents.bare(kind)));
  }

  private static Arbitrary<AuditEvent> odd() {
    return Combinators.combine(
            references().list().ofMaxSize(3),
            references().list().ofMaxSize(3),
            texts().list().ofSize(6),
            Arbitraries.of(AuditEventAction.class).injectNull(0.2),
            Arbitraries.of(AuditEventOutcome.class).injectNull(0.2),
            Arbitraries.of(true, false))
        .as(
            (entities, agents, texts, action, outcome, marked) -> {
              AuditEvent event = new AuditEvent();
              event.setAction(action == AuditEventAction.NULL ? null : action);
              event.setOutcome(outcome == AuditEventOutcome.NULL ? null : outcome);
              event.setType(new Coding(texts.get(0), texts.get(1), texts.get(2)));
              event.addSubtype(new Coding(texts.get(3), texts.get(4), null));
              for (String entity : entities) {
                event
                    .addEntity()
                    .setWhat(new Reference(entity))
                    .setType(new Coding(null, texts.get(5), texts.get(2)));
              }
              for (String agent : agents) {
                event
                    .addAgent()
                    .setWho(new Reference(agent))
                    .setName(texts.get(1))
                    .setAltId(texts.get(2))
                    .addPolicy(texts.get(3))
                    .getNetwork()
                    .setAddress(texts.get(4));
              }
              event.getSource().setSite(texts.get(5));
              if (marked) {
                event
                    .getMeta()
                    .addTag(new Coding("urn:andiron:audit-origin", "foreign", texts.get(0)));
              }
              return event;
            });
  }

  private static Arbitrary<String> references() {
    return Arbitraries.oneOf(
        Combinators.combine(
                Arbitraries.of("Patient", "Patient", "Observation", "patient", "P", "Pat1", ""),
                Arbitraries.of("1", "2", "a.b-c", ".", "-", "é", "x".repeat(64), "x".repeat(65)),
                Arbitraries.of(
                    "", "", "/_history/3", "/_history/", "/_history", "/x", "/_history/3/", "#f"))
            .as((type, id, rest) -> type + "/" + id + rest),
        Arbitraries.of(
            "http://h.example/Patient/1",
            "https://h.example/fhir/Patient/1/_history/2",
            "urn:uuid:6f1f7b2e-8a0c-4c55-9a61-0d7a0b7d3c11",
            "#c",
            "Patient?identifier=1",
            "Patient",
            "1",
            " Patient/1",
            "Patient/1 "));
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(8),
        Arbitraries.strings().all().ofMaxLength(4),
        Arbitraries.of(
            "a",
            "ab",
            "李医生",
            " a",
            "a ",
            "a\tb",
            "\u0000",
            "\u007f",
            "\u00a0a",
            "|",
            "x|y",
            "\\",
            "\"",
            "http://h.example/s",
            "x".repeat(255),
            "x".repeat(256),
            "x".repeat(257),
            "é".repeat(200),
            "urn:andiron:audit-origin",
            REQUEST));
  }

  /** Changes some bytes of the content, and perhaps a column. */
  private static StoredRow mutated(
      AuditEvent event, long seed, int changes, boolean foreign, String request) {
    Random random = new Random(seed);
    event.setId(random.nextInt(4) == 0 ? "other" : ID.toString());
    byte[] content = AuditEvents.canonicalJson(event);
    SearchValues before = values(content).orElseGet(() -> nothing());
    for (int i = 0; i < changes; i++) {
      content = changed(content, random);
    }
    // Of what it was, or of what it has become as a closer look has it.
    SearchValues values = random.nextBoolean() ? before : values(content).orElse(before);
    StoredRow row = row(values, foreign, random.nextBoolean() ? null : request);
    List<String> terms = new ArrayList<>(row.terms());
    List<String> names = new ArrayList<>(row.agentNames());
    String patient = row.patient();
    switch (random.nextInt(12)) {
      case 0 -> terms.add("agent=Practitioner/8");
      case 1 -> terms.addAll(terms.isEmpty() ? List.of() : List.of(terms.get(0)));
      case 2 -> terms.removeIf(it -> it.startsWith("agent"));
      case 3 -> names.add("Anna");
      case 4 -> names.removeIf(it -> true);
      case 5 -> patient = "p2";
      case 6 -> patient = null;
      default -> {}
    }
    return new StoredRow(
        row.id(),
        row.recorded(),
        1,
        content,
        null,
        row.commitment(),
        row.foreign(),
        row.requestId(),
        patient,
        row.action(),
        row.outcome(),
        row.type(),
        names,
        row.addresses(),
        terms);
  }

  private static SearchValues nothing() {
    return new SearchValues(null, null, null, "|", List.of(), List.of(), Set.of());
  }

  private static byte[] changed(byte[] content, Random random) {
    int at = random.nextInt(content.length);
    String text = new String(content, StandardCharsets.ISO_8859_1);
    String token =
        List.of(
                "\"",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                " ",
                "\\",
                "null",
                "1",
                "{}",
                "\\u0041",
                "\\n",
                ",\"name\":\"Anna\"",
                ",\"id\":\"x\"",
                ",\"agent\":[]",
                ",\"action\":\"R\"",
                ",\"system\":\"urn:andiron:audit-origin\"",
                ",\"x\":[1,{\"y\":true}]",
                "é",
                "\u0000")
            .get(random.nextInt(22));
    String changed =
        switch (random.nextInt(5)) {
          case 0 ->
              text.substring(0, at)
                  + (char) (text.charAt(at) ^ (1 << random.nextInt(8)))
                  + text.substring(at + 1);
          case 1 -> text.substring(0, at) + text.substring(at + 1);
          case 2 -> text.substring(0, at) + token + text.substring(at);
          case 3 -> {
            // Behind a value, where a member may follow.
            int end = text.indexOf("\",\"", at);
            yield end < 0 ? text : text.substring(0, end + 1) + token + text.substring(end + 1);
          }
          default -> {
            // A part once more.
            int begin = text.indexOf(",\"", at);
            int end = begin < 0 ? -1 : text.indexOf(",\"", begin + 1);
            yield end < 0 ? text : text.substring(0, end) + text.substring(begin);
          }
        };
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }
}
