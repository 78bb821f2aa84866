package org.andiron.security.authserver.code;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.PublicAddress;
import org.andiron.server.FilterChainOrder;
import org.andiron.storage.migration.DatabaseMigration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sessions of people at the authorization server and its pages, in the database, so that any node
 * knows them. The FHIR endpoint has none.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class StoredSessionConfiguration {

  private static final Duration IDLE = Duration.ofMinutes(30);

  /** Where sessions are; the last two are paths of passkeys. */
  private static final List<String> PATHS =
      List.of("/oauth2/authorize", "/auth/*", "/login/*", "/webauthn/*");

  @Bean
  JdbcIndexedSessionRepository sessionRepository(
      DatabaseMigration migration, JdbcOperations jdbc, DataSource dataSource) {
    migration.requireDone();
    TransactionTemplate transaction =
        new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    JdbcIndexedSessionRepository repository = new JdbcIndexedSessionRepository(jdbc, transaction);
    repository.setTableName("andiron.http_session");
    repository.setDefaultMaxInactiveInterval(IDLE);
    // Expired sessions are deleted together with expired authorizations, by one node.
    repository.setCleanupCron("-");
    new PostgreSqlJdbcIndexedSessionRepositoryCustomizer().customize(repository);
    return repository;
  }

  @Bean
  FilterRegistrationBean<SessionRepositoryFilter<?>> sessionFilter(
      JdbcIndexedSessionRepository repository, PublicAddress address) {
    SessionRepositoryFilter<?> filter = new SessionRepositoryFilter<>(repository);
    CookieHttpSessionIdResolver cookies = new CookieHttpSessionIdResolver();
    cookies.setCookieSerializer(new SessionCookie(address));
    filter.setHttpSessionIdResolver(cookies);
    FilterRegistrationBean<SessionRepositoryFilter<?>> registration =
        new FilterRegistrationBean<>(filter);
    registration.setUrlPatterns(PATHS);
    registration.setOrder(FilterChainOrder.SECURITY - 10);
    return registration;
  }

  /** Secure wherever people reach the server by https, be it through a proxy that speaks http. */
  private static final class SessionCookie implements CookieSerializer {

    private final PublicAddress address;
    private final DefaultCookieSerializer plain = serializer(false);
    private final DefaultCookieSerializer secure = serializer(true);

    SessionCookie(PublicAddress address) {
      this.address = address;
    }

    private static DefaultCookieSerializer serializer(boolean secure) {
      DefaultCookieSerializer serializer = new DefaultCookieSerializer();
      serializer.setCookieName("andiron_session");
      serializer.setCookiePath("/");
      serializer.setUseHttpOnlyCookie(true);
      serializer.setUseSecureCookie(secure);
      // An app sends the browser here by a link, with which Lax cookies come along.
      serializer.setSameSite("Lax");
      return serializer;
    }

    @Override
    public void writeCookieValue(CookieValue value) {
      serializer().writeCookieValue(value);
    }

    @Override
    public List<String> readCookieValues(HttpServletRequest request) {
      return serializer().readCookieValues(request);
    }

    private DefaultCookieSerializer serializer() {
      return address.issuer().startsWith("https:") ? secure : plain;
    }
  }
}
