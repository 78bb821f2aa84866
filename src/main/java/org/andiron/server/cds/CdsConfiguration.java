package org.andiron.server.cds;

import org.andiron.server.CdsContribution;
import org.andiron.server.CdsEndpoint;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where CDS services are called. */
@Configuration(proxyBeanMethods = false)
class CdsConfiguration {

  @Bean
  ServletRegistrationBean<CdsServlet> cdsEndpoint(ObjectProvider<CdsContribution> contributions) {
    ServletRegistrationBean<CdsServlet> registration =
        new ServletRegistrationBean<>(
            new CdsServlet(
                () -> contributions.stream().flatMap(it -> it.services().stream()).toList()),
            CdsEndpoint.PATH + "/*");
    registration.setName("cds-services");
    return registration;
  }
}
