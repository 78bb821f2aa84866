package org.andiron.server.error;

import org.andiron.server.FhirEndpoint;
import org.andiron.server.FilterChainOrder;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts {@link OperationOutcomeErrorValve} in the place of every other error page, and has no error
 * where only the client left.
 */
@Configuration(proxyBeanMethods = false)
class ErrorPagesConfiguration {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> operationOutcomeErrorPages() {
    return factory -> factory.addContextCustomizers(ErrorPagesConfiguration::replaceErrorPages);
  }

  /**
   * Stands in for Spring Boot's controller at /error, which would answer there with its own JSON.
   */
  @Bean
  ErrorController noErrorController() {
    return new ErrorController() {};
  }

  @Bean
  FilterRegistrationBean<DepartedClientFilter> departedClientFilter() {
    FilterRegistrationBean<DepartedClientFilter> registration =
        new FilterRegistrationBean<>(new DepartedClientFilter());
    registration.setName("departedClient");
    registration.setOrder(FilterChainOrder.DEPARTED_CLIENT);
    registration.addUrlPatterns(FhirEndpoint.PATH + "/*");
    return registration;
  }

  private static void replaceErrorPages(Context context) {
    // Spring Boot's /error page would forward to an HTML or plain JSON answer before the valve is
    // asked.
    for (ErrorPage page : context.findErrorPages()) {
      context.removeErrorPage(page);
    }
    if (context.getParent() instanceof StandardHost host) {
      host.setErrorReportValveClass(OperationOutcomeErrorValve.class.getName());
    }
  }
}
