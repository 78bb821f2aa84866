package org.andiron.consent.plainterms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.andiron.consent.enforcement.ConsentIT;
import org.andiron.consent.plainterms.PlainTerms.Example;
import org.andiron.consent.plainterms.PlainTerms.Expectation;
import org.andiron.consent.plainterms.PlainTerms.Person;
import org.andiron.security.account.Accounts;
import org.andiron.testsupport.FhirHttp.Answer;
import org.andiron.testsupport.SmartApp;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * The consents of the page, stored, and each row of its tables asked over HTTP: by whom it names,
 * with a token for the purpose; and by the patient, with {@code $explain-access}.
 *
 * <p>Other policies than this server's are for {@link PlainTermsTest}. Researchers read nothing
 * here but de-identified exports, and nobody reads for {@code BTG} without ado: these rows are
 * explained only.
 */
class PlainTermsIT extends ConsentIT {

  private static final PlainTerms PAGE = PlainTerms.read();

  @Autowired private Accounts accounts;

  private final Map<String, String> tokens = new HashMap<>();
  private final Map<String, String> usernames = new HashMap<>();

  @BeforeAll
  void theRecord() {
    Answer stored = as(backend).post("", PlainTerms.record());
    assertThat(stored.status()).as(stored.body()).isEqualTo(200);
    PAGE.people()
        .forEach(
            (who, person) -> {
              usernames.put(
                  who,
                  org.andiron.testsupport.Person.create(accounts, who, person.self(), person.role())
                      .username());
              person.organizations().forEach(it -> worksFor(person.self(), it));
            });
  }

  private void worksFor(String practitioner, String organization) {
    stored(
        "PractitionerRole",
        "{'resourceType': 'PractitionerRole', 'practitioner': {'reference': '"
            + practitioner
            + "'}, 'organization': {'reference': '"
            + organization
            + "'}}");
  }

  @TestFactory
  Stream<DynamicTest> eachActsAsItsTableSays() {
    return PAGE.examples().stream()
        .map(example -> DynamicTest.dynamicTest(example.words(), () -> tryOut(example)));
  }

  private void tryOut(Example example) {
    List<Expectation> rows =
        example.expectations().stream()
            .filter(it -> it.policy().equals(PlainTerms.DEFAULT_POLICY))
            .toList();
    assertThat(rows).isNotEmpty();
    rows.forEach(row -> see(row, row.before(), "without it"));

    Answer stored = as(backend).post("Consent", example.consent());
    assertThat(stored.status()).as(stored.body()).isEqualTo(201);
    String consent = "Consent/" + stored.id();
    rows.forEach(row -> see(row, row.withIt(), "with it"));
    rows.stream()
        .filter(row -> row.before() && !row.withIt())
        .forEach(row -> assertThat(decidedBy(row)).contains(consent + "/_history/1"));

    Answer active = as(officer).get(consent);
    Answer inactive = as(officer).put(consent, active.body().replace("\"active\"", "\"inactive\""));
    assertThat(inactive.status()).as(inactive.body()).isEqualTo(200);
    rows.forEach(row -> see(row, row.before(), "taken back"));
  }

  private void see(Expectation row, boolean expected, String when) {
    Person person = Objects.requireNonNull(PAGE.people().get(row.who()));
    String what = Objects.requireNonNull(PAGE.resources().get(row.what()));
    if (!person.role().equals("researcher") && !row.purpose().equals("BTG")) {
      int status = status(token(row.who(), row.purpose()), what);
      assertThat(status).as(row + " " + when).isEqualTo(expected ? 200 : 404);
    }
    // Who sees something for BTG is reported, also where the policy permits it.
    String permitted = row.purpose().equals("BTG") ? "permit-with-obligations" : "permit";
    assertThat(decision(row))
        .as(row + " explained " + when)
        .isEqualTo(expected ? permitted : "deny");
  }

  private String decision(Expectation row) {
    return explained(row).stream()
        .filter(it -> it.startsWith("decision "))
        .findFirst()
        .orElseThrow()
        .substring("decision ".length());
  }

  private List<String> decidedBy(Expectation row) {
    return explained(row).stream()
        .filter(it -> it.startsWith("decidedBy "))
        .map(it -> it.substring("decidedBy ".length()))
        .toList();
  }

  /** As Anna is told: names of parameters with their values. */
  private List<String> explained(Expectation row) {
    Answer answer =
        as(token("Anna", "PATRQT"))
            .get(
                "Patient/anna/$explain-access?actor="
                    + Objects.requireNonNull(PAGE.people().get(row.who())).self()
                    + "&purpose="
                    + row.purpose()
                    + "&resource="
                    + PAGE.resources().get(row.what()));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return StreamSupport.stream(answer.json().path("parameter").spliterator(), false)
        .map(
            it ->
                it.path("name").asText()
                    + " "
                    + it.path("valueCode").asText()
                    + it.path("part").path(0).path("valueReference").path("reference").asText())
        .toList();
  }

  private String token(String who, String purpose) {
    return tokens.computeIfAbsent(who + " " + purpose, it -> newToken(who, purpose));
  }

  /** By an app that is registered for the purpose. */
  private String newToken(String who, String purpose) {
    String app = "app-" + UUID.randomUUID();
    register(
        SmartApp.publicApp(
            app,
            "openid fhirUser user/*.rs",
            "\"andiron_skip_authorization_page\": true, \"purpose_of_use\": [\""
                + purpose
                + "\"]"));
    SmartApp signedIn = new SmartApp(rootUrl(), app).signIn(usernames.get(who));
    return signedIn
        .redeem(signedIn.code(signedIn.request("openid user/*.rs")))
        .json()
        .path("access_token")
        .asText();
  }
}
