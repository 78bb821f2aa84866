package org.andiron.risk.administration;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Parameters of a request, as they must be. */
final class Given {

  private Given() {}

  /** The text of a parameter; empty if it is not there. */
  static String text(@Nullable PrimitiveType<?> parameter) {
    String value = parameter == null ? null : parameter.getValueAsString();
    return value == null ? "" : value.strip();
  }

  /**
   * The text of a parameter that must be there.
   *
   * @throws InvalidRequestException if it is not
   */
  static String required(String name, @Nullable PrimitiveType<?> parameter) {
    String value = text(parameter);
    if (value.isEmpty()) {
      throw new InvalidRequestException("The parameter " + name + " is missing");
    }
    return value;
  }
}
