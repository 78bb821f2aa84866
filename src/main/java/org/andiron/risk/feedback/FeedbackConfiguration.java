package org.andiron.risk.feedback;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Where feedback is kept. */
@Configuration(proxyBeanMethods = false)
class FeedbackConfiguration {

  @Bean
  FeedbackStore riskFeedbackStore(DataSource dataSource) {
    return new FeedbackStore(
        new JdbcTemplate(dataSource),
        new TransactionTemplate(new DataSourceTransactionManager(dataSource)));
  }
}
