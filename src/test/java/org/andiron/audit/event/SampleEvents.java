package org.andiron.audit.event;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.andiron.audit.event.AuditedEvent.Builder;

/** Events with all that their kind admits, and with no more than it needs. */
public final class SampleEvents {

  static final Instant RECORDED = Instant.parse("2026-03-01T12:34:56.789Z");
  static final ServerNode SERVER =
      new ServerNode(URI.create("https://fhir.example.org/fhir"), "Andiron", "node-1");
  static final ClientApp CLIENT =
      new ClientApp(Optional.of("growth-chart"), "Growth Chart", NetworkAddress.ip("192.0.2.7"));
  static final HumanUser USER =
      new HumanUser(
          "https://fhir.example.org",
          "dr.lin",
          "Dr. Lin",
          Optional.of("Practitioner/7"),
          Set.of("physician", "emergency"));
  static final Requester REQUESTER =
      new Requester(
          Optional.of(CLIENT),
          Optional.of(USER),
          Optional.of(new Party(Optional.of("Organization/3"), "Ward 3")),
          Optional.empty(),
          Optional.of("6f1f7b2e-8a0c-4c55-9a61-0d7a0b7d3c11"),
          List.of(Code.purpose("TREAT")));
  static final RawQuery QUERY =
      RawQuery.get("https://fhir.example.org/fhir/Observation?patient=p1&code=8480-6");
  static final DataObject DATA = DataObject.resource("Observation/o1/_history/2");
  static final ConsentBasis CONSENT =
      new ConsentBasis(
          "p1", Optional.of("Consent/c1/_history/4"), "", true, "CONSENT_PERMITS provision");

  private SampleEvents() {}

  /** With all that a profile requires, and whatever the kind admits beside. */
  public static AuditedEvent full(EventKind kind, String... patients) {
    return builder(kind, requester(kind)).patients(List.of(patients)).build();
  }

  /** Of nobody's request, of no patient, with nothing but what the kind needs. */
  public static AuditedEvent bare(EventKind kind) {
    Builder builder = AuditedEvent.of(kind, RECORDED, SERVER, Requester.SERVER);
    if (kind == EventKind.REFUSED_REQUEST) {
      builder.outcome(Outcome.refusal(FailureReason.NOT_SIGNED_IN, 401));
    }
    switch (kind.form().subject()) {
      case DATA -> builder.data(DATA);
      case QUERY -> builder.query(QUERY);
      case EITHER, NEITHER -> {}
    }
    return builder.build();
  }

  static Builder builder(EventKind kind, Requester requester) {
    Builder builder =
        AuditedEvent.of(kind, RECORDED, SERVER, requester)
            .trace(new RequestTrace("req-1", Optional.of("tx-1"), Optional.of("s-1")));
    if (kind == EventKind.REFUSED_REQUEST) {
      builder.outcome(Outcome.refusal(FailureReason.NOT_ALLOWED, 403));
    }
    if (kind == EventKind.BREAK_GLASS_END) {
      builder.period(new EventPeriod(RECORDED.minusSeconds(3_600), RECORDED.minusSeconds(2_700)));
    }
    return switch (kind.form()) {
      case GRANT ->
          builder.query(
              RawQuery.token(
                  "https://fhir.example.org/oauth2/token",
                  "authorization_code",
                  Optional.of("patient/*.rs")));
      case DECISION -> builder.consents(List.of(CONSENT));
      case CREATE, READ, UPDATE, DELETE, QUERY, DISCLOSURE, RECEIPT, SIGN_IN, OTHER ->
          builder
              .query(QUERY)
              .data(
                  DATA.labelled(List.of(new Code("http://example.org/labels", "R")))
                      .detailed(Map.of("records", "42")))
              .consents(List.of(CONSENT))
              .model(new ModelVersion("Device/m1", "1.2.0"));
    };
  }

  /** An access token is not granted to an organization, in the profile. */
  private static Requester requester(EventKind kind) {
    return kind.form() == Form.GRANT
        ? new Requester(
            REQUESTER.client(),
            REQUESTER.user(),
            Optional.empty(),
            Optional.empty(),
            REQUESTER.tokenId(),
            REQUESTER.purposes())
        : REQUESTER;
  }
}
