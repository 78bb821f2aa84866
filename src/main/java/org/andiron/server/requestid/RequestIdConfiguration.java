package org.andiron.server.requestid;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.andiron.server.FilterChainOrder;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the request id before everything else the server does with a request. */
@Configuration(proxyBeanMethods = false)
public class RequestIdConfiguration {

  @Bean
  FilterRegistrationBean<RequestIdFilter> requestIdFilter() {
    FilterRegistrationBean<RequestIdFilter> registration =
        new FilterRegistrationBean<>(new RequestIdFilter());
    registration.setName("requestId");
    registration.setOrder(FilterChainOrder.REQUEST_ID);
    registration.addUrlPatterns("/*");
    registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> requestIdValve() {
    return factory -> factory.addEngineValves(new RequestIdValve());
  }
}
