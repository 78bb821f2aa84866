package org.andiron.audit.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventAgentComponent;
import org.hl7.fhir.r4.model.AuditEvent.AuditEventEntityComponent;
import org.hl7.fhir.r4.model.CanonicalType;
import org.hl7.fhir.r4.model.Coding;

/**
 * What the profiles of IHE BALP 1.1.4 ask of an AuditEvent beyond R4: fixed codes, slices and how
 * many of each. Written from the published definitions, apart from the code that is tested.
 *
 * <p>In each profile an agent or entity belongs to a slice by its type. A slice is checked for all
 * that belong to it; in a closed list each has to belong to one.
 *
 * @see <a href="https://profiles.ihe.net/ITI/BALP/artifacts.html">BALP, artifacts</a>
 */
public final class BalpConformance {

  private static final String BALP = "https://profiles.ihe.net/ITI/BALP/";
  private static final String PROFILES = BALP + "StructureDefinition/";
  private static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";
  private static final String PARTICIPATION = HL7 + "v3-ParticipationType";
  private static final String INTERACTION = "http://hl7.org/fhir/restful-interaction";
  private static final String ENTITY_TYPE = HL7 + "audit-entity-type";
  private static final String OBJECT_ROLE = HL7 + "object-role";
  private static final String USER_AGENTS = BALP + "CodeSystem/UserAgentTypes";
  private static final String JTI = "urn:ietf:params:oauth:jti:";
  private static final int MANY = Integer.MAX_VALUE;

  private record Check<T>(String what, Predicate<T> holds) {}

  private record Slice<T>(
      String name, Predicate<T> belongs, int min, int max, List<Check<T>> checks) {

    @SafeVarargs
    Slice(String name, Predicate<T> belongs, int min, int max, Check<T>... checks) {
      this(name, belongs, min, max, List.of(checks));
    }
  }

  private record Slicing<T>(int min, int max, boolean closed, List<Slice<T>> slices) {}

  private record Profile(
      List<Check<AuditEvent>> checks,
      Slicing<AuditEventAgentComponent> agents,
      Slicing<AuditEventEntityComponent> entities) {}

  private static final Map<String, Profile> ALL = profiles();

  private BalpConformance() {}

  /** What does not hold of the profiles that the event claims. */
  public static List<String> problems(AuditEvent event) {
    return event.getMeta().getProfile().stream()
        .map(CanonicalType::getValue)
        .flatMap(url -> problems(event, url).stream().map(it -> url + ": " + it))
        .toList();
  }

  /** What does not hold of a profile, which the event may claim or not. */
  static List<String> problems(AuditEvent event, String url) {
    Profile profile = ALL.get(url);
    if (profile == null) {
      return List.of("no such profile");
    }
    List<String> problems = new ArrayList<>();
    profile.checks().stream()
        .filter(it -> !it.holds().test(event))
        .forEach(it -> problems.add(it.what()));
    problems.addAll(problems("agent", event.getAgent(), profile.agents()));
    problems.addAll(problems("entity", event.getEntity(), profile.entities()));
    // "SHALL be prefixed" in the comments on policy and token; val-audit-source is below.
    event.getAgent().stream()
        .flatMap(it -> it.getPolicy().stream())
        .filter(it -> !it.getValue().startsWith(JTI))
        .forEach(it -> problems.add("policy is no jti"));
    return problems;
  }

  private static <T> List<String> problems(String list, List<T> items, Slicing<T> slicing) {
    List<String> problems = new ArrayList<>();
    if (items.size() < slicing.min() || items.size() > slicing.max()) {
      problems.add("%d of %s".formatted(items.size(), list));
    }
    for (Slice<T> slice : slicing.slices()) {
      List<T> members = items.stream().filter(slice.belongs()).toList();
      if (members.size() < slice.min() || members.size() > slice.max()) {
        problems.add("%d of %s:%s".formatted(members.size(), list, slice.name()));
      }
      for (Check<T> check : slice.checks()) {
        if (!members.stream().allMatch(check.holds())) {
          problems.add("%s:%s %s".formatted(list, slice.name(), check.what()));
        }
      }
    }
    if (slicing.closed()
        && !items.stream()
            .allMatch(it -> slicing.slices().stream().anyMatch(s -> s.belongs().test(it)))) {
      problems.add(list + " is closed");
    }
    return problems;
  }

  private static Map<String, Profile> profiles() {
    Set<String> reads = Set.of("read", "vread");
    Set<String> updates = Set.of("update", "patch");
    Set<String> searches = Set.of("search", "search-type", "search-system");
    Function<String, Slice<AuditEventAgentComponent>> client =
        code -> machine("client", type(DCM, code));
    Function<String, Slice<AuditEventAgentComponent>> server =
        code -> machine("server", type(DCM, code));

    // 3:5.7.3 RESTful activities
    Profile create =
        rest(
            "C",
            Set.of("create"),
            List.of(client.apply("110153"), server.apply("110152"), author()),
            data());
    Profile read =
        rest(
            "R",
            reads,
            List.of(client.apply("110152"), server.apply("110153"), recipient()),
            data());
    Profile update =
        rest(
            "U",
            updates,
            List.of(client.apply("110153"), server.apply("110152"), author()),
            data());
    Profile delete =
        rest(
            "D",
            Set.of("delete"),
            List.of(
                client.apply("110150"),
                machine("server", type(HL7 + "provenance-participant-type", "custodian")),
                author()),
            data());
    Profile query =
        rest(
            "E",
            searches,
            List.of(client.apply("110153"), server.apply("110152"), recipient()),
            query());
    return Map.ofEntries(
        Map.entry(PROFILES + "IHE.BasicAudit.Create", create),
        Map.entry(PROFILES + "IHE.BasicAudit.PatientCreate", ofPatient(create)),
        Map.entry(PROFILES + "IHE.BasicAudit.Read", read),
        Map.entry(PROFILES + "IHE.BasicAudit.PatientRead", ofPatient(read)),
        Map.entry(PROFILES + "IHE.BasicAudit.Update", update),
        Map.entry(PROFILES + "IHE.BasicAudit.PatientUpdate", ofPatient(update)),
        Map.entry(PROFILES + "IHE.BasicAudit.Delete", delete),
        Map.entry(PROFILES + "IHE.BasicAudit.PatientDelete", ofPatient(delete)),
        Map.entry(PROFILES + "IHE.BasicAudit.Query", query),
        Map.entry(PROFILES + "IHE.BasicAudit.PatientQuery", ofPatient(query)),
        Map.entry(PROFILES + "IHE.BasicAudit.OAUTHaccessTokenUse.Minimal", minimal()),
        Map.entry(PROFILES + "IHE.BasicAudit.OAUTHaccessTokenUse.Comprehensive", comprehensive()),
        Map.entry(PROFILES + "IHE.BasicAudit.AuthZconsent", authzConsent()),
        Map.entry(
            PROFILES + "IHE.BasicAudit.PrivacyDisclosure.Source",
            disclosure("110106", "R", "110153")),
        Map.entry(
            PROFILES + "IHE.BasicAudit.PrivacyDisclosure.Recipient",
            disclosure("110107", "C", "110152")),
        Map.entry(PROFILES + "IHE.IUA.71", getAccessToken()));
  }

  private static Profile rest(
      String action,
      Set<String> interactions,
      List<Slice<AuditEventAgentComponent>> agents,
      Slice<AuditEventEntityComponent> object) {
    return new Profile(
        List.of(
            check("type", e -> is(e.getType(), HL7 + "audit-event-type", "rest")),
            check(
                "subtype",
                e ->
                    e.getSubtype().stream()
                            .filter(
                                it ->
                                    interactions.stream()
                                        .anyMatch(code -> is(it, INTERACTION, code)))
                            .count()
                        == 1),
            action(action),
            check("outcome", e -> e.hasOutcome() && e.getOutcome().toCode().equals("0"))),
        new Slicing<>(2, MANY, false, agents),
        new Slicing<>(1, MANY, false, List.of(requestId(), object)));
  }

  private static Profile ofPatient(Profile profile) {
    return new Profile(
        profile.checks(),
        profile.agents(),
        new Slicing<>(2, MANY, false, with(profile.entities().slices(), patient())));
  }

  /** 3:5.7.5.2 oAuth, Minimal. */
  private static Profile minimal() {
    return new Profile(
        List.of(),
        new Slicing<>(
            1,
            MANY,
            false,
            List.of(
                new Slice<>(
                    "oUser",
                    type(USER_AGENTS, "UserOauthAgent"),
                    1,
                    MANY,
                    requestor(true),
                    check("one policy", it -> it.getPolicy().size() == 1),
                    noMedia(),
                    noNetwork()))),
        open());
  }

  /** 3:5.7.5.3 oAuth, Comprehensive. */
  private static Profile comprehensive() {
    return new Profile(
        List.of(),
        new Slicing<>(
            1,
            MANY,
            false,
            List.of(
                new Slice<>(
                    "oClient",
                    type(DCM, "110150"),
                    1,
                    1,
                    check("client_id", it -> it.getWho().getIdentifier().hasValue()),
                    noMedia()),
                new Slice<>(
                    "oUser",
                    type(PARTICIPATION, "IRCP"),
                    0,
                    1,
                    check("who.identifier", it -> it.getWho().hasIdentifier()),
                    requestor(true),
                    check("one policy", it -> it.getPolicy().size() == 1),
                    noMedia(),
                    noNetwork()))),
        open());
  }

  /** 3:5.7.6 Consent Authorized Decision. */
  private static Profile authzConsent() {
    return new Profile(
        List.of(
            check("modifierExtension", e -> !e.hasModifierExtension()),
            check("type", e -> is(e.getType(), DCM, "110113")),
            check(
                "subtype",
                e ->
                    e.hasSubtype()
                        && e.getSubtype().stream()
                            .allMatch(
                                it ->
                                    Stream.of("AuthZ-Consent", "AuthZ-Role")
                                        .anyMatch(
                                            code ->
                                                is(it, BALP + "CodeSystem/AuthZsubType", code)))),
            action("E"),
            check("outcome", AuditEvent::hasOutcome),
            observerIs(HL7 + "extra-security-role-type", "authserver")),
        new Slicing<>(
            4,
            MANY,
            false,
            List.of(
                new Slice<>(
                    "client",
                    type(DCM, "110150"),
                    1,
                    1,
                    who(),
                    network(),
                    noRole(),
                    noMedia(),
                    noAltIdOrLocation(),
                    noName(),
                    noPurpose()),
                new Slice<>(
                    "user",
                    type(PARTICIPATION, "IRCP"),
                    1,
                    1,
                    who(),
                    requestor(true),
                    noMedia(),
                    noNetwork(),
                    noAltIdOrLocation()),
                new Slice<>(
                    "userorg",
                    type(HL7 + "v3-RoleClass", "PROV"),
                    1,
                    1,
                    who(),
                    requestor(false),
                    noRole(),
                    noName(),
                    noPolicy(),
                    noMedia(),
                    noNetwork(),
                    noAltIdOrLocation()),
                new Slice<>(
                    "authorizer",
                    type(HL7 + "extra-security-role-type", "authserver"),
                    1,
                    1,
                    who(),
                    requestor(false),
                    noRole(),
                    noName(),
                    noPolicy(),
                    noMedia(),
                    noNetwork(),
                    noAltIdOrLocation(),
                    noPurpose()))),
        new Slicing<>(
            2,
            MANY,
            true,
            List.of(
                patient(),
                new Slice<>(
                    "consent",
                    it -> is(it.getType(), "http://hl7.org/fhir/resource-types", "Consent"),
                    1,
                    MANY,
                    what()),
                new Slice<>(
                    "token",
                    it -> is(it.getType(), USER_AGENTS, "UserOauthAgent"),
                    0,
                    1,
                    check("jti", it -> it.getWhat().getIdentifier().getValue().startsWith(JTI))))));
  }

  /**
   * 3:5.7.7 Privacy Disclosure.
   *
   * @param observer which of the two is the server
   */
  private static Profile disclosure(String type, String action, String observer) {
    return new Profile(
        List.of(
            check("modifierExtension", e -> !e.hasModifierExtension()),
            check("type", e -> is(e.getType(), DCM, type)),
            check(
                "subtype",
                e ->
                    e.getSubtype().stream()
                            .filter(it -> is(it, HL7 + "iso-21089-lifecycle", "disclose"))
                            .count()
                        == 1),
            action(action),
            check("outcome", AuditEvent::hasOutcome),
            observerIs(DCM, observer)),
        new Slicing<>(
            2,
            MANY,
            false,
            List.of(
                new Slice<>("source", type(DCM, "110153"), 1, 1, who(), network()),
                new Slice<>("recipient", type(DCM, "110152"), 1, 1, who(), network()),
                new Slice<>("custodian", type("http://snomed.info/sct", "159541003"), 0, 1, who()),
                new Slice<>(
                    "authorizer", type("http://snomed.info/sct", "429577009"), 0, 1, who()))),
        new Slicing<>(2, MANY, false, List.of(patient())));
  }

  /** IHE IUA, Get Access Token [ITI-71], as BALP has it. Its entities are told apart by role. */
  private static Profile getAccessToken() {
    return new Profile(
        List.of(
            check("type", e -> is(e.getType(), DCM, "110114")),
            check(
                "subtype",
                e ->
                    e.getSubtype().size() == 1
                        && is(e.getSubtypeFirstRep(), "urn:ihe:event-type-code", "ITI-71")),
            action("E"),
            check("outcome", e -> e.hasOutcome() && e.getOutcome().toCode().equals("0"))),
        new Slicing<>(
            2,
            3,
            true,
            List.of(
                new Slice<>("client", type(DCM, "110150"), 1, 1, who(), network(), noMedia()),
                new Slice<>(
                    "auth-server",
                    type(USER_AGENTS, "AuthzOauthService"),
                    1,
                    1,
                    who(),
                    network(),
                    noMedia()),
                new Slice<>(
                    "user",
                    type(PARTICIPATION, "IRCP"),
                    0,
                    1,
                    who(),
                    requestor(true),
                    check("altId", it -> !it.hasAltId()),
                    noMedia(),
                    noNetwork()))),
        new Slicing<>(
            1,
            1,
            true,
            List.of(
                new Slice<>(
                    "token-request",
                    it -> is(it.getRole(), OBJECT_ROLE, "24"),
                    1,
                    1,
                    check("type", it -> is(it.getType(), ENTITY_TYPE, "2")),
                    check("what", it -> !it.hasWhat()),
                    check("query", AuditEventEntityComponent::hasQuery)))));
  }

  private static Slice<AuditEventAgentComponent> machine(
      String name, Predicate<AuditEventAgentComponent> belongs) {
    return new Slice<>(name, belongs, 1, 1, who(), network(), noMedia());
  }

  /** The user where data goes out: fixed to IRCP. */
  private static Slice<AuditEventAgentComponent> recipient() {
    return user(type(PARTICIPATION, "IRCP"));
  }

  /** The user where data comes in: value set DataSources. */
  private static Slice<AuditEventAgentComponent> author() {
    return user(
        it -> Stream.of("AUT", "INF", "CST").anyMatch(code -> type(PARTICIPATION, code).test(it)));
  }

  private static Slice<AuditEventAgentComponent> user(Predicate<AuditEventAgentComponent> type) {
    return new Slice<>("user", type, 0, 1, who(), requestor(true), noMedia(), noNetwork());
  }

  private static Slice<AuditEventEntityComponent> requestId() {
    return new Slice<>(
        "transaction",
        it -> is(it.getType(), BALP + "CodeSystem/BasicAuditEntityType", "XrequestId"),
        0,
        1,
        check(
            "identifier",
            it -> !it.getWhat().hasIdentifier() || it.getWhat().getIdentifier().hasValue()));
  }

  private static Slice<AuditEventEntityComponent> data() {
    return new Slice<>(
        "data",
        it -> is(it.getType(), ENTITY_TYPE, "2"),
        1,
        1,
        what(),
        check(
            "role", // value set RestObjectRoles
            it -> Stream.of("3", "4", "20").anyMatch(code -> is(it.getRole(), OBJECT_ROLE, code))));
  }

  private static Slice<AuditEventEntityComponent> query() {
    return new Slice<>(
        "query",
        it -> is(it.getType(), ENTITY_TYPE, "2"),
        1,
        1,
        check("role", it -> is(it.getRole(), OBJECT_ROLE, "24")),
        check("what", it -> !it.hasWhat()),
        check("lifecycle", it -> !it.hasLifecycle()),
        check("query", AuditEventEntityComponent::hasQuery),
        check("detail", it -> !it.hasDetail()));
  }

  private static Slice<AuditEventEntityComponent> patient() {
    return new Slice<>(
        "patient",
        it -> is(it.getType(), ENTITY_TYPE, "1"),
        1,
        1,
        check("role", it -> is(it.getRole(), OBJECT_ROLE, "1")),
        what(),
        check(
            "is a Patient",
            it ->
                !it.getWhat().hasReference()
                    || it.getWhat().getReference().startsWith("Patient/")));
  }

  /** val-audit-source: the observer is this agent too. */
  private static Check<AuditEvent> observerIs(String system, String code) {
    return check(
        "val-audit-source",
        e ->
            e.getAgent().stream()
                .filter(type(system, code))
                .allMatch(it -> it.getWho().equalsDeep(e.getSource().getObserver())));
  }

  private static Check<AuditEvent> action(String code) {
    return check("action", e -> e.hasAction() && e.getAction().toCode().equals(code));
  }

  private static Check<AuditEventAgentComponent> who() {
    return check("who", it -> it.hasWho() && !it.getWho().isEmpty());
  }

  private static Check<AuditEventAgentComponent> network() {
    return check("network", AuditEventAgentComponent::hasNetwork);
  }

  private static Check<AuditEventAgentComponent> requestor(boolean value) {
    return check("requestor", it -> it.hasRequestor() && it.getRequestor() == value);
  }

  private static Check<AuditEventAgentComponent> noNetwork() {
    return check("no network", it -> !it.hasNetwork());
  }

  private static Check<AuditEventAgentComponent> noMedia() {
    return check("no media", it -> !it.hasMedia());
  }

  private static Check<AuditEventAgentComponent> noRole() {
    return check("no role", it -> !it.hasRole());
  }

  private static Check<AuditEventAgentComponent> noName() {
    return check("no name", it -> !it.hasName());
  }

  private static Check<AuditEventAgentComponent> noPolicy() {
    return check("no policy", it -> !it.hasPolicy());
  }

  private static Check<AuditEventAgentComponent> noPurpose() {
    return check("no purposeOfUse", it -> !it.hasPurposeOfUse());
  }

  private static Check<AuditEventAgentComponent> noAltIdOrLocation() {
    return check("no altId, no location", it -> !it.hasAltId() && !it.hasLocation());
  }

  private static Check<AuditEventEntityComponent> what() {
    return check("what", it -> it.hasWhat() && !it.getWhat().isEmpty());
  }

  private static Predicate<AuditEventAgentComponent> type(String system, String code) {
    return it -> it.getType().getCoding().stream().anyMatch(coding -> is(coding, system, code));
  }

  private static boolean is(Coding coding, String system, String code) {
    return system.equals(coding.getSystem()) && code.equals(coding.getCode());
  }

  private static <T> Check<T> check(String what, Predicate<T> holds) {
    return new Check<>(what, holds);
  }

  private static <T> Slicing<T> open() {
    return new Slicing<>(0, MANY, false, List.of());
  }

  private static <T> List<T> with(List<T> list, T more) {
    return Stream.concat(list.stream(), Stream.of(more)).toList();
  }
}
