package org.andiron.security.account.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.andiron.security.AccountEvent;
import org.andiron.security.account.Account;
import org.andiron.security.account.AccountsFixture;
import org.andiron.security.role.RolePolicies;
import org.andiron.testsupport.AndironIT;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ScimServerIT extends AndironIT {

  private static final String BASE = "https://fhir.example.org/scim/v2";

  @Autowired private DataSource dataSource;

  private AccountsFixture fixture;
  private ScimServer server;

  @BeforeEach
  void setUp() {
    fixture = new AccountsFixture(dataSource);
    server =
        new ScimServer(
            fixture.accounts,
            GuardedRoles.of(new RolePolicies(List.of())),
            fixture.jdbc,
            fixture.transactions);
  }

  private record Answer(int status, JsonNode json) {}

  private Answer call(HttpMethod method, String path, @Nullable String body) {
    ScimResponse response =
        server.handle(
            BASE + path,
            method,
            body,
            Map.of("Content-Type", "application/scim+json"),
            new ScimCaller("provisioner", false));
    try {
      return new Answer(response.getHttpStatus(), new ObjectMapper().readTree(response.toString()));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Answer get(String path) {
    return call(HttpMethod.GET, path, null);
  }

  private static String user(String name, String more) {
    return "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\",\"%s\"],\"userName\":\"%s\"%s}"
        .formatted(UserMapping.EXTENSION, name, more);
  }

  private static String patch(String operations) {
    return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[%s]}"
        .formatted(operations);
  }

  private static String filter(String expression) {
    return "filter=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
  }

  @Test
  void aUserIsMadeWithItsLinkAndFoundAgain() {
    String name = AccountsFixture.name();
    Answer made =
        call(
            HttpMethod.POST,
            "/Users",
            user(
                name.toUpperCase(java.util.Locale.ROOT),
                ",\"externalId\":\"x-%s\",\"name\":{\"givenName\":\"Ada\",\"familyName\":\"Wu\"},\"password\":\"%s\",\"%s\":{\"fhirUser\":\"Practitioner/12\"}"
                    .formatted(name, AccountsFixture.PASSWORD, UserMapping.EXTENSION)));

    assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
    assertThat(made.json().path("userName").asText()).isEqualTo(name);
    assertThat(made.json().path("displayName").asText()).isEqualTo("Ada Wu");
    assertThat(made.json().path("active").asBoolean()).isTrue();
    assertThat(made.json().has("password")).isFalse();
    assertThat(made.json().path(UserMapping.EXTENSION).path("fhirUser").asText())
        .isEqualTo("Practitioner/12");
    String id = made.json().path("id").asText();
    assertThat(made.json().path("meta").path("location").asText()).isEqualTo(BASE + "/Users/" + id);
    assertThat(get("/Users/" + id).json().path("userName").asText()).isEqualTo(name);
    assertThat(fixture.events).contains(new AccountEvent.Created(name, "provisioner"));

    for (String expression :
        new String[] {
          "userName eq \"" + name.toUpperCase(java.util.Locale.ROOT) + "\"",
          "externalId eq \"x-" + name + "\"",
          "userName sw \"" + name + "\" and active eq true",
          UserMapping.EXTENSION
              + ":fhirUser eq \"Practitioner/12\" and userName eq \""
              + name
              + "\""
        }) {
      Answer found = get("/Users?" + filter(expression));
      assertThat(found.status()).as(expression + found.json()).isEqualTo(200);
      assertThat(found.json().path("totalResults").asInt()).as(expression).isEqualTo(1);
      assertThat(found.json().path("Resources").get(0).path("id").asText()).isEqualTo(id);
    }
    assertThat(
            get("/Users?" + filter("userName eq \"nobody-" + name + "\""))
                .json()
                .path("totalResults")
                .asInt())
        .isZero();
  }

  @Test
  void aSecondUserOfTheNameIsAConflict() {
    Account account = fixture.account("nurse");
    Answer second = call(HttpMethod.POST, "/Users", user(account.username(), ""));
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().path("scimType").asText()).isEqualTo("uniqueness");
  }

  @Test
  void aWrongLinkAndAWeakPasswordAreRefused() {
    String link = ",\"%s\":{\"fhirUser\":\"Observation/1\"}".formatted(UserMapping.EXTENSION);
    Answer wrongLink = call(HttpMethod.POST, "/Users", user(AccountsFixture.name(), link));
    assertThat(wrongLink.status()).isEqualTo(400);
    assertThat(wrongLink.json().path("detail").asText()).contains("Practitioner/<id>");
    Answer weak =
        call(HttpMethod.POST, "/Users", user(AccountsFixture.name(), ",\"password\":\"short\""));
    assertThat(weak.status()).isEqualTo(400);
    assertThat(weak.json().path("detail").asText()).contains("at least 12 characters");
  }

  @Test
  void aPatchDeactivatesAndLeavesTheRest() {
    Account account = fixture.account("nurse");
    Answer patched =
        call(
            HttpMethod.PATCH,
            "/Users/" + account.id(),
            patch("{\"op\":\"replace\",\"path\":\"active\",\"value\":false}"));

    assertThat(patched.status()).as(patched.json().toString()).isEqualTo(200);
    Account now = fixture.accounts.byId(account.id()).orElseThrow();
    assertThat(now.active()).isFalse();
    assertThat(now.roles()).containsExactly("nurse");
    assertThat(fixture.events)
        .contains(new AccountEvent.Deactivated(account.username(), "provisioner"));
  }

  @Test
  void toReplaceAUserWithoutSayingActiveDoesNotLetThemInAgain() {
    Account account = fixture.account("nurse");
    fixture.accounts.change(account.id(), it -> it.withActive(false), "test");
    Answer put =
        call(
            HttpMethod.PUT,
            "/Users/" + account.id(),
            user(account.username(), ",\"displayName\":\"New\""));
    assertThat(put.status()).as(put.json().toString()).isEqualTo(200);
    Account now = fixture.accounts.byId(account.id()).orElseThrow();
    assertThat(now.active()).isFalse();
    assertThat(now.displayName()).isEqualTo("New");
    assertThat(now.roles()).containsExactly("nurse");
  }

  @Test
  void theNameOfAUserCannotBeChanged() {
    Account account = fixture.account();
    Answer renamed =
        call(HttpMethod.PUT, "/Users/" + account.id(), user(AccountsFixture.name(), ""));
    assertThat(renamed.status()).as(renamed.json().toString()).isEqualTo(400);
    assertThat(fixture.accounts.byId(account.id()).orElseThrow().username())
        .isEqualTo(account.username());
  }

  @Test
  void membersOfAGroupAreAddedAndRemoved() {
    Account one = fixture.account("researcher");
    Account two = fixture.account();
    Answer added =
        call(
            HttpMethod.PATCH,
            "/Groups/researcher",
            patch(
                "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}"
                    .formatted(two.id())));
    assertThat(added.status()).as(added.json().toString()).isIn(200, 204);
    assertThat(fixture.accounts.byRole("researcher"))
        .extracting(Account::id)
        .contains(one.id(), two.id());

    Answer removed =
        call(
            HttpMethod.PATCH,
            "/Groups/researcher",
            patch(
                "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}"
                    .formatted(one.id())));
    assertThat(removed.status()).as(removed.json().toString()).isIn(200, 204);
    assertThat(fixture.accounts.byRole("researcher"))
        .extracting(Account::id)
        .contains(two.id())
        .doesNotContain(one.id());
    JsonNode user = get("/Users/" + two.id()).json();
    assertThat(user.path("groups").get(0).path("value").asText()).isEqualTo("researcher");
  }

  @Test
  void theLastMemberOfAGroupCanBeRemoved() {
    Account one = fixture.account("relative");
    Answer removed =
        call(
            HttpMethod.PATCH,
            "/Groups/relative",
            patch("{\"op\":\"remove\",\"path\":\"members\"}"));
    assertThat(removed.status()).as(removed.json().toString()).isIn(200, 204);
    assertThat(fixture.accounts.byRole("relative")).isEmpty();
    assertThat(fixture.accounts.byId(one.id()).orElseThrow().roles()).isEmpty();
  }

  @Test
  void theNameOfAGroupCannotBeChanged() {
    Answer renamed =
        call(
            HttpMethod.PATCH,
            "/Groups/relative",
            patch("{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"x\"}"));
    assertThat(renamed.status()).as(renamed.json().toString()).isEqualTo(400);
    assertThat(renamed.json().path("scimType").asText()).isEqualTo("mutability");
  }

  @Test
  void aGroupChangeWithAnUnknownMemberChangesNothing() {
    Account one = fixture.account();
    Answer added =
        call(
            HttpMethod.PATCH,
            "/Groups/relative",
            patch(
                "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"},{\"value\":\"%s\"}]}"
                    .formatted(one.id(), UUID.randomUUID())));
    assertThat(added.status()).isEqualTo(404);
    assertThat(fixture.accounts.byId(one.id()).orElseThrow().roles()).isEmpty();
  }

  @Test
  void groupsAreTheRolesAndNeitherMadeNorDeleted() {
    Answer groups = get("/Groups?excludedAttributes=members");
    assertThat(groups.json().path("totalResults").asInt()).isEqualTo(7);
    assertThat(groups.json().toString()).doesNotContain("\"members\"");
    assertThat(call(HttpMethod.DELETE, "/Groups/nurse", null).status()).isEqualTo(501);
    assertThat(
            call(
                    HttpMethod.POST,
                    "/Groups",
                    "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"x\"}")
                .status())
        .isEqualTo(501);
    assertThat(get("/Groups/surgeon").status()).isEqualTo(404);
  }

  @Test
  void aDeletedUserIsGoneAndTheNameStaysTaken() {
    Account account = fixture.account("nurse");
    assertThat(call(HttpMethod.DELETE, "/Users/" + account.id(), null).status()).isEqualTo(204);
    assertThat(get("/Users/" + account.id()).status()).isEqualTo(404);
    assertThat(call(HttpMethod.POST, "/Users", user(account.username(), "")).status())
        .isEqualTo(409);
    assertThat(fixture.events)
        .contains(new AccountEvent.Deleted(account.username(), "provisioner"));
  }

  @Test
  void aListIsReadPageByPage() {
    fixture.account();
    fixture.account();
    Answer first = get("/Users?startIndex=1&count=1");
    assertThat(first.json().path("itemsPerPage").asInt()).isEqualTo(1);
    assertThat(first.json().path("totalResults").asInt()).isGreaterThanOrEqualTo(2);
    Answer second = get("/Users?startIndex=2&count=1");
    assertThat(second.json().path("Resources").get(0).path("id"))
        .isNotEqualTo(first.json().path("Resources").get(0).path("id"));
  }

  @Test
  void theServerDescribesItself() {
    assertThat(get("/ServiceProviderConfig").json().path("patch").path("supported").asBoolean())
        .isTrue();
    assertThat(get("/ResourceTypes").json().toString()).contains("/Users", "/Groups");
    assertThat(get("/Schemas").json().toString()).contains(UserMapping.EXTENSION);
    assertThat(get("/Users?filter=userName+zz+1").status()).isEqualTo(400);
    assertThat(get("/Users/no-uuid").status()).isEqualTo(404);
  }
}
