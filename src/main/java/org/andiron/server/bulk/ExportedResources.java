package org.andiron.server.bulk;

import ca.uhn.fhir.batch2.api.StepExecutionDetails;
import ca.uhn.fhir.batch2.jobs.chunk.TypedPidJson;
import ca.uhn.fhir.batch2.jobs.export.models.ResourceIdList;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.svc.IIdHelperService;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.jpa.searchparam.matcher.InMemoryResourceMatcher;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.api.server.bulk.BulkExportJobParameters;
import ca.uhn.fhir.rest.api.server.bulk.IBulkDataExportHistoryHelper;
import ca.uhn.fhir.rest.api.server.storage.IResourcePersistentId;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.andiron.server.ShownContent;
import org.hl7.fhir.instance.model.api.IAnyResource;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** Reads the resources that an export has found, or all their versions. */
final class ExportedResources {

  /** Resources in memory at a time. */
  private static final int AT_ONCE = 500;

  /** Versions may be large. */
  private static final int VERSIONS_AT_ONCE = 10;

  private final DaoRegistry daos;
  private final IIdHelperService<JpaPid> ids;
  private final IHapiTransactionService transactions;
  private final IBulkDataExportHistoryHelper histories;
  private final InMemoryResourceMatcher matcher;
  private final ShownContent shown;

  ExportedResources(
      DaoRegistry daos,
      IIdHelperService<JpaPid> ids,
      IHapiTransactionService transactions,
      IBulkDataExportHistoryHelper histories,
      InMemoryResourceMatcher matcher,
      ShownContent shown) {
    this.daos = daos;
    this.ids = ids;
    this.transactions = transactions;
    this.histories = histories;
    this.matcher = matcher;
    this.shown = shown;
  }

  /** Hands on the resources of one type, those that exist for the job. */
  void read(
      StepExecutionDetails<BulkExportJobParameters, ResourceIdList> step,
      String type,
      List<TypedPidJson> found,
      Consumer<IBaseResource> reader) {
    List<String> filters =
        step.getParameters().getPostFetchFilterUrls().stream()
            .filter(it -> it.startsWith(type + "?"))
            .toList();
    Consumer<List<IBaseResource>> wanted =
        resources -> {
          List<IBaseResource> some =
              resources.stream()
                  .filter(it -> filters.isEmpty() || filters.stream().anyMatch(f -> matches(f, it)))
                  .toList();
          shown.of(some).forEach(reader);
        };
    if (step.getParameters().isIncludeHistory()) {
      readVersions(step, type, found, wanted);
      return;
    }
    for (int from = 0; from < found.size(); from += AT_ONCE) {
      List<TypedPidJson> some = found.subList(from, Math.min(found.size(), from + AT_ONCE));
      readCurrent(step, type, some, wanted);
    }
  }

  private boolean matches(String filter, IBaseResource resource) {
    return matcher.match(filter, resource, null, new SystemRequestDetails()).matched();
  }

  private void readCurrent(
      StepExecutionDetails<BulkExportJobParameters, ResourceIdList> step,
      String type,
      List<TypedPidJson> found,
      Consumer<List<IBaseResource>> reader) {
    SystemRequestDetails request = step.newSystemRequestDetails();
    TokenOrListParam wanted = new TokenOrListParam();
    Set<String> existing = fhirIds(request, found);
    existing.forEach(wanted::add);
    if (existing.isEmpty()) {
      return;
    }
    reader.accept(
        daos.getResourceDao(type)
            .search(
                SearchParameterMap.newSynchronous().add(IAnyResource.SP_RES_ID, wanted), request)
            .getAllResources());
  }

  private Set<String> fhirIds(SystemRequestDetails request, List<TypedPidJson> found) {
    Set<JpaPid> keys = new LinkedHashSet<>();
    found.forEach(it -> keys.add(it.toPersistentId(ids)));
    Set<String> fhirIds =
        transactions.withRequest(request).execute(() -> ids.translatePidsToFhirResourceIds(keys));
    return fhirIds == null ? Set.of() : fhirIds;
  }

  /** No version that is written while the export runs: pages of the history would shift. */
  private void readVersions(
      StepExecutionDetails<BulkExportJobParameters, ResourceIdList> step,
      String type,
      List<TypedPidJson> found,
      Consumer<List<IBaseResource>> reader) {
    BulkExportJobParameters parameters = step.getParameters();
    List<IResourcePersistentId<?>> keys = new ArrayList<>();
    found.forEach(it -> keys.add(it.toPersistentId(ids)));
    Date started = step.getInstance().getStartTime();
    @Nullable Date until = parameters.getUntil();
    IBundleProvider versions =
        histories.fetchHistoryForResourceIds(
            type,
            keys,
            RequestPartitionId.allPartitions(),
            parameters.getSince(),
            until == null || until.after(started) ? started : until);
    for (int from = 0; ; from += VERSIONS_AT_ONCE) {
      List<IBaseResource> page = versions.getResources(from, from + VERSIONS_AT_ONCE);
      reader.accept(page);
      if (page.size() < VERSIONS_AT_ONCE) {
        return;
      }
    }
  }
}
