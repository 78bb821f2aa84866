package org.andiron.security.account.session;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

/** Lists the sessions that the authorization server keeps. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "andiron.security.mode", havingValue = "smart")
class AccountSessionConfiguration {

  @Bean
  AccountSessions accountSessions(FindByIndexNameSessionRepository<? extends Session> sessions) {
    return new AccountSessions(sessions);
  }
}
