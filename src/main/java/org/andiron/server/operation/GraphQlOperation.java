package org.andiron.server.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.IDaoRegistry;
import ca.uhn.fhir.jpa.graphql.GraphQLProviderWithIntrospection;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.utils.GraphQLEngine;
import org.hl7.fhir.utilities.graphql.Argument;
import org.hl7.fhir.utilities.graphql.EGraphEngine;
import org.hl7.fhir.utilities.graphql.EGraphQLException;
import org.hl7.fhir.utilities.graphql.IGraphQLStorageServices;
import org.hl7.fhir.utilities.graphql.Operation;
import org.hl7.fhir.utilities.graphql.Package;
import org.hl7.fhir.utilities.graphql.Parser;
import org.hl7.fhir.utilities.graphql.Selection;
import org.jspecify.annotations.Nullable;

/**
 * {@code $graphql} on the system, on a type and on an instance, by GET and POST. Beside HAPI's it
 * understands {@code variables} and {@code operationName}, and answers a query that cannot be
 * answered with 400.
 *
 * <p>See <a href="https://hl7.org/fhir/R4/graphql.html">GraphQL</a>.
 */
public final class GraphQlOperation extends GraphQLProviderWithIntrospection {

  private final HapiWorkerContext workerContext;
  private final IGraphQLStorageServices storage;

  GraphQlOperation(
      FhirContext context,
      IValidationSupport validationSupport,
      IGraphQLStorageServices storage,
      ISearchParamRegistry searchParameters,
      IDaoRegistry daos) {
    super(context, validationSupport, storage, searchParameters, daos);
    this.workerContext = new HapiWorkerContext(context, validationSupport);
    this.storage = new GraphQlResources(context, storage);
  }

  @Override
  public String processGraphQlGetRequest(
      ServletRequestDetails request, IIdType id, @Nullable String query) {
    if (query == null || query.isBlank()) {
      throw new InvalidRequestException("The parameter query is missing");
    }
    if (isIntrospection(query)) {
      return super.processGraphQlPostRequest(request, request, id, query);
    }
    return processGraphQLRequest(request, id, query);
  }

  @Override
  public String processGraphQlPostRequest(
      ServletRequestDetails servletRequest,
      RequestDetails request,
      IIdType id,
      @Nullable String query) {
    if (query == null || query.isBlank()) {
      throw new InvalidRequestException(
          "The body must be a query (application/graphql) or {\"query\": …} (application/json)");
    }
    if (isIntrospection(query)) {
      return super.processGraphQlPostRequest(servletRequest, request, id, query);
    }
    Package document = parse(query);
    if (isJson(request)) {
      readVariables(request, document);
    }
    return processGraphQLRequest(servletRequest, id, document);
  }

  @Override
  public String processGraphQLRequest(ServletRequestDetails request, IIdType id, String query) {
    return processGraphQLRequest(request, id, parse(query));
  }

  @Override
  protected String processGraphQLRequest(
      ServletRequestDetails request, @Nullable IIdType id, Package document) {
    try {
      GraphQLEngine engine = new GraphQLEngine(workerContext);
      engine.setAppInfo(request);
      engine.setServices(storage);
      engine.setGraphQL(document);
      if (id != null) {
        engine.setFocus(
            (org.hl7.fhir.r4.model.Resource)
                storage.lookup(request, id.getResourceType(), id.getIdPart()));
      } else {
        requireKnownTypes(document);
      }
      engine.execute();
      StringBuilder output = new StringBuilder();
      engine.getOutput().write(output, 0, "\n");
      return output.toString();
    } catch (EGraphQLException | EGraphEngine e) {
      throw new InvalidRequestException("The query cannot be answered: " + e.getMessage(), e);
    } catch (FHIRException e) {
      if (e.getCause() instanceof BaseServerResponseException cause) {
        throw cause;
      }
      throw new InvalidRequestException("The query cannot be answered: " + e.getMessage(), e);
    }
  }

  /** The engine leaves out what is no resource type, as if there were none of it. */
  private void requireKnownTypes(Package document) {
    for (Operation operation : document.getDocument().getOperations()) {
      for (Selection selection : operation.getSelectionSet()) {
        if (selection.getField() != null && !isSearch(selection.getField().getName())) {
          throw new InvalidRequestException(
              "The query asks for something that is neither a resource type nor its List or"
                  + " Connection");
        }
      }
    }
  }

  private boolean isSearch(String field) {
    Set<String> types = workerContext.getResourceNamesAsSet();
    return Stream.of("", "List", "Connection")
        .anyMatch(
            suffix ->
                field.endsWith(suffix)
                    && types.contains(field.substring(0, field.length() - suffix.length())));
  }

  private static boolean isIntrospection(String query) {
    return query.contains("__schema") || query.contains("__type(");
  }

  private static Package parse(String query) {
    try {
      return Parser.parse(query);
    } catch (IOException | EGraphQLException | EGraphEngine e) {
      throw new InvalidRequestException("The query is not GraphQL: " + e.getMessage(), e);
    }
  }

  private static boolean isJson(RequestDetails request) {
    String type = request.getHeader("Content-Type");
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
  }

  private static void readVariables(RequestDetails request, Package document) {
    try {
      JsonObject body =
          JsonParser.parseString(new String(request.loadRequestContents(), StandardCharsets.UTF_8))
              .getAsJsonObject();
      JsonElement name = body.get("operationName");
      if (name != null && !name.isJsonNull()) {
        document.setOperationName(name.getAsString());
      }
      JsonElement variables = body.get("variables");
      if (variables != null && !variables.isJsonNull()) {
        for (Map.Entry<String, JsonElement> variable : variables.getAsJsonObject().entrySet()) {
          document.getVariables().add(new Argument(variable.getKey(), variable.getValue()));
        }
      }
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | EGraphQLException e) {
      throw new InvalidRequestException("variables or operationName is not understood", e);
    }
  }
}
