package org.andiron.security.access;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.security.Caller;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;

/** Looks relations up in the records of the server, whatever the caller may see of them. */
final class RecordedRelations implements PatientsOfUser {

  private static final int MOST = 1000;

  private final DaoRegistry daos;

  RecordedRelations(DaoRegistry daos) {
    this.daos = daos;
  }

  @Override
  public Set<String> related(Caller caller) {
    Optional<String> user = caller.fhirUser().filter(it -> it.startsWith("RelatedPerson/"));
    if (user.isEmpty()) {
      return Set.of();
    }
    try {
      RelatedPerson person =
          daos.getResourceDao(RelatedPerson.class)
              .read(new IdType(user.get()), new SystemRequestDetails());
      boolean inForce =
          (!person.hasActive() || person.getActive()) && includesNow(person.getPeriod());
      return inForce ? patient(person.getPatient()) : Set.of();
    } catch (ResourceNotFoundException | ResourceGoneException nobody) {
      return Set.of();
    }
  }

  @Override
  public Set<String> cared(Caller caller) {
    if (caller.fhirUser().isEmpty()) {
      return Set.of();
    }
    SearchParameterMap teams =
        SearchParameterMap.newSynchronous()
            .add("participant", new ReferenceParam(caller.fhirUser().get()))
            .add("status", new TokenParam("active"))
            .setLoadSynchronousUpTo(MOST);
    IBundleProvider found =
        daos.getResourceDao(CareTeam.class).search(teams, new SystemRequestDetails());
    Set<String> patients = new TreeSet<>();
    found
        .getResources(0, MOST)
        .forEach(
            team -> {
              if (team instanceof CareTeam it && includesNow(it.getPeriod())) {
                patients.addAll(patient(it.getSubject()));
              }
            });
    return patients;
  }

  private static Set<String> patient(Reference reference) {
    IdType id = new IdType(reference.getReference());
    return "Patient".equals(id.getResourceType()) && id.hasIdPart()
        ? Set.of(id.getIdPart())
        : Set.of();
  }

  private static boolean includesNow(Period period) {
    Instant now = Instant.now();
    DateRangeParam range =
        new DateRangeParam(
            period.getStartElement().getValueAsString(), period.getEndElement().getValueAsString());
    return (range.getLowerBoundAsInstant() == null
            || !range.getLowerBoundAsInstant().toInstant().isAfter(now))
        && (range.getUpperBoundAsInstant() == null
            || !range.getUpperBoundAsInstant().toInstant().isBefore(now));
  }
}
