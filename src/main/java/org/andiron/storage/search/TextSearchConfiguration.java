package org.andiron.storage.search;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;
import org.andiron.storage.query.Criterion;
import org.andiron.storage.query.Sql;
import org.andiron.storage.query.TextSearch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TextSearchConfiguration {
  @Bean
  TextSearch textSearch() {
    return new TextSearch() {
      @Override
      public Sql matches(Criterion.Text text, List<String> types) {
        throw new InvalidRequestException("The search by content is not enabled");
      }

      @Override
      public Sql score(Criterion.Text text, String resourceId) {
        throw new InvalidRequestException("The search by content is not enabled");
      }
    };
  }
}
