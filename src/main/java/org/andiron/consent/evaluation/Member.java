package org.andiron.consent.evaluation;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Somebody who is known here.
 *
 * @param reference such as {@code Practitioner/1}
 * @param roles of their accounts
 */
record Member(
    @JsonProperty("reference") String reference, @JsonProperty("roles") List<String> roles)
    implements IModelJson {

  @JsonCreator
  Member {
    roles = List.copyOf(roles);
  }
}
