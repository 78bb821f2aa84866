package org.andiron.storage.explain;

import javax.sql.DataSource;
import org.andiron.server.Administrators;
import org.andiron.server.FhirContribution;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Lets administrators ask how a search was done. */
@Configuration(proxyBeanMethods = false)
class ExplainConfiguration {

  @Bean
  StatementExplainer statementExplainer(DataSource dataSource, ExplainProperties properties) {
    return new StatementExplainer(new JdbcTemplate(dataSource), properties.timeout());
  }

  @Bean
  FhirContribution explainContribution(
      StatementExplainer explainer, Administrators administrators) {
    return FhirContribution.ofInterceptors(new ExplainInterceptor(explainer, administrators));
  }
}
