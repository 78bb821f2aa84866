package org.andiron.security.account;

import java.time.Clock;
import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.account.password.PasswordHasher;
import org.andiron.security.account.password.PasswordProperties;
import org.andiron.security.account.password.PasswordRules;
import org.andiron.security.account.throttle.SignInProperties;
import org.andiron.security.account.throttle.SignInThrottle;
import org.andiron.security.role.RolePolicies;
import org.andiron.storage.migration.DatabaseMigration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts accounts together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class AccountConfiguration {

  @Bean
  PasswordHasher passwordHasher(PasswordProperties settings) {
    return new PasswordHasher(settings);
  }

  @Bean
  PasswordRules passwordRules(PasswordProperties settings) {
    return new PasswordRules(settings);
  }

  @Bean
  Accounts accounts(
      DatabaseMigration migration,
      JdbcOperations jdbc,
      PlatformTransactionManager transactions,
      PasswordHasher hasher,
      PasswordRules rules,
      RolePolicies roles,
      ApplicationEventPublisher events) {
    migration.requireDone();
    return new Accounts(
        jdbc, new TransactionTemplate(transactions), hasher, rules, roles::names, events);
  }

  @Bean
  SignInThrottle signInThrottle(
      JdbcOperations jdbc, PlatformTransactionManager transactions, SignInProperties settings) {
    return new SignInThrottle(
        jdbc, new TransactionTemplate(transactions), settings, Clock.systemUTC());
  }
}
