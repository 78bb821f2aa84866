package org.andiron.security.page.account;

import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.account.Accounts;
import org.andiron.security.account.factor.SecondFactors;
import org.andiron.security.account.passkey.Passkeys;
import org.andiron.security.account.session.AccountSessions;
import org.andiron.security.page.Pages;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the page of the account together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class AccountPageConfiguration {

  @Bean
  AccountPage accountPage(
      Pages pages,
      Accounts accounts,
      SecondFactors factors,
      Passkeys passkeys,
      AccountSessions sessions) {
    return new AccountPage(pages, accounts, factors, passkeys, sessions);
  }
}
