package org.andiron.server.guard;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.andiron.server.RequestPipeline;
import org.jspecify.annotations.Nullable;

/** Checks the query of {@code $graphql} before it runs. */
@Interceptor
final class GraphqlLimitsInterceptor {

  private static final String QUERY = "query";

  private final GraphqlLimits limits;
  private final ObjectMapper mapper = new ObjectMapper();

  GraphqlLimitsInterceptor(LimitsProperties limits) {
    this.limits = new GraphqlLimits(limits.graphqlDepth(), limits.graphqlFields());
  }

  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED,
      order = RequestPipeline.LIMITS + 1)
  public void check(RequestDetails details) {
    if (!Constants.OPERATION_NAME_GRAPHQL.equals(details.getOperation())) {
      return;
    }
    String query =
        details.getRequestType() == RequestTypeEnum.POST ? posted(details) : inUrl(details);
    if (query != null && !query.isBlank()) {
      limits.check(query);
    }
  }

  private static @Nullable String inUrl(RequestDetails details) {
    String[] values = details.getParameters().get(QUERY);
    return values == null || values.length == 0 ? null : values[0];
  }

  private @Nullable String posted(RequestDetails details) {
    String type = details.getHeader("Content-Type");
    byte[] body = details.loadRequestContents();
    if (type != null && type.toLowerCase(Locale.ROOT).contains("json")) {
      try {
        JsonNode query = mapper.readTree(body).get(QUERY);
        return query == null ? null : query.asText();
      } catch (IOException malformed) {
        // The filter has refused malformed JSON before; what is no JSON here is no query either.
        return null;
      }
    }
    return new String(body, StandardCharsets.UTF_8);
  }
}
