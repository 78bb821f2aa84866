package org.andiron.storage.transaction;

import ca.uhn.fhir.jpa.dao.MatchResourceUrlService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * What meets the criteria of a write, oldest first, so that several are deleted in this order. HAPI
 * has them in the order of a hash of numbers in the database, and so told by histories something of
 * how many of these are taken.
 */
final class OrderedMatches extends MatchResourceUrlService<JpaPid> {

  @Override
  public <R extends IBaseResource> Set<JpaPid> search(
      SearchParameterMap criteria,
      Class<R> type,
      RequestDetails request,
      @Nullable IBaseResource target) {
    return super.search(criteria, type, request, target).stream()
        .sorted(Comparator.comparing(JpaPid::getId))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
