package org.andiron.security.account.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.andiron.security.Caller;
import org.andiron.security.CallerOfRequest;
import org.andiron.security.account.AccountsFixture;
import org.andiron.security.role.RolePolicies;
import org.andiron.security.scope.SmartScopes;
import org.andiron.testsupport.AndironIT;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ScimEndpointIT extends AndironIT {

  @Autowired private DataSource dataSource;

  private ScimEndpoint endpoint;

  @BeforeEach
  void setUp() {
    AccountsFixture fixture = new AccountsFixture(dataSource);
    endpoint =
        new ScimEndpoint(
            new ScimServer(
                fixture.accounts,
                GuardedRoles.of(new RolePolicies(List.of())),
                fixture.jdbc,
                fixture.transactions),
            () -> "https://fhir.example.org");
  }

  private static Caller caller(String scopes, boolean administrator) {
    return new Caller(
        "client",
        "client",
        "Client",
        Optional.empty(),
        Set.of(),
        SmartScopes.of(scopes),
        Optional.empty(),
        "t",
        administrator);
  }

  private MockHttpServletResponse call(String method, String path, @Nullable Caller caller)
      throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest(method, path);
    request.addHeader("Host", "evil.example.com");
    if (caller != null) {
      CallerOfRequest.set(request, caller);
    }
    MockHttpServletResponse response = new MockHttpServletResponse();
    endpoint.handleRequest(request, response);
    return response;
  }

  @Test
  void whoHasScopeScimOrIsAnAdministratorMayProvision() throws Exception {
    for (Caller caller : new Caller[] {caller("scim", false), caller("system/*.cruds", true)}) {
      MockHttpServletResponse response = call("GET", "/scim/v2/Groups/nurse", caller);
      assertThat(response.getStatus()).isEqualTo(200);
      assertThat(response.getContentType()).isEqualTo("application/scim+json");
      assertThat(response.getContentAsString())
          .contains("https://fhir.example.org/scim/v2/Groups/nurse")
          .doesNotContain("evil.example.com");
    }
  }

  @Test
  void othersAreRefused() throws Exception {
    MockHttpServletResponse nobody = call("GET", "/scim/v2/Users", null);
    assertThat(nobody.getStatus()).isEqualTo(401);
    assertThat(nobody.getHeader("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(nobody.getContentAsString()).contains("urn:ietf:params:scim:api:messages:2.0:Error");
    for (String scopes : new String[] {"", "system/*.rs", "user/*.cruds openid", "scim/x"}) {
      MockHttpServletResponse refused = call("GET", "/scim/v2/Users", caller(scopes, false));
      assertThat(refused.getStatus()).as(scopes).isEqualTo(403);
      assertThat(refused.getHeader("WWW-Authenticate")).contains("scope=\"scim\"");
    }
  }

  @Test
  void otherMethodsAndPathsAreRefused() throws Exception {
    Caller caller = caller("scim", false);
    assertThat(call("TRACE", "/scim/v2/Users", caller).getStatus()).isEqualTo(405);
    assertThat(call("GET", "/scim/v2/Nothing", caller).getStatus()).isBetween(400, 499);
    assertThat(call("POST", "/scim/v2/Users", caller).getStatus()).isEqualTo(400);
    assertThat(call("POST", "/scim/v2/Bulk", caller).getStatus()).isBetween(400, 501);
  }
}
