package org.andiron.audit.rest;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.audit.query.AuditReach;
import org.andiron.audit.query.AuditReader;
import org.andiron.audit.query.AuditRecord;
import org.andiron.storage.compartment.CompartmentSearchInterceptor;
import org.andiron.storage.request.AppliedSearch;
import org.andiron.storage.request.SearchProvider;
import org.andiron.storage.request.SearchRequestReader;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/**
 * Serves AuditEvents from the audit log.
 *
 * @see <a href="https://hl7.org/fhir/R4/auditevent.html">AuditEvent</a>
 */
public final class AuditEventProvider implements IResourceProvider, SearchProvider {

  private final AuditReader reader;
  private final EventSearches searches;
  private final EventReaders readers;
  private final IFhirResourceDao<AuditEvent> dao;

  AuditEventProvider(
      AuditReader reader,
      EventSearches searches,
      EventReaders readers,
      IFhirResourceDao<AuditEvent> dao) {
    this.reader = reader;
    this.searches = searches;
    this.readers = readers;
    this.dao = dao;
  }

  @Override
  public Class<? extends Resource> getResourceType() {
    return AuditEvent.class;
  }

  @Override
  public List<String> searchedTypes(RequestDetails request) {
    return List.of(EventForm.TYPE);
  }

  @Override
  public AppliedSearch read(
      SearchRequestReader common,
      RequestDetails request,
      Map<String, String[]> parameters,
      boolean lenient) {
    return searches.check(common, parameters, lenient);
  }

  /** Reads one, of which there is version 1. */
  @Read(version = true)
  public AuditEvent read(@IdParam IdType id, RequestDetails request) {
    AuditReach reach = readers.reach(request);
    boolean known = !id.hasVersionIdPart() || id.getVersionIdPart().equals("1");
    return (known ? reader.find(id.getIdPart(), reach) : Optional.<AuditRecord>empty())
        .map(it -> EventForm.of(it, reach.queries()))
        .orElseThrow(() -> new ResourceNotFoundException(id));
  }

  /** Searches them, the last one first. */
  @Search(allowUnknownParams = true)
  public Bundle search(RequestDetails request) {
    AuditReach reach = readers.reach(request);
    Optional<IdType> focus = CompartmentSearchInterceptor.takeFocus(request);
    EventSearch search = searches.read(request.getParameters(), focus);
    Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
    if (search.onlyCount()) {
      bundle.setTotal(Math.toIntExact(reader.count(search.search(), reach)));
    } else {
      fill(bundle, search, reach, request, focus);
    }
    // HAPI would take the length of a page for the total.
    request.removeParameter(Constants.PARAM_COUNT);
    return bundle;
  }

  private void fill(
      Bundle bundle,
      EventSearch search,
      AuditReach reach,
      RequestDetails request,
      Optional<IdType> focus) {
    List<AuditRecord> found =
        reader.page(search.search(), reach, search.after().orElse(null), search.count() + 1);
    boolean more = found.size() > search.count();
    List<AuditRecord> page = more ? found.subList(0, search.count()) : found;
    String base = request.getFhirServerBase();
    for (AuditRecord it : page) {
      bundle
          .addEntry()
          .setFullUrl(base + '/' + EventForm.TYPE + '/' + it.id())
          .setResource(EventForm.of(it, reach.queries()))
          .getSearch()
          .setMode(SearchEntryMode.MATCH);
    }
    if (!more && search.after().isEmpty()) {
      bundle.setTotal(page.size());
    } else if (search.total()) {
      bundle.setTotal(Math.toIntExact(reader.count(search.search(), reach)));
    }
    if (more || search.after().isPresent()) {
      String context =
          base
              + focus.map(it -> '/' + it.toUnqualifiedVersionless().getValue()).orElse("")
              + '/'
              + EventForm.TYPE;
      bundle.addLink().setRelation("first").setUrl(search.first(context));
      if (more) {
        bundle
            .addLink()
            .setRelation(Bundle.LINK_NEXT)
            .setUrl(search.next(context, page.get(page.size() - 1).position()));
      }
    }
  }

  /** Takes in one of another system. */
  @Create
  public MethodOutcome create(@ResourceParam AuditEvent event, RequestDetails request) {
    return dao.create(
        event,
        request.getHeader(Constants.HEADER_IF_NONE_EXIST),
        true,
        request,
        new TransactionDetails());
  }
}
