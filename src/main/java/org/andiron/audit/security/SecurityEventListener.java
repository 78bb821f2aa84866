package org.andiron.audit.security;

import java.util.Optional;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.security.AccountEvent;
import org.andiron.security.AuthorizationEvent;
import org.andiron.security.ClientEvent;
import org.andiron.security.KeyMade;
import org.andiron.security.PatientsShown;
import org.andiron.security.TokenEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;

/**
 * Records what security tells, on the thread that tells it: if that fails it does not happen.
 *
 * <p>No annotated method listens, since the first keys and the first account are made before Spring
 * looks for such.
 */
final class SecurityEventListener implements ApplicationListener<PayloadApplicationEvent<?>> {

  private final AuditTrail trail;
  private final AccountRecords accounts;
  private final TokenRecords tokens;
  private final PatientRecords patients;

  SecurityEventListener(
      AuditTrail trail, AccountRecords accounts, TokenRecords tokens, PatientRecords patients) {
    this.trail = trail;
    this.accounts = accounts;
    this.tokens = tokens;
    this.patients = patients;
  }

  @Override
  public void onApplicationEvent(PayloadApplicationEvent<?> event) {
    recordOf(event.getPayload()).ifPresent(trail::record);
  }

  private Optional<AuditedEvent> recordOf(Object event) {
    if (event instanceof AccountEvent account) {
      return Optional.of(accounts.of(account));
    }
    if (event instanceof ClientEvent client) {
      return Optional.of(accounts.of(client));
    }
    if (event instanceof KeyMade key) {
      return Optional.of(accounts.of(key));
    }
    if (event instanceof TokenEvent token) {
      return Optional.of(tokens.of(token));
    }
    if (event instanceof PatientsShown shown) {
      return Optional.of(patients.of(shown));
    }
    return event instanceof AuthorizationEvent authorization
        ? Optional.of(tokens.of(authorization))
        : Optional.empty();
  }
}
