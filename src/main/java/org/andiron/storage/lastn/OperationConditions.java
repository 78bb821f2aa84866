package org.andiron.storage.lastn;

import ca.uhn.fhir.rest.param.ParameterUtil;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.andiron.storage.search.UrlSearch.Condition;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** The parameters of an operation that searches, as they would stand in a URL. */
final class OperationConditions {

  private OperationConditions() {}

  /**
   * The conditions, in order.
   *
   * @throws InvalidRequestException if a parameter has no value that can stand in a URL
   */
  static List<Condition> of(Parameters parameters) {
    List<Condition> conditions = new ArrayList<>();
    for (ParametersParameterComponent parameter : parameters.getParameter()) {
      add(parameter.getName(), parameter.getValue(), conditions);
    }
    return conditions;
  }

  private static void add(String name, @Nullable Type value, List<Condition> conditions) {
    if (value instanceof PrimitiveType<?> primitive) {
      conditions.add(new Condition(name, primitive.getValueAsString()));
    } else if (value instanceof Reference reference && reference.hasReference()) {
      conditions.add(new Condition(name, escaped(reference.getReference())));
    } else if (value instanceof Reference reference && reference.hasIdentifier()) {
      Identifier identifier = reference.getIdentifier();
      conditions.add(
          new Condition(
              name + ":identifier", token(identifier.getSystem(), identifier.getValue())));
    } else if (value instanceof Identifier identifier) {
      conditions.add(new Condition(name, token(identifier.getSystem(), identifier.getValue())));
    } else if (value instanceof Coding coding) {
      conditions.add(new Condition(name, token(coding.getSystem(), coding.getCode())));
    } else if (value instanceof CodeableConcept concept && concept.hasCoding()) {
      conditions.add(
          new Condition(
              name,
              concept.getCoding().stream()
                  .map(it -> token(it.getSystem(), it.getCode()))
                  .collect(Collectors.joining(","))));
    } else if (value instanceof Period period && !period.isEmpty()) {
      if (period.hasStart()) {
        conditions.add(new Condition(name, "ge" + period.getStartElement().getValueAsString()));
      }
      if (period.hasEnd()) {
        conditions.add(new Condition(name, "le" + period.getEndElement().getValueAsString()));
      }
    } else if (value instanceof Quantity quantity && quantity.hasValue()) {
      conditions.add(new Condition(name, quantity(quantity)));
    } else {
      throw new InvalidRequestException(
          "The parameter '"
              + name
              + "' needs a value of a simple type, or a Reference, Coding, CodeableConcept,"
              + " Identifier, Quantity or Period");
    }
  }

  private static String token(@Nullable String system, @Nullable String value) {
    String code = value == null ? "" : escaped(value);
    return system == null ? code : escaped(system) + '|' + code;
  }

  private static String quantity(Quantity quantity) {
    String value = prefix(quantity.getComparator()) + quantity.getValue().toPlainString();
    String unit = quantity.hasCode() ? quantity.getCode() : quantity.getUnit();
    if (unit == null) {
      return value;
    }
    String system = quantity.getSystem();
    return value + '|' + (system == null ? "" : escaped(system)) + '|' + escaped(unit);
  }

  private static String prefix(Quantity.@Nullable QuantityComparator comparator) {
    if (comparator == null) {
      return "";
    }
    return switch (comparator) {
      case LESS_THAN -> "lt";
      case LESS_OR_EQUAL -> "le";
      case GREATER_OR_EQUAL -> "ge";
      case GREATER_THAN -> "gt";
      case NULL -> "";
    };
  }

  private static String escaped(String text) {
    return ParameterUtil.escape(text);
  }
}
