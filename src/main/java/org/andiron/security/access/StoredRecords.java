package org.andiron.security.access;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ReferenceOrListParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;

/** The records of the server, whatever a caller may see of them. */
final class StoredRecords {

  private static final int MOST = 1000;

  private final DaoRegistry daos;

  StoredRecords(DaoRegistry daos) {
    this.daos = daos;
  }

  /** A resource; none if it is not there. */
  <T extends IBaseResource> Optional<T> read(Class<T> type, String reference) {
    try {
      return Optional.of(
          daos.getResourceDao(type).read(new IdType(reference), new SystemRequestDetails()));
    } catch (ResourceNotFoundException | ResourceGoneException nobody) {
      return Optional.empty();
    }
  }

  /** What a search finds, up to some. */
  <T extends IBaseResource> List<T> search(Class<T> type, SearchParameterMap search) {
    return daos
        .getResourceDao(type)
        .search(search.setLoadSynchronousUpTo(MOST), new SystemRequestDetails())
        .getResources(0, MOST)
        .stream()
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** Criteria that any of some references meets. */
  static SearchParameterMap referringTo(String parameter, Collection<String> references) {
    ReferenceOrListParam any = new ReferenceOrListParam();
    references.forEach(it -> any.add(new ReferenceParam(it)));
    return SearchParameterMap.newSynchronous().add(parameter, any);
  }

  /** A relative reference to a resource of one of some types, without version. */
  static Optional<String> reference(Reference reference, String... types) {
    IdType id = new IdType(reference.getReference());
    return id.hasIdPart() && !id.isAbsolute() && List.of(types).contains(id.getResourceType())
        ? Optional.of(id.toUnqualifiedVersionless().getValue())
        : Optional.empty();
  }

  /** The id of a Patient to whom a reference leads. */
  static Optional<String> patient(Reference reference) {
    return reference(reference, "Patient").map(it -> it.substring("Patient/".length()));
  }

  /** Whether a period has begun and has not ended; an absent end is open. */
  static boolean includesNow(Period period) {
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
