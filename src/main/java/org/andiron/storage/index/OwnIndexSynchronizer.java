package org.andiron.storage.index;

import ca.uhn.fhir.i18n.Msg;
import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.dao.index.DaoSearchParamSynchronizer;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import ca.uhn.fhir.jpa.util.AddRemoveCount;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import jakarta.persistence.EntityNotFoundException;
import org.andiron.storage.index.IndexWriter.Indexed;
import org.hibernate.ObjectNotFoundException;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.springframework.orm.jpa.JpaObjectRetrievalFailureException;

/**
 * Writes our index where HAPI would write its own. Of HAPI's, only the links between resources and
 * the combinations of parameters that must be unique are kept.
 */
public class OwnIndexSynchronizer extends DaoSearchParamSynchronizer {

  private final PendingIndex pending;
  private final IndexExtractor extractor;
  private final LinkExtractor links;

  OwnIndexSynchronizer(PendingIndex pending, IndexExtractor extractor, LinkExtractor links) {
    this.pending = pending;
    this.extractor = extractor;
    this.links = links;
  }

  @Override
  public AddRemoveCount synchronizeSearchParamsToDatabase(
      ResourceIndexedSearchParams parameters,
      ResourceTable entity,
      ResourceIndexedSearchParams existing) {
    IBaseResource resource = pending.resourceOf(parameters);
    if (resource != null) {
      boolean isNew =
          entity.getVersion() == 1 && !Boolean.TRUE.equals(IDao.CURRENTLY_REINDEXING.get(resource));
      pending.replace(
          entity.getId().getId(),
          resource,
          new Indexed(
              entity.getResourceType(), extractor.entriesOf(resource), links.ofStoring(resource)),
          !isNew);
    }
    parameters.myStringParams.clear();
    parameters.myTokenParams.clear();
    parameters.myNumberParams.clear();
    parameters.myQuantityParams.clear();
    parameters.myQuantityNormalizedParams.clear();
    parameters.myDateParams.clear();
    parameters.myUriParams.clear();
    parameters.myCoordsParams.clear();
    // Otherwise HAPI would look for rows in its tables at the next update.
    parameters.populateResourceTableSearchParamsPresentFlags(entity);
    try {
      return super.synchronizeSearchParamsToDatabase(parameters, entity, existing);
    } catch (EntityNotFoundException
        | ObjectNotFoundException
        | JpaObjectRetrievalFailureException hidden) {
      // HAPI would name the resource that has the same values, which does not exist for the caller.
      throw new ResourceVersionConflictException(
          Msg.code(1093) + "The values of a unique combination are taken");
    }
  }
}
