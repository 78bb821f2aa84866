package org.andiron.risk.administration;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.function.Supplier;
import org.andiron.risk.registry.RegistryRefusedException;

/** What the registry refuses, as answers of the endpoint: 404, 409 or 422, with its reason. */
final class Refusals {

  private Refusals() {}

  static <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (RegistryRefusedException e) {
      throw answer(e);
    }
  }

  private static BaseServerResponseException answer(RegistryRefusedException refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused.reason()) {
      case UNKNOWN -> new ResourceNotFoundException(message);
      case STATE, TAKEN -> new ResourceVersionConflictException(message);
      case PACKAGE, PINNED -> new UnprocessableEntityException(message);
    };
  }
}
