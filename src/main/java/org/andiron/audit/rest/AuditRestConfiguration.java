package org.andiron.audit.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.server.IPagingProvider;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.andiron.audit.query.AuditCriteria;
import org.andiron.audit.query.AuditReader;
import org.andiron.server.CapabilityCustomizer;
import org.andiron.server.FhirContribution;
import org.andiron.server.ResourceConformance;
import org.andiron.server.SeparateType;
import org.andiron.storage.query.SearchParser;
import org.andiron.storage.replacement.HapiBeanReplacements;
import org.hl7.fhir.r4.model.AuditEvent;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the audit log in the place of HAPI's tables for AuditEvents. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ForeignEventProperties.class)
class AuditRestConfiguration {

  private static final String DAO = "myAuditEventDaoR4";

  @Bean
  static HapiBeanReplacements auditEventReplacements() {
    return new HapiBeanReplacements(Map.of(DAO, AuditEventDao.class));
  }

  @Bean
  SeparateType auditEventsAreSeparate() {
    return new SeparateType(EventForm.TYPE);
  }

  /** Resources may refer to AuditEvents, for which HAPI must not look in its tables. */
  @Bean
  InitializingBean auditEventReferences(JpaStorageSettings storageSettings) {
    return () -> storageSettings.addTreatReferencesAsLogical(EventForm.TYPE + "/*");
  }

  @Bean
  CapabilityCustomizer auditCapability() {
    return new AuditCapability();
  }

  @Bean
  ForeignEvents foreignEvents(
      FhirContext fhirContext,
      ResourceConformance conformance,
      JpaStorageSettings storageSettings,
      ForeignEventProperties properties) {
    return new ForeignEvents(
        fhirContext,
        conformance,
        storageSettings::getTreatBaseUrlsAsLocal,
        InstantSource.system(),
        properties.foreignMaxSize().toBytes());
  }

  @Bean
  FhirContribution auditEventContribution(
      AuditReader reader,
      AuditCriteria criteria,
      Supplier<SearchParser> searchParsers,
      IPagingProvider paging,
      DaoRegistry daos,
      @Qualifier(DAO) IFhirResourceDao<AuditEvent> dao) {
    EventSearches searches = new EventSearches(searchParsers, criteria, paging);
    return new FhirContribution(
        daos.isResourceTypeSupported(EventForm.TYPE)
            ? List.of(new AuditEventProvider(reader, searches, new EventReaders(searches), dao))
            : List.of(),
        List.of(new AppendOnlyInterceptor(), new OtherRoutesInterceptor()));
  }
}
