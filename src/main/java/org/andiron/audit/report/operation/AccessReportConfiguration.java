package org.andiron.audit.report.operation;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import java.time.Clock;
import javax.sql.DataSource;
import org.andiron.audit.query.AuditReader;
import org.andiron.server.FhirContribution;
import org.hl7.fhir.r4.model.Organization;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The operation that reports. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessReportProperties.class)
class AccessReportConfiguration {

  @Bean
  FhirContribution accessReport(
      AuditReader reader,
      DataSource dataSource,
      @Qualifier("myOrganizationDaoR4") IFhirResourceDao<Organization> organizations,
      AccessReportProperties settings) {
    return FhirContribution.ofProviders(
        new AccessReportOperation(
            reader,
            new JdbcTemplate(dataSource),
            () -> new OrganizationNames(organizations),
            settings.staffNames(),
            Clock.systemDefaultZone()));
  }
}
