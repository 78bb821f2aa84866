package org.andiron.storage.compartment;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.svc.IIdHelperService;
import ca.uhn.fhir.jpa.bulk.export.api.IBulkExportProcessor;
import ca.uhn.fhir.jpa.bulk.export.model.ExportPIDIteratorParameters;
import ca.uhn.fhir.jpa.bulk.export.svc.BulkExportHelperService;
import ca.uhn.fhir.jpa.bulk.export.svc.JpaBulkExportProcessor;
import ca.uhn.fhir.jpa.dao.IResultIterator;
import ca.uhn.fhir.jpa.dao.SearchBuilderFactory;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.search.SearchRuntimeDetails;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.mdm.svc.MdmExpandersHolder;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.api.server.bulk.BulkExportJobParameters.ExportStyle;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * HAPI's choice of what an export holds, but for the export of all patients, which holds the
 * patients and the members of their compartments. HAPI would ask for references to one of no
 * patients there.
 *
 * <p>See <a href="https://hl7.org/fhir/uv/bulkdata/STU2/export.html#endpoint---all-patients">All
 * Patients</a> of Bulk Data Access.
 */
public class WholePatientExport extends JpaBulkExportProcessor
    implements IBulkExportProcessor<JpaPid> {

  private static final String FOCUS = Compartment.PATIENT.focalType();

  /** What every patient has, so that a chain to it asks for no more than a patient. */
  private static final ReferenceParam ANY_PATIENT =
      new ReferenceParam(FOCUS, "_lastUpdated", "ge0001");

  private final FhirContext fhirContext;
  private final BulkExportHelperService filters;
  private final IHapiTransactionService transactions;
  private final ISearchParamRegistry registry;

  WholePatientExport(
      FhirContext fhirContext,
      BulkExportHelperService filters,
      JpaStorageSettings storageSettings,
      DaoRegistry daos,
      SearchBuilderFactory<JpaPid> searchBuilders,
      IIdHelperService<JpaPid> ids,
      EntityManager entityManager,
      IHapiTransactionService transactions,
      ISearchParamRegistry registry,
      MdmExpandersHolder expanders) {
    super(
        fhirContext,
        filters,
        storageSettings,
        daos,
        searchBuilders,
        ids,
        entityManager,
        transactions,
        registry,
        expanders);
    this.fhirContext = fhirContext;
    this.filters = filters;
    this.transactions = transactions;
    this.registry = registry;
  }

  @Override
  public Iterator<JpaPid> getResourcePidIterator(ExportPIDIteratorParameters export) {
    boolean isOfAllPatients =
        export.getExportStyle() == ExportStyle.PATIENT
            && (export.getPatientIds() == null || export.getPatientIds().isEmpty());
    String type = export.getResourceType();
    String membership = Compartment.PATIENT.membershipParameter();
    boolean isMember =
        registry.getActiveSearchParam(type, membership, SearchParamLookupContextEnum.SEARCH)
            != null;
    if (!isOfAllPatients || !(isMember || type.equals(FOCUS))) {
      return super.getResourcePidIterator(export);
    }
    return transactions
        .withRequest(export.getRequestDetails())
        .withRequestPartitionId(export.getPartitionIdOrAllPartitions())
        .readOnly()
        .execute(() -> ofAllPatients(export))
        .iterator();
  }

  private Set<JpaPid> ofAllPatients(ExportPIDIteratorParameters export) {
    String type = export.getResourceType();
    Set<JpaPid> found = new LinkedHashSet<>();
    for (SearchParameterMap search :
        filters.createSearchParameterMapsForResourceType(
            fhirContext.getResourceDefinition(type), export, true)) {
      if (!type.equals(FOCUS)) {
        search.add(Compartment.PATIENT.membershipParameter(), ANY_PATIENT);
      }
      try (IResultIterator<JpaPid> results =
          getSearchBuilderForResourceType(type)
              .createQuery(
                  search,
                  new SearchRuntimeDetails(null, export.getInstanceId()),
                  new SystemRequestDetails(),
                  export.getPartitionIdOrAllPartitions())) {
        results.forEachRemaining(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }
}
