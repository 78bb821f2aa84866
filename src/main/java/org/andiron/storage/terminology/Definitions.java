package org.andiron.storage.terminology;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.param.UriParam;
import java.util.Comparator;
import java.util.Optional;
import org.andiron.storage.codes.ImplicitValueSets;
import org.andiron.storage.config.BusinessVersion;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.ValueSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds code systems and value sets by canonical URL: the stored ones as they are now, else those
 * of FHIR itself. A URL without a version means the highest one.
 */
final class Definitions {

  /** More versions of one definition than anybody keeps. */
  private static final int MOST_VERSIONS = 100;

  private final DaoRegistry daos;
  private final IValidationSupport validationSupport;
  private final ImplicitValueSets implicitValueSets;

  Definitions(
      DaoRegistry daos, IValidationSupport validationSupport, ImplicitValueSets implicitValueSets) {
    this.daos = daos;
    this.validationSupport = validationSupport;
    this.implicitValueSets = implicitValueSets;
  }

  @Nullable CodeSystem codeSystem(String canonical) {
    CodeSystem stored = stored(CodeSystem.class, canonical);
    return stored != null
        ? stored
        : validationSupport.fetchCodeSystem(canonical) instanceof CodeSystem builtIn
            ? builtIn
            : null;
  }

  /** The value set with this URL; null also if it is no URL, but a code. */
  @Nullable ValueSet valueSetIfUrl(String text) {
    return text.contains(":") ? valueSet(text) : null;
  }

  @Nullable ValueSet valueSet(String canonical) {
    Optional<ValueSet> implicit = implicitValueSets.find(canonical);
    if (implicit.isPresent()) {
      return implicit.get();
    }
    ValueSet stored = stored(ValueSet.class, canonical);
    return stored != null
        ? stored
        : validationSupport.fetchValueSet(canonical) instanceof ValueSet builtIn ? builtIn : null;
  }

  private <T extends MetadataResource> @Nullable T stored(Class<T> type, String canonical) {
    int bar = canonical.indexOf('|');
    SearchParameterMap search =
        SearchParameterMap.newSynchronous()
            .setLoadSynchronousUpTo(MOST_VERSIONS)
            .add("url", new UriParam(bar < 0 ? canonical : canonical.substring(0, bar)));
    if (bar >= 0) {
      search.add("version", new TokenParam(canonical.substring(bar + 1)));
    }
    return daos
        .getResourceDao(type)
        .search(search, SystemRequestDetails.forAllPartitions())
        .getAllResources()
        .stream()
        .map(type::cast)
        .max(Comparator.comparing(MetadataResource::getVersion, BusinessVersion.ORDER))
        .orElse(null);
  }
}
