package org.andiron.consent.consult;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.andiron.consent.rule.BusinessIdentifier;
import org.andiron.consent.rule.ConsentScope;
import org.andiron.consent.term.Code;
import org.hl7.fhir.r4.model.Bundle;

/**
 * What another system asks.
 *
 * @param patients identifiers of the patient; one is enough
 * @param actors identifiers of who is to have the data
 * @param scopes of the consents that count; empty for all that are about access
 * @param purposes what for; several if all of them
 * @param classes resource types that are asked about; empty for any
 * @param content what is to be given away, if it is at hand
 */
record ConsultQuestion(
    List<BusinessIdentifier> patients,
    List<BusinessIdentifier> actors,
    Set<ConsentScope> scopes,
    Set<Code> purposes,
    Set<String> classes,
    Optional<Bundle> content) {

  ConsultQuestion {
    patients = List.copyOf(patients);
    actors = List.copyOf(actors);
    scopes = Set.copyOf(scopes);
    purposes = Set.copyOf(purposes);
    classes = Set.copyOf(classes);
  }
}
