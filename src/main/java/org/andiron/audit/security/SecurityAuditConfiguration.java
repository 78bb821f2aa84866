package org.andiron.audit.security;

import org.andiron.audit.AuditTrail;
import org.andiron.security.ConditionalOnSmartMode;
import org.andiron.security.PublicAddress;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has the audit trail listen to what security tells. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSmartMode
class SecurityAuditConfiguration {

  @Bean
  SecurityEventListener securityEventListener(AuditTrail trail, PublicAddress address) {
    return new SecurityEventListener(
        trail, new AccountRecords(trail), new TokenRecords(trail, address::issuer));
  }
}
