package org.andiron.security.account.session;

import org.andiron.security.ConditionalOnOwnIssuer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

/** Lists the sessions that the authorization server keeps. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnOwnIssuer
class AccountSessionConfiguration {

  @Bean
  AccountSessions accountSessions(
      FindByIndexNameSessionRepository<? extends Session> sessions,
      ApplicationEventPublisher events) {
    return new AccountSessions(sessions, events);
  }
}
