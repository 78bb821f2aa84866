package org.andiron.security.account.scim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.andiron.security.account.Account;
import org.andiron.security.account.AccountsFixture;
import org.andiron.security.role.RolePolicies;
import org.andiron.security.role.RolePolicy;
import org.andiron.testsupport.AndironIT;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Whoever provisions accounts can neither become an administrator nor act on one. */
class ScimGuardIT extends AndironIT {

  private static final ScimCaller PROVISIONER = new ScimCaller("provisioner", false);
  private static final ScimCaller ADMINISTRATOR = new ScimCaller("administrator", true);
  private static final String PATCH =
      "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[%s]}";

  @Autowired private DataSource dataSource;

  private AccountsFixture fixture;
  private ScimServer server;

  @BeforeEach
  void setUp() {
    fixture = new AccountsFixture(dataSource);
    // The operator lets relatives administer the server, which nobody else would.
    RolePolicy powerful =
        new RolePolicy("relative", "Relative", List.of(), Set.of(RolePolicy.ADMINISTRATION));
    server =
        new ScimServer(
            fixture.accounts,
            GuardedRoles.of(new RolePolicies(List.of(powerful))),
            fixture.jdbc,
            fixture.transactions);
  }

  private record Call(HttpMethod method, String path, @Nullable String body) {}

  private ScimResponse send(ScimCaller caller, Call call) {
    return server.handle(
        "https://fhir.example.org/scim/v2" + call.path(),
        call.method(),
        call.body(),
        Map.of("Content-Type", "application/scim+json"),
        caller);
  }

  private void assertForbidden(Call call, Account account) throws JsonProcessingException {
    Optional<String> hash = fixture.accounts.passwordHash(account);
    ScimResponse response = send(PROVISIONER, call);
    assertThat(response.getHttpStatus()).as(call + " " + response).isEqualTo(403);
    JsonNode error = new ObjectMapper().readTree(response.toString());
    assertThat(error.path("schemas").path(0).asText())
        .isEqualTo("urn:ietf:params:scim:api:messages:2.0:Error");
    assertThat(error.path("detail").asText()).contains("administrators only");
    assertThat(fixture.accounts.byId(account.id())).as(call.toString()).contains(account);
    assertThat(fixture.accounts.passwordHash(account)).isEqualTo(hash);
    assertThat(fixture.events).as(call.toString()).isEmpty();
  }

  private static Call patchUser(Account account, String operation) {
    return new Call(HttpMethod.PATCH, "/Users/" + account.id(), PATCH.formatted(operation));
  }

  private static Call putUser(Account account, String members) {
    return new Call(
        HttpMethod.PUT,
        "/Users/" + account.id(),
        "{\"schemas\":[\"%s\"],\"userName\":\"%s\"%s}"
            .formatted(UserMapping.CORE, account.username(), members));
  }

  private static Call patchGroup(String role, String operation) {
    return new Call(HttpMethod.PATCH, "/Groups/" + role, PATCH.formatted(operation));
  }

  private static Call putGroup(String role, List<Account> members) {
    String values =
        String.join(
            ",", members.stream().map(it -> "{\"value\":\"%s\"}".formatted(it.id())).toList());
    return new Call(
        HttpMethod.PUT,
        "/Groups/" + role,
        "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"displayName\":\"%s\",\"members\":[%s]}"
            .formatted(role, values));
  }

  @ParameterizedTest
  @ValueSource(strings = {"administrator", "privacy-officer", "relative"})
  void aProvisionerCannotChangeAnAccountWithSuchARole(String role) throws Exception {
    Account account = fixture.account("nurse", role);
    for (Call call :
        List.of(
            new Call(HttpMethod.DELETE, "/Users/" + account.id(), null),
            putUser(account, ",\"displayName\":\"Other\""),
            putUser(account, ",\"active\":false"),
            putUser(account, ",\"password\":\"nine tall green pines\""),
            patchUser(account, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}"),
            patchUser(account, "{\"op\":\"replace\",\"value\":{\"active\":false}}"),
            patchUser(
                account,
                "{\"op\":\"add\",\"path\":\"password\",\"value\":\"nine tall green pines\"}"),
            patchUser(account, "{\"op\":\"add\",\"path\":\"externalId\",\"value\":\"x\"}"),
            patchUser(
                account,
                "{\"op\":\"add\",\"path\":\"%s:fhirUser\",\"value\":\"Practitioner/1\"}"
                    .formatted(UserMapping.EXTENSION)),
            // By way of a group that anybody may be in.
            patchGroup(
                "nurse",
                "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}"
                    .formatted(account.id())),
            patchGroup(
                "researcher",
                "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}"
                    .formatted(account.id())))) {
      assertForbidden(call, account);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"administrator", "privacy-officer", "relative"})
  void aProvisionerCanNeitherGiveNorTakeSuchARole(String role) throws Exception {
    Account nurse = fixture.account("nurse");
    Account holder = fixture.account(role);
    String value = "[{\"value\":\"%s\"}]".formatted(nurse.id());
    for (Call call :
        List.of(
            patchGroup(role, "{\"op\":\"add\",\"path\":\"members\",\"value\":%s}".formatted(value)),
            patchGroup(role, "{\"op\":\"add\",\"value\":{\"members\":%s}}".formatted(value)),
            patchGroup(
                role, "{\"op\":\"replace\",\"path\":\"members\",\"value\":%s}".formatted(value)),
            putGroup(role, List.of(nurse)))) {
      assertForbidden(call, nurse);
      assertForbidden(call, holder);
    }
    for (Call call :
        List.of(
            patchGroup(role, "{\"op\":\"remove\",\"path\":\"members\"}"),
            patchGroup(
                role,
                "{\"op\":\"remove\",\"path\":\"members[value eq \\\"%s\\\"]\"}"
                    .formatted(holder.id())),
            putGroup(role, List.of()))) {
      assertForbidden(call, holder);
    }
  }

  @Test
  void aMemberIsNotExchangedForAnother() {
    Account nurse = fixture.account("nurse");
    Account holder = fixture.account("administrator");
    ScimResponse response =
        send(
            PROVISIONER,
            patchGroup(
                "administrator",
                "{\"op\":\"replace\",\"path\":\"members[value eq \\\"%s\\\"].value\",\"value\":\"%s\"}"
                    .formatted(holder.id(), nurse.id())));
    assertThat(response.getHttpStatus()).as(response.toString()).isEqualTo(400);
    assertThat(fixture.accounts.byId(nurse.id())).contains(nurse);
    assertThat(fixture.accounts.byId(holder.id())).contains(holder);
  }

  @Test
  void groupsInAUserAreNotRead() {
    Account nurse = fixture.account("nurse");
    String groups = ",\"groups\":[{\"value\":\"administrator\"}]";
    String name = AccountsFixture.name();
    ScimResponse made =
        send(
            PROVISIONER,
            new Call(
                HttpMethod.POST,
                "/Users",
                "{\"schemas\":[\"%s\"],\"userName\":\"%s\"%s}"
                    .formatted(UserMapping.CORE, name, groups)));
    assertThat(made.getHttpStatus()).as(made.toString()).isEqualTo(201);
    assertThat(fixture.accounts.byUsername(name).orElseThrow().roles()).isEmpty();
    ScimResponse put = send(PROVISIONER, putUser(nurse, groups));
    assertThat(put.getHttpStatus()).as(put.toString()).isEqualTo(200);
    assertThat(fixture.accounts.byId(nurse.id()).orElseThrow().roles()).containsExactly("nurse");
  }

  static Stream<Arguments> ordinaryChanges() {
    return Stream.of(
        Arguments.of("{\"op\":\"replace\",\"path\":\"active\",\"value\":false}"),
        Arguments.of("{\"op\":\"add\",\"path\":\"displayName\",\"value\":\"New\"}"));
  }

  @ParameterizedTest
  @MethodSource("ordinaryChanges")
  void aProvisionerChangesAllOtherAccounts(String operation) {
    Account nurse = fixture.account("nurse");
    ScimResponse response = send(PROVISIONER, patchUser(nurse, operation));
    assertThat(response.getHttpStatus()).as(response.toString()).isEqualTo(200);
    assertThat(fixture.accounts.byId(nurse.id()).orElseThrow().version())
        .isGreaterThan(nurse.version());
  }

  @Test
  void anAdministratorMayDoAllOfIt() {
    Account nurse = fixture.account("nurse");
    assertThat(
            send(
                    ADMINISTRATOR,
                    patchGroup(
                        "administrator",
                        "{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"%s\"}]}"
                            .formatted(nurse.id())))
                .getHttpStatus())
        .isIn(200, 204);
    assertThat(fixture.accounts.byId(nurse.id()).orElseThrow().roles())
        .containsExactlyInAnyOrder("administrator", "nurse");
    assertThat(
            send(
                    ADMINISTRATOR,
                    patchUser(nurse, "{\"op\":\"replace\",\"path\":\"active\",\"value\":false}"))
                .getHttpStatus())
        .isEqualTo(200);
    assertThat(
            send(ADMINISTRATOR, new Call(HttpMethod.DELETE, "/Users/" + nurse.id(), null))
                .getHttpStatus())
        .isEqualTo(204);
  }
}
