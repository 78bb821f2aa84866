package org.andiron.security.access.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.security.access.matrix.Content.Owner;
import org.andiron.security.access.matrix.Oracle.Outcome;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.SmartIT;
import org.andiron.testsupport.TestUsers;
import org.andiron.testsupport.UserTokens;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every type, interaction, set of scopes and owner over HTTP, with real tokens and real records:
 * each answer is the one that {@link Oracle} computes from the scopes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpMatrixIT extends SmartIT {

  private static final String GRANULAR =
      "patient/Observation.rs?category="
          + MatrixRecords.LABORATORY
          + " patient/Patient.r patient/Condition.s";

  private final UserTokens tokens = new UserTokens(this);
  private final List<String> wrong = new ArrayList<>();
  private List<MatrixRecord> records = List.of();
  private Map<String, String> versions = Map.of();

  /** As they were stored, by path. Some are known by an element that is another one each time. */
  private final Map<String, String> texts = new HashMap<>();

  private int cells;

  static Stream<MatrixCaller> callers() {
    return Stream.of(
        MatrixCaller.of(TestUsers.PHYSICIAN, "user/*.cruds"),
        MatrixCaller.launched(TestUsers.PHYSICIAN, "patient/*.cruds"),
        MatrixCaller.launched(TestUsers.PHYSICIAN, GRANULAR),
        MatrixCaller.launched(TestUsers.NURSE, "patient/*.read"),
        MatrixCaller.launched(TestUsers.NURSE, "patient/*.write user/Condition.rs"),
        MatrixCaller.of(TestUsers.NURSE, "user/*.*"),
        MatrixCaller.launched(TestUsers.PATIENT, "patient/*.cruds"),
        MatrixCaller.of(TestUsers.PATIENT, "user/*.rs"),
        MatrixCaller.of(TestUsers.RELATIVE, "user/*.rs"),
        MatrixCaller.of(TestUsers.PRIVACY_OFFICER, "user/*.rs"),
        MatrixCaller.of(TestUsers.ADMINISTRATOR, "user/*.rs"),
        MatrixCaller.of(TestUsers.ADMINISTRATOR, "user/*.cruds"),
        MatrixCaller.of(TestUsers.ADMINISTRATOR, "user/Subscription.cruds"),
        MatrixCaller.of(TestUsers.RESEARCHER, "user/*.cruds"),
        MatrixCaller.backend("system/*.rs"),
        MatrixCaller.backend("system/*.cruds"),
        MatrixCaller.backend("system/Observation.rs system/Patient.cud system/Encounter.s"));
  }

  @BeforeAll
  void store() {
    records = new MatrixRecords(fhirContext()).ofTypes(servedTypes());
    RelatedPerson relative =
        new RelatedPerson().setPatient(new Reference("Patient/" + MatrixRecords.OWN));
    relative.setId("test-relative");
    BatchOfEntries stored = new BatchOfEntries();
    records.forEach(it -> texts.put(it.path(), text(it)));
    records.forEach(it -> stored.add("PUT", it.path(), stored(it)));
    stored.add(
        "PUT",
        "RelatedPerson/test-relative",
        fhirContext().newJsonParser().encodeResourceToString(relative));
    stored.send(administrator());
    for (int i = 0; i <= records.size(); i++) {
      assertThat(stored.status(i)).as("%d %s", i, stored.outcome(i)).isIn(200, 201);
    }
    versions = versions();
  }

  /** With a token of its own for each use: the matrix may take longer than one is good for. */
  private FhirHttp administrator() {
    return http(token("system/*.cruds"));
  }

  private List<String> servedTypes() {
    List<String> types = new ArrayList<>();
    http()
        .get("metadata")
        .json()
        .at("/rest/0/resource")
        .forEach(resource -> types.add(resource.path("type").asText()));
    // The audit log grows only, under rules of its own: AuditEventIT.
    types.remove("AuditEvent");
    return types;
  }

  /** Makes the Subscriptions those of their owners, as seen from whoever has the token. */
  private void giveSubscriptions(String token) throws ParseException {
    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    String app = claims.getStringClaim("client_id");
    for (MatrixRecord it : records) {
      if (it.type().equals("Subscription")) {
        jdbc().update("delete from andiron.subscription_owner where subscription = ?", it.id());
        it.content()
            .owner()
            .party(app, claims.getSubject())
            .ifPresent(party -> own(it.id(), party));
      }
    }
  }

  private void own(String subscription, String party) {
    jdbc()
        .update(
            "insert into andiron.subscription_owner (subscription, party, subject, client, scopes)"
                + " values (?, ?, '', '', '')",
            subscription,
            party);
  }

  /** Current versions, by path. Another test may have stored a Patient of the users before. */
  private Map<String, String> versions() {
    BatchOfEntries read = new BatchOfEntries();
    records.forEach(it -> read.add("GET", it.path(), ""));
    read.sendTogether(administrator());
    Map<String, String> current = new HashMap<>();
    for (int i = 0; i < records.size(); i++) {
      current.put(records.get(i).path(), read.resource(i).at("/meta/versionId").asText());
    }
    return current;
  }

  private String text(MatrixRecord matrixRecord) {
    return fhirContext().newJsonParser().encodeResourceToString(matrixRecord.resource().get());
  }

  private String stored(MatrixRecord matrixRecord) {
    return Objects.requireNonNull(texts.get(matrixRecord.path()));
  }

  /** Nothing was changed or deleted by requests that were refused or changed nothing. */
  @AfterAll
  void everythingIsThereAndRemoved() {
    assertThat(versions()).isEqualTo(versions);
    BatchOfEntries removed = new BatchOfEntries();
    removed.add("DELETE", "RelatedPerson/test-relative", "");
    for (int i = records.size() - 1; i >= 0; i--) {
      removed.add("DELETE", records.get(i).path(), "");
    }
    removed.send(administrator());
  }

  @Test
  void hasEveryTypeThatCanBeChanged() {
    assertThat(records.stream().map(MatrixRecord::type).collect(Collectors.toSet()))
        .hasSize(145)
        .hasSameElementsAs(servedTypes());
  }

  @ParameterizedTest
  @MethodSource("callers")
  void everyAnswerIsTheOneThatTheScopesSay(MatrixCaller caller) throws ParseException {
    wrong.clear();
    cells = 0;
    Oracle oracle = caller.oracle();
    String token = tokenOf(caller);
    giveSubscriptions(token);
    FhirHttp http = http(token);
    reads(oracle, http);
    searches(oracle, http);
    writes(oracle, http);
    creates(oracle, http);
    assertThat(wrong).as("%d of %d cells of %s", wrong.size(), cells, caller).isEmpty();
    assertThat(cells).isGreaterThan(1500);
  }

  private String tokenOf(MatrixCaller caller) {
    if (caller.user().isEmpty()) {
      return token(caller.scopes());
    }
    return caller.launched()
        ? tokens.of(caller.user(), caller.scopes(), MatrixRecords.OWN)
        : tokens.of(caller.user(), caller.scopes());
  }

  private void expect(String what, Object expected, Object actual) {
    cells++;
    if (!expected.equals(actual)) {
      wrong.add(what + " is " + actual + ", not " + expected);
    }
  }

  private static Outcome outcome(Oracle oracle, char letter, MatrixRecord of, boolean strictly) {
    return oracle.of(letter, of.content(), strictly);
  }

  /** Who may write for anybody is tried with one of two patients. */
  private static boolean isLikeOwn(MatrixRecord it, Outcome outcome) {
    return outcome == Outcome.REACHED && it.content().patients().contains(MatrixRecords.OTHER);
  }

  /**
   * A new Patient gets an id that is not the one of the caller's patient, and a new Subscription is
   * the caller's.
   */
  private static Outcome ofNew(Oracle oracle, char letter, MatrixRecord it) {
    return switch (it.type()) {
      case "Patient" -> oracle.of(letter, Content.of("Patient", Set.of("new"), false), true);
      case "Subscription" -> oracle.of(letter, Content.subscription(Owner.CALLER), true);
      default -> outcome(oracle, letter, it, true);
    };
  }

  private static int statusOfRead(Outcome outcome) {
    return switch (outcome) {
      case REFUSED -> 403;
      case HIDDEN -> 404;
      case REACHED -> 200;
    };
  }

  private void reads(Oracle oracle, FhirHttp http) {
    BatchOfEntries batch = new BatchOfEntries();
    List<String> urls = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (MatrixRecord it : records) {
      for (String suffix : it.first() ? List.of("", "/_history/1", "/_history") : List.of("")) {
        batch.add("GET", it.path() + suffix, "");
        urls.add(it.path() + suffix);
        expected.add(statusOfRead(outcome(oracle, 'r', it, false)));
      }
    }
    batch.sendTogether(http);
    for (int i = 0; i < urls.size(); i++) {
      expect("GET " + urls.get(i) + batch.outcome(i), expected.get(i), batch.status(i));
    }
    Random random = new Random(urls.size());
    for (int i = random.nextInt(30); i < urls.size(); i += 1 + random.nextInt(30)) {
      expect("alone GET " + urls.get(i), expected.get(i), http.get(urls.get(i)).status());
    }
  }

  private void searches(Oracle oracle, FhirHttp http) {
    Map<String, List<MatrixRecord>> byType =
        records.stream().collect(Collectors.groupingBy(MatrixRecord::type));
    List<String> types = List.copyOf(byType.keySet());
    BatchOfEntries batch = new BatchOfEntries();
    for (String type : types) {
      String ids = byType.get(type).stream().map(MatrixRecord::id).collect(Collectors.joining(","));
      batch.add("GET", type + "?_count=50&_id=" + ids, "");
      batch.add("GET", type + "/_history?_count=1", "");
    }
    batch.sendTogether(http);
    for (int i = 0; i < types.size(); i++) {
      List<MatrixRecord> ofType = byType.get(types.get(i));
      boolean refused = outcome(oracle, 's', ofType.get(0), false) == Outcome.REFUSED;
      expect("search of " + types.get(i), refused ? 403 : 200, batch.status(2 * i));
      expect("history of " + types.get(i), refused ? 403 : 200, batch.status(2 * i + 1));
      TreeSet<String> found = new TreeSet<>();
      batch
          .resource(2 * i)
          .path("entry")
          .forEach(entry -> found.add(entry.at("/resource/id").asText()));
      TreeSet<String> reached = new TreeSet<>();
      ofType.stream()
          .filter(it -> outcome(oracle, 's', it, false) == Outcome.REACHED)
          .forEach(it -> reached.add(it.id()));
      expect("what a search of " + types.get(i) + " finds", reached, found);
    }
  }

  /** Update and patch that change nothing, and delete where it must fail. */
  private void writes(Oracle oracle, FhirHttp http) {
    BatchOfEntries batch = new BatchOfEntries();
    List<Runnable> checks = new ArrayList<>();
    Map<String, Integer> absent = new HashMap<>();
    for (MatrixRecord it : records) {
      Outcome update = outcome(oracle, 'u', it, true);
      if (!it.first() || isLikeOwn(it, update)) {
        continue;
      }
      int put = batch.add("PUT", it.path(), stored(it));
      int patch = batch.add("PATCH", it.path(), patchOf(it));
      checks.add(
          () -> {
            expect("PUT " + it.path(), update == Outcome.REACHED ? 200 : 403, batch.status(put));
            expect("PATCH " + it.path(), statusOfRead(update), batch.status(patch));
          });
      Outcome delete = outcome(oracle, 'd', it, true);
      if (delete == Outcome.REACHED) {
        continue;
      }
      int deleted = batch.add("DELETE", it.path(), "");
      int unknown =
          absent.computeIfAbsent(
              it.type(), type -> batch.add("DELETE", type + "/matrix-absent", ""));
      checks.add(
          () ->
              expect(
                  "DELETE " + it.path(),
                  delete == Outcome.REFUSED ? 403 : batch.status(unknown),
                  batch.status(deleted)));
    }
    batch.sendTogether(http);
    checks.forEach(Runnable::run);
  }

  private static String patchOf(MatrixRecord matrixRecord) {
    String patch = "[{\"op\":\"test\",\"path\":\"/id\",\"value\":\"" + matrixRecord.id() + "\"}]";
    return "{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\",\"data\":\""
        + Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8))
        + "\"}";
  }

  /** Whatever the scopes say, those who keep memberships create it alone: MembershipsIT. */
  private static boolean isTeamOfNobody(MatrixRecord matrixRecord) {
    return matrixRecord.type().equals("CareTeam") && matrixRecord.content().patients().isEmpty();
  }

  /** Create, and delete of what was created. */
  private void creates(Oracle oracle, FhirHttp http) {
    BatchOfEntries batch = new BatchOfEntries();
    List<MatrixRecord> tried = new ArrayList<>();
    for (MatrixRecord it : records) {
      if (it.first() && !isLikeOwn(it, ofNew(oracle, 'c', it)) && !isTeamOfNobody(it)) {
        batch.add("POST", it.type(), text(it));
        tried.add(it);
      }
    }
    batch.sendTogether(http);
    BatchOfEntries deleted = new BatchOfEntries();
    BatchOfEntries rest = new BatchOfEntries();
    List<Runnable> checks = new ArrayList<>();
    for (int i = 0; i < tried.size(); i++) {
      MatrixRecord it = tried.get(i);
      int expected = ofNew(oracle, 'c', it) == Outcome.REACHED ? 201 : 403;
      expect("POST " + it.path() + " " + batch.outcome(i), expected, batch.status(i));
      if (batch.status(i) == 201) {
        boolean mayDelete = ofNew(oracle, 'd', it) == Outcome.REACHED;
        if (!mayDelete) {
          rest.add("DELETE", batch.location(i), "");
        }
        int number = deleted.add("DELETE", batch.location(i), "");
        checks.add(
            () ->
                expect(
                    "DELETE of " + it.type() + deleted.outcome(number),
                    mayDelete,
                    deleted.status(number) < 300));
      }
    }
    deleted.sendTogether(http);
    checks.forEach(Runnable::run);
    rest.send(administrator());
  }
}
