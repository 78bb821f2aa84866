package org.andiron.storage.jpa;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.model.HistoryCountModeEnum;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.entity.NormalizedQuantitySearchLevel;
import ca.uhn.fhir.jpa.model.entity.StorageSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What HAPI's storage does and does not do, each choice with its reason. */
@Configuration(proxyBeanMethods = false)
class StorageSettingsConfiguration {

  /** How many codes the value set of a search parameter with {@code :in} may have. */
  private static final int LARGEST_EXPANSION = 10_000;

  @Bean
  JpaStorageSettings jpaStorageSettings() {
    JpaStorageSettings settings = new JpaStorageSettings();
    // Sequential numbers tell how many records there are and let a stranger walk them.
    settings.setResourceServerIdStrategy(JpaStorageSettings.IdStrategyEnum.UUID);
    settings.setResourceClientIdStrategy(JpaStorageSettings.ClientIdStrategyEnum.ANY);
    // A reused result set is up to a minute old: a client would miss what it has just written.
    settings.setReuseCachedSearchResultsForMillis(null);
    // A cached total of a type's or the system's history is wrong for ten minutes.
    settings.setHistoryCountMode(HistoryCountModeEnum.COUNT_ACCURATE);
    // Includes are limited by request limits, which refuse; this would cut them silently.
    settings.setMaximumIncludesToLoadPerPage(null);
    settings.setFilterParameterEnabled(true);
    settings.setAllowContainsSearches(true);
    settings.setLanguageSearchParameterEnabled(true);
    // What it takes for _content and _text to be parameters at all; Hibernate Search stays off.
    settings.setHibernateSearchIndexFullText(true);
    settings.setIndexIdentifierOfType(true);
    // HAPI computes the canonical unit of every quantity anew, a large part of the cost of a write.
    settings.setNormalizedQuantitySearchLevel(
        NormalizedQuantitySearchLevel.NORMALIZED_QUANTITY_SEARCH_NOT_SUPPORTED);
    // Hashes without the text they were made from: half the size of the index tables.
    settings.setIndexStorageOptimized(true);
    // A "missing" row for each absent parameter doubles the rows that a write makes.
    settings.setIndexMissingFields(StorageSettings.IndexEnabledEnum.DISABLED);
    // R4 allows references to resources of other servers; they are stored as they are.
    settings.setAllowExternalReferences(true);
    settings.setAllowMultipleDelete(true);
    settings.setExpungeEnabled(true);
    settings.setDeleteExpungeEnabled(true);
    // Otherwise every version would carry the id of the request that wrote it in meta.source.
    settings.setStoreMetaSourceInformation(
        JpaStorageSettings.StoreMetaSourceInformationEnum.SOURCE_URI);
    // A second, identical export within the hour would be answered with the files of the first.
    settings.setEnableBulkExportJobReuse(false);
    // HAPI looks for the files of old exports among the resources; ours are not there.
    settings.setEnableTaskBulkExportJobExecution(false);
    settings.setEnableTaskBulkImportJobExecution(true);
    settings.setMarkResourcesForReindexingUponSearchParameterChange(false);
    settings.setWriteToLegacyLobColumns(false);
    // What is deferred is kept in memory: it is lost with the process, and thrown away if the job
    // that stores it comes before the transaction has ended.
    settings.setDeferIndexingForCodesystemsOfSize(Integer.MAX_VALUE);
    // Expansions are computed from the definitions when they are asked for.
    settings.setPreExpandValueSets(false);
    settings.setMaximumExpansionSize(LARGEST_EXPANSION);
    return settings;
  }

  @Bean
  PartitionSettings partitionSettings() {
    return new PartitionSettings();
  }
}
