package org.andiron.storage.codes;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;

/** Makes the loaded code systems available. */
@Configuration(proxyBeanMethods = false)
class CodesConfiguration {

  @Bean
  LoadedSystems loadedSystems(JdbcOperations jdbc) {
    return new LoadedSystems(jdbc, System::nanoTime);
  }
}
