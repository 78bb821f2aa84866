package org.andiron.security.account.passkey;

import org.andiron.security.ConditionalOnOwnIssuer;
import org.andiron.security.PublicAddress;
import org.andiron.security.account.Accounts;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.security.web.webauthn.management.WebAuthnRelyingPartyOperations;

/** Puts passkeys together. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class PasskeyConfiguration {

  @Bean
  UserCredentialRepository passkeyTable(JdbcOperations jdbc) {
    return new PasskeyTable(jdbc);
  }

  @Bean
  PasskeyUsers passkeyUsers(Accounts accounts) {
    return new PasskeyUsers(accounts);
  }

  @Bean
  WebAuthnRelyingPartyOperations relyingParty(
      PasskeyUsers users,
      UserCredentialRepository passkeys,
      PublicAddress address,
      ApplicationEventPublisher events) {
    return new RelyingParty(users, passkeys, address::issuer, events);
  }

  @Bean
  Passkeys passkeys(UserCredentialRepository table, ApplicationEventPublisher events) {
    return new Passkeys(table, events);
  }

  @Bean
  PasskeySignIn passkeySignIn(
      WebAuthnRelyingPartyOperations relyingParty,
      UserCredentialRepository passkeys,
      Accounts accounts,
      ApplicationEventPublisher events) {
    return new PasskeySignIn(relyingParty, passkeys, accounts, events);
  }
}
