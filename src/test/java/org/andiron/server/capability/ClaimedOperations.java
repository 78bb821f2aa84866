package org.andiron.server.capability;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.andiron.testsupport.FhirHttp;
import org.andiron.testsupport.FhirHttp.Answer;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;

/**
 * Calls every operation that the statement lists, on each level that its definition allows, and
 * collects what was answered as if the operation were not there, or with a failure of the server.
 */
final class ClaimedOperations {

  private static final String SPECIFICATIONS = "http://hl7.org/fhir/";

  private static final String GENDER = "http://hl7.org/fhir/administrative-gender";

  /** Inputs with which an operation has something to do and does no harm to other tests. */
  private static final Map<String, Supplier<Parameters>> INPUTS =
      Map.ofEntries(
          Map.entry("validate", () -> resource(new Patient().setActive(true))),
          Map.entry("meta-add", ClaimedOperations::exampleTag),
          Map.entry("meta-delete", ClaimedOperations::exampleTag),
          Map.entry(
              "expunge",
              () ->
                  new Parameters()
                      .addParameter("limit", new IntegerType(1))
                      .addParameter("expungePreviousVersions", new BooleanType(true))),
          Map.entry("delete-expunge", () -> ofString("url", "Basic?_id=example")),
          Map.entry("reindex", () -> ofString("url", "Basic?_id=example")),
          Map.entry(
              "lookup",
              () ->
                  new Parameters()
                      .addParameter("system", new UriType(GENDER))
                      .addParameter("code", new CodeType("female"))),
          Map.entry("expand", () -> uri("http://hl7.org/fhir/ValueSet/administrative-gender")),
          Map.entry(
              "validate-code",
              () ->
                  uri("http://hl7.org/fhir/ValueSet/administrative-gender")
                      .addParameter("system", new UriType(GENDER))
                      .addParameter("code", new CodeType("female"))),
          Map.entry(
              "subsumes",
              () ->
                  new Parameters()
                      .addParameter("system", new UriType(GENDER))
                      .addParameter("codeA", new CodeType("female"))
                      .addParameter("codeB", new CodeType("male"))));

  private final FhirHttp http;
  private final FhirContext context;
  private final Map<String, OperationDefinition> definitions = new HashMap<>();

  ClaimedOperations(FhirHttp http, FhirContext context) {
    this.http = http;
    this.context = context;
  }

  /**
   * @param type the type that lists the operation; empty if the system does
   * @param id a resource of that type; for the system, type and id of any resource
   */
  List<String> breaches(String type, String id, String name, String definitionUrl) {
    if (definitionUrl.startsWith(SPECIFICATIONS)) {
      return defined(type, id, name, published(definitionUrl));
    }
    OperationDefinition known = definitions.get(definitionUrl);
    if (known != null) {
      return defined(type, id, name, known);
    }
    Answer answer = http.get(definitionUrl);
    if (answer.status() != 200) {
      return List.of(
          "definition of $%s of '%s' at %s answers %d"
              .formatted(name, type, definitionUrl, answer.status()));
    }
    OperationDefinition definition =
        context.newJsonParser().parseResource(OperationDefinition.class, answer.body());
    definitions.put(definitionUrl, definition);
    return defined(type, id, name, definition);
  }

  /** The levels of an operation that a specification defines and not this server. */
  private static OperationDefinition published(String url) {
    String name = url.substring(url.lastIndexOf('/') + 1);
    OperationDefinition definition = new OperationDefinition();
    definition.setCode(name.substring(name.lastIndexOf('-') + 1));
    definition.setSystem(name.equals("export"));
    boolean typeOnly = name.equals("patient-export") || name.equals("Observation-lastn");
    definition.setType(typeOnly || name.equals("Patient-everything"));
    definition.setInstance(!name.equals("export") && !typeOnly);
    return definition;
  }

  private List<String> defined(
      String type, String id, String name, OperationDefinition definition) {
    List<String> breaches = new ArrayList<>();
    if (!definition.getCode().equals(name)) {
      breaches.add("$%s is defined as $%s".formatted(name, definition.getCode()));
    }
    if (!definition.getSystem() && !definition.getType() && !definition.getInstance()) {
      breaches.add("$" + name + " is defined for no level");
    }
    if (type.isEmpty() && definition.getSystem()) {
      String path = "$" + name;
      call(
          name.equals("diff") ? path + "?from=" + id + "&to=" + id : path,
          name,
          definition,
          breaches);
    }
    if (!type.isEmpty() && definition.getType()) {
      call(type + "/$" + name, name, definition, breaches);
    }
    if (!type.isEmpty() && definition.getInstance()) {
      call(type + "/" + id + "/$" + name, name, definition, breaches);
    }
    return breaches;
  }

  private void call(
      String path, String name, OperationDefinition definition, List<String> breaches) {
    Answer answer =
        switch (name) {
          case "graphql" ->
              http.get(
                  path
                      + "?query="
                      + (path.equals("$graphql") ? "%7BPatientList%7Bid%7D%7D" : "%7Bid%7D"));
          case "export" -> http.get(path, "Prefer", "respond-async");
          case "lastn" -> http.get(path + "?patient=example");
          default -> {
            Parameters input = INPUTS.getOrDefault(name, Parameters::new).get();
            yield definition.getAffectsState() || input.hasParameter()
                ? http.post(path, context.newJsonParser().encodeResourceToString(input))
                : http.get(path);
          }
        };
    int status = answer.status();
    boolean unknown =
        status == 404
            || status == 405
            || status >= 500
            || answer.body().contains("does not know how to handle");
    boolean unexplained = status >= 400 && !answer.body().contains("OperationOutcome");
    if (unknown || unexplained) {
      breaches.add("%s answers %d: %s".formatted(path, status, Excerpt.of(answer.body())));
    }
    if (name.equals("export") && status == 202) {
      answer.header("Content-Location").ifPresent(http::delete);
    }
  }

  private static Parameters resource(Patient patient) {
    Parameters parameters = new Parameters();
    parameters.addParameter().setName("resource").setResource(patient);
    return parameters;
  }

  private static Parameters exampleTag() {
    Meta meta = new Meta().addTag(new Coding("http://example.org/tags", "example", null));
    return new Parameters().addParameter("meta", meta);
  }

  private static Parameters ofString(String name, String value) {
    return new Parameters().addParameter(name, new StringType(value));
  }

  private static Parameters uri(String url) {
    return new Parameters().addParameter("url", new UriType(url));
  }
}
