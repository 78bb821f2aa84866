package org.andiron.security.account.first;

import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.account.Accounts;
import org.andiron.startup.ConsoleNotice;
import org.springframework.context.annotation.Configuration;

/** Makes the first administrator before the server listens. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class FirstAdministratorConfiguration {

  FirstAdministratorConfiguration(Accounts accounts, AdminProperties settings) {
    new FirstAdministrator(accounts, ConsoleNotice::print).ensure(settings.password());
  }
}
