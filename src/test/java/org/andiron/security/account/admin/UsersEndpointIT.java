package org.andiron.security.account.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.andiron.security.AccountEvent;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.account.Account;
import org.andiron.security.account.AccountsFixture;
import org.andiron.security.account.factor.SecondFactors;
import org.andiron.security.account.factor.SecretBox;
import org.andiron.security.account.passkey.PasskeysFixture;
import org.andiron.security.account.throttle.SignInProperties;
import org.andiron.security.account.throttle.SignInThrottle;
import org.andiron.security.scope.SmartScopes;
import org.andiron.testsupport.AndironIT;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class UsersEndpointIT extends AndironIT {

  @Autowired private DataSource dataSource;

  private AccountsFixture fixture;
  private UsersEndpoint endpoint;
  private @Nullable Caller caller;

  /** Seals nothing: what is sealed is tested elsewhere. */
  private static final class OpenBox implements SecretBox {
    @Override
    public byte[] seal(String name, byte[] secret) {
      return secret;
    }

    @Override
    public byte[] open(String name, byte[] sealed) {
      return sealed;
    }
  }

  @BeforeEach
  void setUp() {
    fixture = new AccountsFixture(dataSource);
    SignInProperties settings =
        new SignInProperties(
            4,
            50,
            Duration.ofSeconds(1),
            Duration.ofMinutes(1),
            20,
            Duration.ofHours(1),
            Duration.ofDays(1));
    endpoint =
        new UsersEndpoint(
            new UserAdministration(
                fixture.accounts,
                new SecondFactors(
                    fixture.jdbc, new OpenBox(), fixture.events::add, Clock.systemUTC()),
                PasskeysFixture.on(fixture),
                new SignInThrottle(fixture.jdbc, fixture.transactions, settings, Clock.systemUTC()),
                fixture.events::add));
    caller = caller(true);
  }

  private static Caller caller(boolean administrator) {
    return new Caller(
        "root",
        "app",
        "Root",
        Optional.empty(),
        Set.of(),
        SmartScopes.of("user/*.cruds"),
        Optional.empty(),
        "t",
        administrator);
  }

  private record Answer(int status, JsonNode json, MockHttpServletResponse response) {
    String diagnostics() {
      return json.path("issue").path(0).path("diagnostics").asText();
    }
  }

  private Answer call(String method, String path, String body) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest(method, path);
    request.setServletPath(path);
    request.setContent(body.getBytes(StandardCharsets.UTF_8));
    if (caller != null) {
      CallerOfRequest.set(request, caller);
    }
    MockHttpServletResponse response = new MockHttpServletResponse();
    endpoint.handleRequest(request, response);
    return new Answer(
        response.getStatus(),
        new ObjectMapper().readTree(response.getContentAsString(StandardCharsets.UTF_8)),
        response);
  }

  @Test
  void aUserIsMadeReadChangedAndDeleted() throws Exception {
    String name = AccountsFixture.name();
    Answer made =
        call(
            "POST",
            "/admin/users",
            """
            {"username": "%s", "displayName": "Nína", "roles": ["nurse"], "fhirUser": "Practitioner/1",
             "password": "%s", "mustChangePassword": true}\
            """
                .formatted(name, AccountsFixture.PASSWORD));
    assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
    assertThat(made.response().getHeader("Location")).isEqualTo("/admin/users/" + name);
    assertThat(made.json().toString()).doesNotContain(AccountsFixture.PASSWORD, "argon2");

    String path = "/admin/users/" + name;
    assertThat(call("GET", path, "").json().path("displayName").asText()).isEqualTo("Nína");
    Answer changed = call("PATCH", path, "{\"fhirUser\": null, \"roles\": [\"physician\"]}");
    assertThat(changed.status()).isEqualTo(200);
    Account account = fixture.accounts.byUsername(name).orElseThrow();
    assertThat(account.fhirUser()).isEmpty();
    assertThat(account.roles()).containsExactly("physician");
    assertThat(account.displayName()).isEqualTo("Nína");
    assertThat(fixture.events).contains(new AccountEvent.Changed(name, "root"));

    assertThat(call("DELETE", path, "").status()).isEqualTo(204);
    assertThat(call("GET", path, "").status()).isEqualTo(404);
  }

  @Test
  void aUserIsReplacedWhole() throws Exception {
    Account account = fixture.account("nurse");
    fixture.accounts.change(account.id(), it -> it.withActive(false), "test");
    String path = "/admin/users/" + account.username();

    Answer replaced = call("PUT", path, "{\"displayName\": \"New\", \"roles\": [\"physician\"]}");

    assertThat(replaced.status()).as(replaced.json().toString()).isEqualTo(200);
    Account now = fixture.accounts.byId(account.id()).orElseThrow();
    assertThat(now.displayName()).isEqualTo("New");
    assertThat(now.roles()).containsExactly("physician");
    assertThat(now.active()).as("not let in again by leaving it out").isFalse();
    assertThat(call("PUT", path, "{}").status()).isEqualTo(200);
    assertThat(fixture.accounts.byId(account.id()).orElseThrow().roles()).isEmpty();
    assertThat(call("PUT", "/admin/users/nobody-" + account.username(), "{}").status())
        .isEqualTo(404);
  }

  @Test
  void aPasswordIsSetAndALockOutEnded() throws Exception {
    Account account = fixture.account();
    String path = "/admin/users/" + account.username();
    assertThat(
            call("PUT", path + "/password", "{\"password\": \"seven tall green frogs\"}").status())
        .isEqualTo(204);
    assertThat(
            fixture.hasher.matches(
                "seven tall green frogs", fixture.accounts.passwordHash(account)))
        .isTrue();
    assertThat(call("POST", path + "/unlock", "").status()).isEqualTo(204);
    assertThat(call("DELETE", path + "/second-factors", "").status()).isEqualTo(204);
  }

  @Test
  void whatIsWrongIsToldAndChangesNothing() throws Exception {
    Account account = fixture.account("nurse");
    String path = "/admin/users/" + account.username();
    assertThat(call("PATCH", path, "{\"role\": \"physician\"}").diagnostics())
        .contains("no member role", "roles");
    assertThat(call("PATCH", path, "{\"roles\": [\"surgeon\"]}").status()).isEqualTo(400);
    assertThat(call("PATCH", path, "{").status()).isEqualTo(400);
    assertThat(call("PATCH", path, "{\"active\": \"no\"}").status()).isEqualTo(400);
    assertThat(call("PUT", path + "/password", "{\"password\": \"short\"}").diagnostics())
        .contains("at least 12");
    assertThat(call("PUT", path, "{\"roles\": \"nurse\"}").status()).isEqualTo(400);
    assertThat(call("POST", path, "{}").status()).isEqualTo(405);
    assertThat(call("GET", path + "/x", "").status()).isEqualTo(404);
    assertThat(
            call("POST", "/admin/users", "{\"username\": \"%s\"}".formatted(account.username()))
                .status())
        .isEqualTo(409);
    assertThat(fixture.accounts.byId(account.id())).contains(account);
  }

  @Test
  void onlyAdministratorsMayAndOthersLearnNothing() throws Exception {
    Account account = fixture.account("nurse");
    caller = caller(false);
    for (String path :
        new String[] {"/admin/users", "/admin/users/" + account.username(), "/admin/users/x"}) {
      Answer refused = call("GET", path, "");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.json().path("issue").path(0).path("code").asText()).isEqualTo("forbidden");
    }
    caller = null;
    Answer unknown = call("GET", "/admin/users", "");
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.response().getHeader("WWW-Authenticate")).startsWith("Bearer");
  }

  @Test
  void usersAreListedInPages() throws Exception {
    fixture.account();
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/admin/users");
    request.setServletPath("/admin/users");
    request.setParameter("limit", "1");
    CallerOfRequest.set(request, caller(true));
    MockHttpServletResponse response = new MockHttpServletResponse();
    endpoint.handleRequest(request, response);
    JsonNode page = new ObjectMapper().readTree(response.getContentAsString());
    assertThat(page.path("users")).hasSize(1);
    assertThat(page.path("total").asLong()).isEqualTo(fixture.accounts.count());
  }
}
