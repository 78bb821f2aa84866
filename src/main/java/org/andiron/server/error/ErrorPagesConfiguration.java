package org.andiron.server.error;

import org.apache.catalina.Context;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts {@link OperationOutcomeErrorValve} in the place of every other error page. */
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
