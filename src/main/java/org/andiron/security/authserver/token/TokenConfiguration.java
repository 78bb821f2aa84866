package org.andiron.security.authserver.token;

import com.nimbusds.jose.jwk.JWKSet;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.PublicAddress;
import org.andiron.security.UserDirectory;
import org.andiron.security.authserver.client.RegisteredClients;
import org.andiron.security.authserver.key.SigningKeys;
import org.andiron.storage.migration.DatabaseMigration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.transaction.support.TransactionTemplate;

/** Authorizations and tokens. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class TokenConfiguration {

  @Bean
  AccessTokens accessTokens(SigningKeys keys, PublicAddress address, Clock clock) {
    return new AccessTokens(keys, address, clock);
  }

  @Bean
  AuthorizationStore authorizationStore(
      DatabaseMigration migration,
      JdbcOperations jdbc,
      DataSource dataSource,
      RegisteredClients clients,
      AccessTokens accessTokens) {
    migration.requireDone();
    return new AuthorizationStore(
        new AuthorizationTable(jdbc),
        new TransactionTemplate(new DataSourceTransactionManager(dataSource)),
        clients,
        accessTokens);
  }

  @Bean
  EndedAccounts endedAccounts(AuthorizationStore authorizations) {
    return new EndedAccounts(authorizations);
  }

  @Bean
  ExpiredAuthorizations expiredAuthorizations(JdbcOperations jdbc) {
    return new ExpiredAuthorizations(jdbc);
  }

  @Bean
  OAuth2TokenGenerator<?> tokenGenerator(
      SigningKeys keys,
      PublicAddress address,
      ObjectProvider<UserDirectory> users,
      RegisteredClients clients,
      Clock clock) {
    JwtGenerator jwts =
        new JwtGenerator(
            new NimbusJwtEncoder(
                (selector, context) -> selector.select(new JWKSet(keys.current()))));
    UserDirectory directory =
        name -> Optional.ofNullable(users.getIfAvailable()).flatMap(it -> it.find(name));
    jwts.setJwtCustomizer(new TokenContent(address, directory, clients, clock));
    return new DelegatingOAuth2TokenGenerator(jwts, new RefreshTokens(clock));
  }
}
