package org.andiron.ops;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.andiron.ops.admission.AdmissionConfiguration;
import org.andiron.ops.metrics.MetricsConfiguration;
import org.andiron.ops.shutdown.ShutdownConfiguration;
import org.andiron.server.requestid.RequestIdConfiguration;
import org.andiron.storage.SearchIndex;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The web server with everything this package puts around the FHIR endpoint, and in the place of
 * the endpoint and of CDS services a servlet that answers when it is told to. No database.
 *
 * <p>Not a {@code @Configuration}, for the component scan of the whole server must not find it.
 */
@EnableAutoConfiguration
@Import({
  RequestIdConfiguration.class,
  MetricsConfiguration.class,
  AdmissionConfiguration.class,
  ShutdownConfiguration.class
})
class OpsTestServer {

  private static final String[] DEFAULTS = {
    "server.port=0",
    "server.shutdown=graceful",
    "spring.main.banner-mode=off",
    "spring.jmx.enabled=false",
    "management.endpoints.web.exposure.include=health,prometheus",
    "management.endpoint.health.probes.enabled=true",
    "management.prometheus.metrics.export.enabled=true",
    "management.defaults.metrics.export.enabled=true",
  };

  static ServletWebServerApplicationContext start(String... settings) {
    return (ServletWebServerApplicationContext)
        new SpringApplicationBuilder(OpsTestServer.class)
            // The application's own settings describe the whole server, of which this is a part.
            .properties("spring.config.name=ops-test-server")
            .properties("spring.autoconfigure.exclude=" + String.join(",", OpsTestServer.unused()))
            .properties(DEFAULTS)
            .properties(settings)
            .run();
  }

  private static String[] unused() {
    String boot = "org.springframework.boot.autoconfigure.";
    return new String[] {
      boot + "flyway.FlywayAutoConfiguration",
      boot + "orm.jpa.HibernateJpaAutoConfiguration",
      boot + "data.jpa.JpaRepositoriesAutoConfiguration",
      boot + "jdbc.DataSourceAutoConfiguration",
      boot + "quartz.QuartzAutoConfiguration",
      boot + "elasticsearch.ElasticsearchRestClientAutoConfiguration",
      boot + "elasticsearch.ElasticsearchClientAutoConfiguration",
      boot + "data.elasticsearch.ElasticsearchDataAutoConfiguration",
      boot + "data.elasticsearch.ElasticsearchRepositoriesAutoConfiguration",
      boot + "graphql.GraphQlAutoConfiguration",
      boot + "thymeleaf.ThymeleafAutoConfiguration",
      boot + "mail.MailSenderAutoConfiguration",
      boot + "session.SessionAutoConfiguration",
      boot + "security.servlet.SecurityAutoConfiguration",
      boot + "security.servlet.SecurityFilterAutoConfiguration",
      boot + "security.servlet.UserDetailsServiceAutoConfiguration",
      boot + "security.oauth2.server.servlet.OAuth2AuthorizationServerAutoConfiguration",
      boot + "security.oauth2.server.servlet.OAuth2AuthorizationServerJwtAutoConfiguration",
      boot + "security.oauth2.resource.servlet.OAuth2ResourceServerAutoConfiguration",
      "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration",
    };
  }

  @Bean
  Endpoint endpoint() {
    return new Endpoint();
  }

  @Bean
  SearchIndex searchIndex() {
    return new SearchIndex() {

      @Override
      public boolean isWhole() {
        return true;
      }

      @Override
      public double share() {
        return 1;
      }
    };
  }

  @Bean
  ServletRegistrationBean<Endpoint> endpointServlet(Endpoint endpoint) {
    return new ServletRegistrationBean<>(endpoint, "/fhir/*", "/cds-services/*");
  }

  /**
   * Answers by the id that is read: {@code hold-x} waits for {@link #release}, {@code fail} throws.
   */
  static final class Endpoint extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, CountDownLatch> arrived = new ConcurrentHashMap<>();
    private final transient Map<String, CountDownLatch> released = new ConcurrentHashMap<>();

    void awaitArrival(String name) throws InterruptedException {
      if (!latch(arrived, name).await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " did not arrive");
      }
    }

    void release(String name) {
      latch(released, name).countDown();
    }

    private static CountDownLatch latch(Map<String, CountDownLatch> latches, String name) {
      return latches.computeIfAbsent(name, key -> new CountDownLatch(1));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      // As HAPI does.
      response.addHeader("X-Request-ID", "of the endpoint");
      String path = String.valueOf(request.getPathInfo());
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (name.equals("fail")) {
        throw new IllegalStateException("broken");
      }
      if (name.startsWith("hold")) {
        hold(name);
      }
      if (name.startsWith("async-hold") && request.getDispatcherType().name().equals("REQUEST")) {
        var context = request.startAsync();
        context.setTimeout(0);
        context.start(
            () -> {
              hold(name);
              context.dispatch();
            });
        return;
      }
      response.getWriter().print("logged as " + MDC.get("requestId"));
    }

    private void hold(String name) {
      latch(arrived, name).countDown();
      try {
        if (!latch(released, name).await(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException(name + " was not released");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
