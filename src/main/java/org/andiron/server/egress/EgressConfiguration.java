package org.andiron.server.egress;

import ca.uhn.fhir.context.FhirContext;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.config.Registry;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.config.SocketConfig;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.hl7.fhir.utilities.filesystem.ManagedFileAccess;
import org.hl7.fhir.utilities.http.ManagedWebAccess;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds the one HTTP client that leaves this server and puts it in place of HAPI's. */
@Configuration(proxyBeanMethods = false)
class EgressConfiguration {

  @Bean
  EgressPolicy egressPolicy(EgressProperties properties) {
    return new EgressPolicy(properties);
  }

  @Bean(destroyMethod = "close")
  CloseableHttpClient egressHttpClient(EgressProperties properties, EgressPolicy policy) {
    return httpClient(properties, policy);
  }

  // A redirected request carries its headers along, secrets too: who needs redirects asks for them.
  // Proxies of the environment are not used: behind one, the address called would not be ours to
  // see
  static CloseableHttpClient httpClient(EgressProperties properties, EgressPolicy policy) {
    int connectTimeout = (int) properties.connectTimeout().toMillis();
    int readTimeout = (int) properties.readTimeout().toMillis();
    int connections = properties.maxConnections();
    Registry<ConnectionSocketFactory> schemes =
        RegistryBuilder.<ConnectionSocketFactory>create()
            .register("http", PlainConnectionSocketFactory.getSocketFactory())
            .register("https", SSLConnectionSocketFactory.getSocketFactory())
            .build();
    PoolingHttpClientConnectionManager pool =
        new PoolingHttpClientConnectionManager(schemes, policy::resolve);
    pool.setMaxTotal(connections);
    pool.setDefaultMaxPerRoute(Math.max(1, connections / 2));
    pool.setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(readTimeout).build());
    return HttpClientBuilder.create()
        .setConnectionManager(pool)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectTimeout(connectTimeout)
                .setSocketTimeout(readTimeout)
                .setConnectionRequestTimeout(readTimeout)
                .setRedirectsEnabled(false)
                .build())
        .setUserAgent("Andiron")
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  /** HAPI's own clients (subscription delivery) go through the guarded client. */
  @Bean
  InitializingBean guardFhirClients(FhirContext fhirContext, CloseableHttpClient egressHttpClient) {
    return () ->
        fhirContext.setRestfulClientFactory(new EgressClientFactory(fhirContext, egressHttpClient));
  }

  /**
   * The FHIR core library never fetches packages, schemas or terminology from the network, nor from
   * the folder of packages that it would make in the user's home.
   */
  @Bean
  InitializingBean prohibitCoreLibraryAccess() {
    return () -> {
      ManagedWebAccess.setAccessPolicy(ManagedWebAccess.WebAccessPolicy.PROHIBITED);
      ManagedFileAccess.setAccessPolicy(ManagedFileAccess.FileAccessPolicy.PROHIBITED);
    };
  }
}
