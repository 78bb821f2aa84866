package org.andiron.audit.event;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.andiron.audit.event.Form.Subject;

/** Events with whatever is there or not, and whatever people call themselves. */
public final class RandomEvents {

  private RandomEvents() {}

  /** All of an event that no kind has a say in. */
  private record Circumstances(
      Instant recorded,
      ServerNode server,
      Requester requester,
      Outcome outcome,
      Optional<RequestTrace> trace,
      String reason,
      Optional<EventPeriod> period) {}

  /** Of any kind, of up to three patients, who may be named elsewhere in it as well. */
  public static Arbitrary<AuditedEvent> any() {
    return Combinators.combine(
            Arbitraries.of(EventKind.class),
            circumstances(),
            ids().list().ofMaxSize(3),
            data().optional(),
            queries().optional(),
            consents().list().ofMaxSize(3),
            models().optional())
        .as(RandomEvents::event);
  }

  /** With what its kind needs, and nothing for which it has no place. */
  private static AuditedEvent event(
      EventKind kind,
      Circumstances circumstances,
      List<String> patients,
      Optional<DataObject> data,
      Optional<RawQuery> query,
      List<ConsentBasis> consents,
      Optional<ModelVersion> model) {
    Subject subject = kind.form().subject();
    boolean hasPlace = subject != Subject.NEITHER;
    return new AuditedEvent(
        kind,
        circumstances.recorded(),
        circumstances.server(),
        circumstances.requester(),
        kind == EventKind.REFUSED_REQUEST
            ? Outcome.refusal(FailureReason.MALFORMED, 400)
            : circumstances.outcome(),
        patients,
        subject == Subject.DATA && circumstances.outcome().failure().isEmpty()
            ? data.or(() -> Optional.of(SampleEvents.DATA))
            : data.filter(it -> hasPlace),
        subject == Subject.QUERY && circumstances.outcome().failure().isEmpty()
            ? query.or(() -> Optional.of(SampleEvents.QUERY))
            : query.filter(it -> hasPlace),
        consents,
        model.filter(it -> hasPlace),
        circumstances.trace(),
        kind.hasReason() && !patients.isEmpty() ? circumstances.reason() : "",
        circumstances.period());
  }

  private static Arbitrary<Circumstances> circumstances() {
    return Combinators.combine(
            Arbitraries.longs()
                .between(0, Instant.parse("2100-01-01T00:00:00Z").toEpochMilli() * 1_000_000)
                .map(it -> Instant.ofEpochSecond(0, it)),
            Combinators.combine(names(), names())
                .as(
                    (name, site) ->
                        new ServerNode(URI.create("https://fhir.example.org/fhir"), name, site)),
            requesters(),
            outcomes(),
            traces().optional(),
            texts(),
            periods().optional())
        .as(Circumstances::new);
  }

  private static Arbitrary<EventPeriod> periods() {
    return Combinators.combine(
            Arbitraries.longs().between(0, Instant.parse("2100-01-01T00:00:00Z").toEpochMilli()),
            Arbitraries.longs().between(0, 86_400_000_000L))
        .as(
            (start, micros) ->
                new EventPeriod(
                    Instant.ofEpochMilli(start),
                    Instant.ofEpochMilli(start).plus(micros, ChronoUnit.MICROS)));
  }

  private static Arbitrary<Outcome> outcomes() {
    return Arbitraries.oneOf(
        Arbitraries.just(Outcome.success()),
        Arbitraries.of(FailureReason.class).map(Outcome::failure),
        Combinators.combine(
                Arbitraries.of(FailureReason.class), Arbitraries.integers().between(400, 599))
            .as(Outcome::refusal));
  }

  private static Arbitrary<Requester> requesters() {
    return Combinators.combine(
            clients().optional(),
            users().optional(),
            parties().optional(),
            parties().optional(),
            texts().optional(),
            Arbitraries.of("TREAT", "BTG", "HRESCH").map(Code::purpose).list().ofMaxSize(2))
        .as(
            (client, user, organization, onBehalfOf, token, purposes) ->
                new Requester(
                    client,
                    user,
                    organization,
                    onBehalfOf,
                    token.filter(it -> client.isPresent() || user.isPresent()),
                    purposes));
  }

  private static Arbitrary<ClientApp> clients() {
    return Combinators.combine(names().optional(), texts(), addresses()).as(ClientApp::new);
  }

  private static Arbitrary<NetworkAddress> addresses() {
    return Arbitraries.of(
        NetworkAddress.ip("2001:db8::1"),
        NetworkAddress.name("pc-17"),
        NetworkAddress.url(URI.create("https://hooks.example.org/in")),
        NetworkAddress.url(URI.create("urn:nothing")));
  }

  private static Arbitrary<HumanUser> users() {
    return Combinators.combine(
            names(),
            texts(),
            references().optional(),
            texts().map(it -> "r" + it).set().ofMaxSize(3))
        .as(
            (subject, name, resource, roles) ->
                new HumanUser("https://idp.example.org/a", subject, name, resource, roles));
  }

  private static Arbitrary<Party> parties() {
    return Combinators.combine(references().optional(), names()).as(Party::new);
  }

  private static Arbitrary<DataObject> data() {
    Arbitrary<DataObject> objects =
        Arbitraries.oneOf(
            references().map(DataObject::resource),
            names().map(DataObject::job),
            names().map(DataObject::named));
    return Combinators.combine(
            objects,
            Arbitraries.of("R", "HIV").map(it -> new Code("http://h.org/l", it)).list(),
            texts().map(it -> Map.of("records", it)))
        .as((object, labels, details) -> object.labelled(labels).detailed(details));
  }

  private static Arbitrary<RawQuery> queries() {
    return Combinators.combine(texts().map(it -> "https://h/fhir/?" + it), texts())
        .as(RawQuery::new);
  }

  private static Arbitrary<ConsentBasis> consents() {
    return Combinators.combine(
            ids(),
            ids().map(it -> "Consent/" + it + "/_history/1").optional(),
            names(),
            Arbitraries.of(true, false),
            texts())
        .as(ConsentBasis::new);
  }

  private static Arbitrary<ModelVersion> models() {
    return Combinators.combine(ids().map("Device/"::concat), names()).as(ModelVersion::new);
  }

  private static Arbitrary<RequestTrace> traces() {
    return Combinators.combine(ids(), ids().optional(), ids().optional()).as(RequestTrace::new);
  }

  private static Arbitrary<String> references() {
    return Combinators.combine(
            Arbitraries.of("Patient", "Observation", "Practitioner", "Organization", "Binary"),
            ids(),
            Arbitraries.of("", "/_history/3"))
        .as((type, id, version) -> type + "/" + id + version);
  }

  private static Arbitrary<String> ids() {
    return Arbitraries.of(
        "1", "p1", "p2", "a.b-c", "-", "6f1f7b2e-8a0c-4c55-9a61-0d7a0b7d3c11", "9".repeat(64));
  }

  /** Never without anything that is shown. */
  private static Arbitrary<String> names() {
    return texts().map(it -> "n" + it);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(12),
        Arbitraries.of(
            "",
            " ",
            "李医生",
            "\u0000",
            "\ud800",
            "\u202egnp",
            "<b>&\"'",
            "a  b\n",
            "\uffff",
            "%00 +",
            "\"entity\":[{\"what\":{\"reference\":\"Patient/p1\"",
            "\\\",\"id\":\"p1\""));
  }
}
