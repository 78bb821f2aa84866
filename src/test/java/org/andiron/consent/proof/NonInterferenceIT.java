package org.andiron.consent.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.util.MemoryCacheService;
import ca.uhn.fhir.rest.server.RestfulServer;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.consent.ConsentProperties;
import org.andiron.consent.label.Labeller;
import org.andiron.consent.proof.Attack.Secret;
import org.andiron.consent.proof.Player.Heard;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.UserTokens;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * What patients withhold does not exist for the callers: two worlds, one without it, answer alike;
 * and what looks for differences finds them where a point of enforcement is off. {@code
 * src/docs/operations/consent.md} says how it is done.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ContextConfiguration(initializers = ProofServer.class, inheritInitializers = false)
// Many answers are that something is not found: their time is not compared here.
@TestPropertySource(properties = "andiron.consent.not-found-span=1ms")
class NonInterferenceIT extends SmartIT {

  private static final int READING_PROBES = 120;
  private static final int SHOWN = 5;

  /** Points that hide nothing from requests, or that others stand in for, and why. */
  private static final Map<String, String> NOT_PROBED =
      Map.ofEntries(
          Map.entry(
              "public.hfj_res_link andiron_withheld_binary",
              "links of a Binary, which no world has: HiddenRowsIT"),
          Map.entry(
              "public.hfj_res_tag", "tags are read of resources that were found: HiddenRowsIT"),
          Map.entry(
              "public.hfj_history_tag", "tags are read of versions that were found: HiddenRowsIT"),
          Map.entry("LabelInterceptor", "labels what is stored: LabelsIT"),
          Map.entry(
              "ConsentWriteInterceptor",
              "refuses Consents that cannot be computed: ConsentIntakeIT"),
          Map.entry(
              "ImportedConsents",
              "refuses Consents of imports that cannot be computed: ConsentImportIT"),
          Map.entry("JobVisibilityInterceptor", "tells jobs for whom they are: ExportRightsIT"),
          Map.entry("MembershipInterceptor", "keeps who is a member: BreakGlassIT, MembershipsIT"),
          Map.entry("HighWaterMarkInterceptor", "labels what is shown: LabelsIT"),
          Map.entry("EvenNotFound", "makes it as slow: NotFoundTimeIT"),
          Map.entry("EmergencyAnswers", "records what is shown, hides nothing: BreakGlassIT"),
          Map.entry(
              "SuppressedReads",
              "tells those who may break the glass, hides nothing: BreakGlassIT"),
          Map.entry(
              "ConsentInterceptor.updating", "what is stored is looked at again when it is placed"),
          Map.entry(
              "RestrictedWriteInterceptor.beforeEntries", "creating and updating refuse the same"),
          Map.entry(
              "RestrictedWriteInterceptor.conflicting",
              "names no labelled reference, which no world has: MaskedReferencesIT"),
          Map.entry(
              "RestrictedWriteInterceptor.creating", "beforeChange and beforeEntries come first"),
          Map.entry(
              "RestrictedWriteInterceptor.updating", "beforeChange and beforeEntries come first"));

  @Autowired private DaoRegistry daos;
  @Autowired private MemoryCacheService caches;
  @Autowired private ConsentPolicies policies;
  @Autowired private Labeller labeller;
  @Autowired private ConsentProperties properties;
  @Autowired private RestfulServer server;
  @Autowired private IInterceptorService storageInterceptors;

  private final ProofSettings settings = ProofSettings.get();
  private final ProofReport report = new ProofReport(settings.policy());
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<Difference> differences = new ArrayList<>();
  private final Set<String> canariesHeard = new TreeSet<>();
  private final Set<String> canaries = new TreeSet<>();

  /** Requests that made the server fail. */
  private final List<String> failures = new ArrayList<>();

  /** By point, what was noticed while it was off. */
  private final Map<String, Optional<Difference>> noticed = new LinkedHashMap<>();

  /** What was noticed while none was off. */
  private Optional<Difference> unasked = Optional.empty();

  private WorldDatabase database;
  private ProofCallers staff;
  private CapabilityStatementRestComponent rest;

  @BeforeAll
  void play() {
    log.start();
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(log);
    rest =
        fhirContext()
            .newJsonParser()
            .parseResource(CapabilityStatement.class, http().get("/metadata").body())
            .getRestFirstRep();
    database = new WorldDatabase(jdbc(), daos, caches);
    report.add("policy", settings.policy());
    report.add("seed", settings.seed());
    if (settings.all()) {
      compare(Set.of(ProofCaller.SYSTEM), world -> ProofCallers.systems(this::http, this::token));
      compare(
          Set.of(ProofCaller.PRIVACY_OFFICER),
          world -> ProofCallers.officers(this::http, new UserTokens(this)));
    }
    compare(
        Set.of(ProofCaller.PHYSICIAN, ProofCaller.NURSE, ProofCaller.PATIENT),
        world -> ProofCallers.staff(this::http, new UserTokens(this), seen(world)));
  }

  private void compare(Set<ProofCaller> who, Function<World, ProofCallers> callersOf) {
    boolean ofStaff = who.contains(ProofCaller.NURSE);
    Judge judge = new Judge(policies, labeller, properties.timeZone());
    World world =
        new WorldGenerator(judge, who)
            .generate(settings.seed(), settings.patients(), settings.permissive());
    ProofCallers callers = callersOf.apply(world);
    boolean ownIds = who.contains(ProofCaller.SYSTEM);
    RequestStream stream = new RequestStream(world, rest, callers.count(), ownIds, settings.seed());
    List<Step> probes = new ArrayList<>(stream.reading(READING_PROBES));
    if (ofStaff) {
      probes.addAll(stream.refused());
    }
    List<Step> steps = new ArrayList<>(stream.mixed(settings.requestsOfGroup()));
    if (who.contains(ProofCaller.PRIVACY_OFFICER)) {
      steps.removeIf(NonInterferenceIT::isOfWholeRecords);
    }
    steps.addAll(stream.documents());

    long begun = System.nanoTime();
    TwoWorlds worlds = new TwoWorlds(world, database, callers::as, steps);
    // What a query finds is kept from the first time on that somebody sees by it.
    callers.as(callers.count() / 2).get("Observation?_count=1");
    Player player = worlds.enterB();
    List<Heard> probedInB = player.play(probes);
    List<Heard> inB = player.play(steps);
    long between = System.nanoTime();
    player = worlds.enterA();
    List<Heard> probedInA = player.play(probes);
    List<Heard> inA = player.play(steps);
    long ended = System.nanoTime();

    List<Difference> found = new ArrayList<>(TwoWorlds.differences(probes, probedInA, probedInB));
    found.addAll(TwoWorlds.differences(steps, inA, inB));
    for (List<Heard> all : List.of(probedInA, inA)) {
      all.forEach(it -> canariesHeard.addAll(it.canaries()));
    }
    canaries.addAll(worlds.canaries());
    addFailures(probes, probedInA, "A");
    addFailures(steps, inA, "A");
    addFailures(probes, probedInB, "B");
    addFailures(steps, inB, "B");
    report(who, world, steps, inA, found, ended - between, between - begun);
    differences.addAll(
        found.isEmpty()
            ? List.of()
            : Shrinking.smallest(found.subList(0, Math.min(SHOWN, found.size())), worlds::ask));
    if (ofStaff) {
      staff = callers;
      mutate(worlds, stream, probes);
    }
  }

  /**
   * The log is the officers', also of records that they do not see, and so is what is decided of a
   * whole record; of the types that exist for them, Tasks are withheld.
   */
  private static boolean isOfWholeRecords(Step step) {
    return step.path().matches(".*\\$(access-report|evaluate)")
        || (step.path().endsWith("$explain-access") && step.url().contains("Task"));
  }

  private void addFailures(List<Step> steps, List<Heard> heard, String world) {
    for (int i = 0; i < steps.size(); i++) {
      if (heard.get(i).isFailure()) {
        failures.add(world + ": " + steps.get(i));
      }
    }
  }

  private static String seen(World world) {
    return world
        .visible()
        .filter(it -> it.fhirType().equals("Patient"))
        .findFirst()
        .orElseThrow()
        .getIdPart();
  }

  private void report(
      Set<ProofCaller> who,
      World world,
      List<Step> steps,
      List<Heard> inA,
      List<Difference> found,
      long timeInA,
      long timeInB) {
    Map<Integer, Integer> statuses = new TreeMap<>();
    inA.forEach(it -> statuses.merge(it.status(), 1, Integer::sum));
    report.add("callers", who);
    report.add(
        "resources, hidden, masked",
        world.newest().size() + ", " + world.hidden().size() + ", " + world.masked().size());
    report.add("requests in each world", steps.size());
    report.add("answers by status", statuses);
    report.add("seconds in A and B", timeInA / 1_000_000_000 + ", " + timeInB / 1_000_000_000);
    report.add("canaries searched for", canaries.size());
    report.add("differences", found.size());
    for (Difference difference : found) {
      report.add("difference", difference);
    }
    report.add("canaries heard", canariesHeard);
    report.add("failures", failures.size());
    failures.forEach(it -> report.add("failure", it));
  }

  /** In world A, with one point off after the other. */
  private void mutate(TwoWorlds worlds, RequestStream stream, List<Step> probes) {
    worlds.enterA();
    List<Step> all = new ArrayList<>(probes);
    all.addAll(stream.refused());
    all.addAll(stream.deletionsOfReferred());
    List<Heard> expected = worlds.inA().play(all);
    unasked = first(worlds.inA(), all, expected);
    for (Mutation point : EnforcementPoints.policies(jdbc())) {
      if (isProbed(point)) {
        point.during(() -> noticed.put(point.name(), first(worlds.inA(), all, expected)));
      }
    }
    for (Mutation point :
        EnforcementPoints.hooks(Stream.of(server.getInterceptorService(), storageInterceptors))) {
      if (isProbed(point)) {
        // What was stored while another was off is there now.
        List<Step> refused = new ArrayList<>(stream.refused());
        refused.addAll(stream.deletionsOfReferred());
        List<Heard> refusals = worlds.inA().play(refused);
        point.during(() -> noticed.put(point.name(), first(worlds.inA(), refused, refusals)));
      }
    }
    noticed.forEach(
        (point, difference) ->
            report.add(
                "off: " + point, difference.map(NonInterferenceIT::noticed).orElse("NOTHING")));
  }

  private static String noticed(Difference difference) {
    return "%s %s: %d instead of %d"
        .formatted(
            difference.step().method(),
            difference.step().url(),
            difference.inA().status(),
            difference.inB().status());
  }

  private static boolean isProbed(Mutation point) {
    return NOT_PROBED.keySet().stream().noneMatch(it -> point.name().startsWith(it));
  }

  private static Optional<Difference> first(Player player, List<Step> steps, List<Heard> expected) {
    player.forgetPages();
    for (int i = 0; i < steps.size(); i++) {
      Heard heard = player.play(steps.get(i), i);
      if (!heard.text().equals(expected.get(i).text())) {
        return Optional.of(new Difference(steps.get(i), heard, expected.get(i)));
      }
    }
    return Optional.empty();
  }

  @Test
  @Order(1)
  void bothWorldsAnswerAlike() {
    assertThat(differences).isEmpty();
  }

  @Test
  @Order(2)
  void nothingHiddenIsHeard() {
    assertThat(canaries.size()).isGreaterThan(500);
    assertThat(canariesHeard).isEmpty();
  }

  /** An answer that is the same in both worlds may still be wrong. */
  @Test
  @Order(3)
  void noRequestMakesTheServerFail() {
    assertThat(failures).isEmpty();
  }

  /** Not even what callers have said. */
  @Test
  @Order(4)
  void nothingHiddenIsLogged() {
    List<ILoggingEvent> logged = List.copyOf(log.list);
    Set<String> found =
        logged.stream()
            .flatMap(it -> Marks.in(it.getFormattedMessage()).stream())
            .filter(canaries::contains)
            .collect(Collectors.toCollection(TreeSet::new));
    report.add("canaries in " + logged.size() + " lines of log", found);
    assertThat(found).isEmpty();
  }

  @Test
  @Order(5)
  void whereNothingIsOffNothingIsNoticed() {
    assertThat(unasked).isEmpty();
  }

  @TestFactory
  @Order(6)
  Stream<DynamicTest> whatIsOffIsNoticed() {
    return noticed.entrySet().stream()
        .map(it -> dynamicTest(it.getKey(), () -> assertThat(it.getValue()).isPresent()));
  }

  @TestFactory
  @Order(7)
  Stream<DynamicTest> attacksGetNothingButChance() {
    assumeTrue(settings.permissive(), "where nothing is permitted, nobody sees the secrets");
    Secrets secrets = new Secrets(settings.secrets(), settings.seed());
    database.apply(secrets.stores());
    for (String id : secrets.later()) {
      jdbc().update("update hfj_resource set res_updated = '2031-01-01' where fhir_id = ?", id);
    }
    return Arrays.stream(Attack.values())
        .map(
            attack ->
                dynamicTest(
                    attack.name(), () -> attack(attack, secrets, http(token("system/*.cruds")))));
  }

  private void attack(Attack attack, Secrets secrets, FhirHttp sees) {
    int bits = secrets.secrets().size();
    int right = right(attack, secrets, staff.as(0));
    int rightIfSeen = right(attack, secrets, sees);
    double chance = Chance.ofGuessing(right, bits);
    report.add(
        "attack " + attack,
        "%d of %d bits (p %.2f); where it is seen, %d".formatted(right, bits, chance, rightIfSeen));
    assertThat(rightIfSeen).as("bits of what is seen").isEqualTo(bits);
    assertThat(chance).as("%d of %d bits", right, bits).isGreaterThan(0.01);
  }

  private static int right(Attack attack, Secrets secrets, FhirHttp http) {
    int right = 0;
    for (Secret secret : secrets.secrets()) {
      if (attack.guess(http, secret) == secret.bit()) {
        right++;
      }
    }
    return right;
  }
}
