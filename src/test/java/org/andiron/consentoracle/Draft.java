package org.andiron.consentoracle;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Consent;
import org.jspecify.annotations.Nullable;

/**
 * A question to be changed. It begins as that of a practitioner of a part of an organization, who
 * reads a normal observation of Patient/a, of June 2023, for treatment; where no consent decides,
 * it is permitted.
 */
final class Draft {

  static final Instant NOW = Instant.parse("2023-07-01T12:00:00Z");

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final FhirContext FHIR = FhirContext.forR4Cached();

  private final List<Consent> consents = new ArrayList<>();
  private final List<LegalDenial> legalDenials = new ArrayList<>();
  private ImplicitPolicy policy = ImplicitPolicy.ALL_NORMAL;
  private @Nullable String user = "Practitioner/p1";
  private Set<String> groups = Set.of();
  private Set<Code> purposes = Set.of(Code.reason("TREAT"));
  private Interaction interaction = Interaction.READ;
  private Instant time = NOW;
  private @Nullable BreakGlass glass;
  private boolean graphQl;
  private String resource = "Observation/1";
  private Set<String> patients = Set.of(RandomWorld.PATIENT);
  private Set<Code> labels = Set.of(Code.confidentiality("N"));
  private boolean labelled = true;
  private @Nullable String date = "2023-06";
  private @Nullable Instant changed;
  private Set<Link> refersTo = Set.of();
  private Set<Link> referredFrom = Set.of();
  private Set<Link> authors = Set.of();
  private Inside inside = Inside.NOTHING;

  /** An active consent of the patient about privacy, with what is given beside. */
  static Draft consent(String... elements) {
    return new Draft().and(elements);
  }

  Draft and(String... elements) {
    String json =
        """
        {"resourceType": "Consent", "id": "%d", "patient": {"reference": "Patient/a"}, %s}
        """;
    List<String> all = new ArrayList<>(List.of(elements));
    if (Stream.of(elements).noneMatch(element -> element.contains("'status'"))) {
      all.add("'status': 'active'");
    }
    if (Stream.of(elements).noneMatch(element -> element.contains("'scope'"))) {
      all.add(scope("patient-privacy"));
    }
    String written = String.join(", ", all).replace('\'', '"');
    consents.add(parse(json.formatted(consents.size(), written)));
    return this;
  }

  static String scope(String code) {
    return "'scope': {'coding': [{'system': '%s', 'code': '%s'}]}".formatted(Code.SCOPES, code);
  }

  static String provision(String elements) {
    return "'provision': {" + elements + "}";
  }

  /** An element of codings. */
  static String codings(String element, Code... codes) {
    return Stream.of(codes)
        .map(code -> "{'system': '%s', 'code': '%s'}".formatted(code.system(), code.value()))
        .collect(Collectors.joining(", ", "'" + element + "': [", "]"));
  }

  static String actor(String reference) {
    return "'actor': [{'role': {'text': 'recipient'}, 'reference': {'reference': '%s'}}]"
        .formatted(reference);
  }

  Draft forbidden(String rule, boolean yields) {
    String json = "{'resourceType': 'Consent', 'provision': {%s}}".formatted(rule);
    Consent read = parse(json.replace('\'', '"'));
    legalDenials.add(new LegalDenial(null, read.getProvision(), yields));
    return this;
  }

  private static Consent parse(String json) {
    return FHIR.newJsonParser().parseResource(Consent.class, json);
  }

  Draft policy(ImplicitPolicy other) {
    policy = other;
    return this;
  }

  Draft user(@Nullable String other) {
    user = other;
    return this;
  }

  Draft groups(String... others) {
    groups = Set.of(others);
    return this;
  }

  Draft purpose(String other) {
    purposes = Set.of(Code.reason(other));
    return this;
  }

  Draft interaction(Interaction other) {
    interaction = other;
    return this;
  }

  Draft at(String other) {
    time = Instant.parse(other);
    return this;
  }

  Draft glass(String patient, String reason, Instant declared) {
    glass = new BreakGlass(patient, reason, declared);
    return this;
  }

  Draft byGraphQl() {
    graphQl = true;
    return this;
  }

  Draft resource(String other) {
    resource = other;
    return this;
  }

  Draft patients(String... others) {
    patients = Set.of(others);
    return this;
  }

  Draft labels(Code... others) {
    labels = Set.of(others);
    return this;
  }

  Draft unseen() {
    labelled = false;
    return this;
  }

  Draft dated(@Nullable String other) {
    date = other;
    return this;
  }

  Draft changed(Instant when) {
    changed = when;
    return this;
  }

  Draft refersTo(String target) {
    refersTo = links(target);
    return this;
  }

  Draft referredFrom(String source) {
    referredFrom = links(source);
    return this;
  }

  Draft author(String author) {
    authors = links(author);
    return this;
  }

  Draft copyOf(String original) {
    inside = new Inside(links(original), inside.referredFrom(), inside.authors());
    return this;
  }

  Draft copyReferredFrom(String source) {
    inside = new Inside(inside.copied(), links(source), inside.authors());
    return this;
  }

  Draft copyBy(String author) {
    inside = new Inside(inside.copied(), inside.referredFrom(), links(author));
    return this;
  }

  private static Set<Link> links(String reference) {
    return Set.of(new Link(reference, Set.of(RandomWorld.identifier(reference))));
  }

  boolean isPermittedBy(Decider decider) {
    return decider.permits(question());
  }

  private Question question() {
    return new Question(
        RandomWorld.in(BERLIN, false),
        consents,
        legalDenials,
        policy,
        new Caller(
            user,
            user == null ? "Device/app" : null,
            Set.of(),
            Set.of("Organization/part"),
            Set.of(),
            groups,
            true,
            false),
        purposes,
        interaction,
        time,
        glass,
        graphQl,
        facts());
  }

  private Facts facts() {
    return new Facts(
        resource,
        Set.of(RandomWorld.identifier(resource)),
        patients,
        Set.of(),
        Set.of(),
        Set.of(),
        labels,
        labelled,
        date == null ? null : Span.of(date, BERLIN),
        changed,
        refersTo,
        referredFrom,
        authors,
        inside);
  }
}
