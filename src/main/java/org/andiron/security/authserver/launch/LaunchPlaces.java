package org.andiron.security.authserver.launch;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenParam;
import java.util.Optional;
import org.andiron.security.KnownUser;
import org.andiron.security.access.SeenRecords;
import org.andiron.security.authserver.token.LaunchContext;
import org.hl7.fhir.r4.model.Encounter;

/**
 * The places in the record where a user can be. What the user may not see does not exist, as
 * anywhere else, and is told in the same words.
 */
final class LaunchPlaces {

  private final DaoRegistry daos;
  private final SeenRecords seen;

  LaunchPlaces(DaoRegistry daos, SeenRecords seen) {
    this.daos = daos;
    this.seen = seen;
  }

  /**
   * Checks a place.
   *
   * @throws IllegalArgumentException with what is wrong, for the EHR
   */
  void require(KnownUser user, LaunchContext context) {
    String patient = context.patient();
    if (patient != null && !exists(user, "Patient", byId(patient))) {
      throw new IllegalArgumentException(
          "patient is not the id of a Patient that the user may see.");
    }
    if (context.encounter() != null) {
      SearchParameterMap search = byId(context.encounter());
      Optional.ofNullable(patient)
          .ifPresent(it -> search.add(Encounter.SP_PATIENT, new ReferenceParam("Patient", "", it)));
      if (!exists(user, "Encounter", search)) {
        throw new IllegalArgumentException(
            "encounter is not the id of an Encounter of the patient that the user may see.");
      }
    }
  }

  private boolean exists(KnownUser user, String type, SearchParameterMap search) {
    SystemRequestDetails request = new SystemRequestDetails();
    seen.show(user, type, request);
    return !daos.getResourceDao(type).search(search.setCount(1), request).isEmpty();
  }

  private static SearchParameterMap byId(String id) {
    return SearchParameterMap.newSynchronous().add("_id", new TokenParam(id));
  }
}
