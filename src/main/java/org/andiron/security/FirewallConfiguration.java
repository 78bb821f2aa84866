package org.andiron.security;

import org.andiron.server.error.ErrorReport;
import org.andiron.server.error.OperationOutcomeWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * How a request is refused whose URL can be read in two ways, such as with {@code //}, {@code ;} or
 * {@code %2f} in its path: what the filters and the FHIR endpoint take it for must be the same.
 */
@Configuration(proxyBeanMethods = false)
class FirewallConfiguration {

  @Bean
  RequestRejectedHandler requestRejectedHandler() {
    return (request, response, rejection) ->
        OperationOutcomeWriter.write(
            request,
            response,
            ErrorReport.of(
                400,
                "structure",
                "The path, the method or a header has characters or a form that is not allowed: no empty"
                    + " segment, '.', '..', ';', backslash, control character, nor an escape of one of them"
                    + " or of '/' or '%'."));
  }
}
