package org.andiron.consent.evaluation;

import ca.uhn.fhir.model.api.IModelJson;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Some of the population, who are looked at together. */
record Members(@JsonProperty("members") List<Member> members) implements IModelJson {

  @JsonCreator
  Members {
    members = List.copyOf(members);
  }
}
