package org.andiron.security.account.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.complex.BulkConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.ChangePasswordConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.ETagConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.FilterConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.SortConfig;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.AuthenticationScheme;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.EndpointDefinition;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.schemas.ResourceType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.andiron.security.account.Accounts;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * SCIM 2.0 over the accounts, without HTTP.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7644">SCIM protocol, RFC 7644</a>
 */
final class ScimServer {

  private static final int LARGEST_PAGE = 200;

  /** One change at a time on all nodes: a PATCH of members reads them, and writes them all. */
  private static final String ONE_AT_A_TIME =
      "select pg_advisory_xact_lock(hashtext('andiron.scim'))";

  private final ResourceEndpoint endpoint;
  private final JdbcOperations jdbc;
  private final TransactionOperations transactions;

  ScimServer(
      Accounts accounts,
      GuardedRoles guarded,
      JdbcOperations jdbc,
      TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.endpoint = new ResourceEndpoint(description());
    endpoint.registerEndpoint(
        new EndpointDefinition(
            json("user-type"),
            json("user"),
            List.of(json("fhir-user")),
            new ScimUsers(accounts, guarded)));
    ResourceType groups =
        endpoint.registerEndpoint(
            new EndpointDefinition(
                json("group-type"), json("group"), List.of(), new ScimGroups(accounts, guarded)));
    groups.getFeatures().getEndpointControlFeature().setCreateDisabled(true);
    groups.getFeatures().getEndpointControlFeature().setDeleteDisabled(true);
  }

  /** Answers a request; a change that fails leaves nothing behind. */
  ScimResponse handle(
      String url,
      HttpMethod method,
      @Nullable String body,
      Map<String, String> headers,
      ScimCaller caller) {
    if (method == HttpMethod.GET) {
      return dispatch(url, method, body, headers, caller);
    }
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              jdbc.query(ONE_AT_A_TIME, row -> {});
              ScimResponse response = dispatch(url, method, body, headers, caller);
              if (response.getHttpStatus() >= 400) {
                status.setRollbackOnly();
              }
              return response;
            }));
  }

  private ScimResponse dispatch(
      String url,
      HttpMethod method,
      @Nullable String body,
      Map<String, String> headers,
      ScimCaller caller) {
    return endpoint.handleRequest(url, method, body, headers, new Context(caller));
  }

  private static ServiceProvider description() {
    return ServiceProvider.builder()
        .patchConfig(PatchConfig.builder().supported(true).build())
        .filterConfig(FilterConfig.builder().supported(true).maxResults(LARGEST_PAGE).build())
        .changePasswordConfig(ChangePasswordConfig.builder().supported(true).build())
        .eTagConfig(ETagConfig.builder().supported(true).build())
        .sortConfig(SortConfig.builder().supported(false).build())
        .bulkConfig(BulkConfig.builder().supported(false).build())
        .authenticationSchemes(
            List.of(
                AuthenticationScheme.builder()
                    .name("OAuth Bearer Token")
                    .description(
                        "A token of this server: of a backend client with scope scim, or of an"
                            + " administrator")
                    .type("oauthbearertoken")
                    .specUri("https://www.rfc-editor.org/rfc/rfc6750")
                    .build()))
        .lenientContentTypeChecking(true)
        .build();
  }

  private static JsonNode json(String name) {
    try (InputStream file =
        Objects.requireNonNull(
            ScimServer.class.getResourceAsStream("/security/scim/" + name + ".json"))) {
      return new JsonMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
