package org.andiron.audit.security;

import org.andiron.audit.AuditTrail;
import org.andiron.audit.ConsentContext;
import org.andiron.security.ConditionalOnSmartMode;
import org.andiron.security.PublicAddress;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Has the audit trail listen to what security tells. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnSmartMode
class SecurityAuditConfiguration {

  @Bean
  SecurityEventListener securityEventListener(
      AuditTrail trail, PublicAddress address, ObjectProvider<ConsentContext> consents) {
    AccountRecords accounts = new AccountRecords(trail);
    return new SecurityEventListener(
        trail,
        accounts,
        new TokenRecords(trail, address::issuer),
        new PatientRecords(
            trail,
            accounts::person,
            address::issuer,
            patients -> consents.getObject().permitting(patients)));
  }
}
