package org.andiron.server.cds;

import org.andiron.server.CdsEndpoint;
import org.andiron.server.CdsService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where CDS services are called. */
@Configuration(proxyBeanMethods = false)
class CdsConfiguration {

  @Bean
  ServletRegistrationBean<CdsServlet> cdsEndpoint(ObjectProvider<CdsService> services) {
    ServletRegistrationBean<CdsServlet> registration =
        new ServletRegistrationBean<>(
            new CdsServlet(() -> services.stream().toList()), CdsEndpoint.PATH + "/*");
    registration.setName("cds-services");
    return registration;
  }
}
