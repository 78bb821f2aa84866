package org.andiron.audit.capture;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import java.util.Optional;
import javax.sql.DataSource;
import org.andiron.audit.ConsentContext;
import org.andiron.audit.store.AuditLog;
import org.andiron.audit.store.AuditProperties;
import org.andiron.security.SecurityProperties;
import org.andiron.security.UserDirectory;
import org.andiron.server.FhirContribution;
import org.andiron.server.FilterChainOrder;
import org.andiron.server.OwnBaseUrls;
import org.andiron.startup.StartupRefusedException;
import org.andiron.visibility.VisibleResources;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts the audit before all that answers requests, and into transactions that change records. */
@Configuration(proxyBeanMethods = false)
class CaptureConfiguration {

  @Bean
  ThisServer auditedServer(OwnBaseUrls urls, @Value("${server.port:8080}") int port) {
    return new ThisServer(urls, port);
  }

  @Bean
  AuditedRequesters auditedRequesters(
      ThisServer server,
      ObjectProvider<ConsentContext> consents,
      ObjectProvider<UserDirectory> users) {
    return new AuditedRequesters(
        server::issuer,
        consents::getObject,
        name -> Optional.ofNullable(users.getIfAvailable()).flatMap(it -> it.find(name)));
  }

  @Bean
  Trail auditTrail(
      AuditLog log,
      AuditedRequesters requesters,
      ThisServer server,
      ObjectProvider<ConsentContext> consents,
      AuditProperties settings,
      SecurityProperties security) {
    if (!settings.enabled() && security.mode() != SecurityProperties.Mode.OPEN) {
      throw new StartupRefusedException(
          "andiron.audit.enabled=false is for measurements in andiron.security.mode=open only: who"
              + " signs in has a right to be recorded");
    }
    return new Trail(log, requesters, server::node, consents::getObject, settings.enabled());
  }

  @Bean
  RecordedChanges auditedChanges(
      DataSource dataSource, Trail trail, ObjectProvider<ConsentContext> consents) {
    return new RecordedChanges(new JdbcTemplate(dataSource), trail, consents::getObject);
  }

  @Bean
  RecordsOfAnswer recordsOfAnswer(FhirContext context, DataSource dataSource) {
    return new RecordsOfAnswer(context, new BinaryOwners(new JdbcTemplate(dataSource))::of);
  }

  @Bean
  HiddenRecords hiddenRecords(
      DataSource dataSource,
      ObjectProvider<VisibleResources> visible,
      ObjectProvider<ConsentContext> consents) {
    return new HiddenRecords(new JdbcTemplate(dataSource), visible::getObject, consents::getObject);
  }

  @Bean
  FhirContribution auditCapture(RecordsOfAnswer records, HiddenRecords hidden) {
    return FhirContribution.ofInterceptors(new CaptureInterceptor(records, hidden));
  }

  @Bean
  InitializingBean auditStorageHooks(
      IInterceptorService storageInterceptors,
      Trail trail,
      RecordsOfAnswer records,
      DataSource dataSource) {
    return () -> {
      storageInterceptors.registerInterceptor(new JobRequesters(trail::requester));
      storageInterceptors.registerInterceptor(
          new ExpungedResources(trail, records, new JdbcTemplate(dataSource)));
    };
  }

  @Bean
  FilterRegistrationBean<AuditFilter> auditFilter(
      Trail trail,
      AuditedRequesters requesters,
      HiddenRecords hidden,
      ObjectProvider<ConsentContext> consents) {
    FilterRegistrationBean<AuditFilter> registration =
        new FilterRegistrationBean<>(
            new AuditFilter(new RequestAudit(trail, requesters, hidden, consents::getObject)));
    registration.setName("audit");
    registration.setOrder(FilterChainOrder.AUDIT);
    registration.addUrlPatterns("/*");
    return registration;
  }
}
