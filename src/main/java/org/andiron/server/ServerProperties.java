package org.andiron.server;

import ca.uhn.fhir.rest.server.ApacheProxyAddressStrategy;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.IServerAddressStrategy;
import ca.uhn.fhir.rest.server.IncomingRequestAddressStrategy;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the FHIR endpoint presents itself ({@code andiron.server.*}).
 *
 * @param baseUrl the base URL that clients use, such as {@code https://fhir.example.org/fhir}; if
 *     absent, it is derived from each request; which references are local: {@link OwnBaseUrls}
 * @param trustForwardedHeaders whether {@code X-Forwarded-*} of a reverse proxy may change the
 *     derived base URL
 * @param defaultPageSize entries of a page of a search or history when the client gives no {@code
 *     _count}
 * @param maximumPageSize the most entries of a page; a larger {@code _count} is lowered to it
 */
@ConfigurationProperties("andiron.server")
record ServerProperties(
    @Nullable URI baseUrl,
    @DefaultValue("false") boolean trustForwardedHeaders,
    @DefaultValue("20") int defaultPageSize,
    @DefaultValue("1000") int maximumPageSize) {

  ServerProperties {
    if (baseUrl != null && (!baseUrl.isAbsolute() || baseUrl.getHost() == null)) {
      throw new IllegalArgumentException(
          "andiron.server.base-url must be an absolute http or https URL, not '" + baseUrl + "'");
    }
    if (defaultPageSize < 1 || maximumPageSize < defaultPageSize) {
      throw new IllegalArgumentException(
          "andiron.server.default-page-size must be at least 1 and at most maximum-page-size");
    }
  }

  IServerAddressStrategy addressStrategy() {
    if (baseUrl != null) {
      return new HardcodedServerAddressStrategy(baseUrl.toString().replaceAll("/+$", ""));
    }
    return trustForwardedHeaders
        ? ApacheProxyAddressStrategy.forHttp()
        : new IncomingRequestAddressStrategy();
  }
}
