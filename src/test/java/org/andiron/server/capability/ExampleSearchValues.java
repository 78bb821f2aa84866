package org.andiron.server.capability;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceSearchParamComponent;

/** Gives a search parameter a value that a client might send, by its type. */
final class ExampleSearchValues {

  private static final Map<String, String> BY_NAME =
      Map.of(
          "_id", "example",
          "near", "42.25|-83.69|10|km",
          "_filter", "_id eq example",
          "_type", "Patient");

  /** Of three parts; the model of the structures has two of them. */
  private static final String COORDINATE = "-coordinate";

  private final FhirContext context;
  private final Map<String, RuntimeSearchParam> byUri = new HashMap<>();

  ExampleSearchValues(FhirContext context) {
    this.context = context;
    for (String type : context.getResourceTypes()) {
      for (RuntimeSearchParam parameter : context.getResourceDefinition(type).getSearchParams()) {
        byUri.put(parameter.getUri(), parameter);
      }
    }
  }

  /** A query by the parameter, not yet encoded: name and value. */
  Map.Entry<String, String> query(
      String resourceType, CapabilityStatementRestResourceSearchParamComponent parameter) {
    return parameter.getName().equals("_has")
        ? Map.entry("_has:Provenance:target:_id", "example")
        : Map.entry(parameter.getName(), of(resourceType, parameter));
  }

  private String of(
      String resourceType, CapabilityStatementRestResourceSearchParamComponent parameter) {
    String name = parameter.getName();
    if (BY_NAME.containsKey(name)) {
      return BY_NAME.get(name);
    }
    if (name.endsWith(COORDINATE)) {
      return simple("token") + "$1$2";
    }
    RuntimeSearchParam known = context.getResourceDefinition(resourceType).getSearchParam(name);
    return switch (parameter.getType()) {
      case COMPOSITE -> composite(known);
      case REFERENCE -> reference(known);
      default -> simple(parameter.getType().toCode());
    };
  }

  private String composite(RuntimeSearchParam parameter) {
    return parameter.getComponents().stream()
        .map(component -> byUri.get(component.getReference()))
        .map(
            it ->
                it == null
                    ? simple("token")
                    : it.getParamType().getCode().equals("reference")
                        ? reference(it)
                        : simple(it.getParamType().getCode()))
        .collect(Collectors.joining("$"));
  }

  private static String reference(RuntimeSearchParam parameter) {
    List<String> targets =
        parameter == null ? List.of() : parameter.getTargets().stream().sorted().toList();
    return (targets.isEmpty() ? "Patient" : targets.get(0)) + "/example";
  }

  private static String simple(String type) {
    return switch (type) {
      case "number" -> "1";
      case "date" -> "ge2026-01-01";
      case "quantity" -> "1.5|http://unitsofmeasure.org|mg";
      case "uri" -> "http://example.org/andiron";
      case "token" -> "http://example.org/system|example";
      default -> "example";
    };
  }
}
