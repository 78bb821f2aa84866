package org.andiron.audit.security;

import java.util.Locale;
import java.util.Optional;
import org.andiron.audit.AuditTrail;
import org.andiron.audit.event.AuditedEvent;
import org.andiron.audit.event.ClientApp;
import org.andiron.audit.event.DataObject;
import org.andiron.audit.event.EventKind;
import org.andiron.audit.event.FailureReason;
import org.andiron.audit.event.NetworkAddress;
import org.andiron.audit.event.Outcome;
import org.andiron.audit.event.Requester;
import org.andiron.security.AccountEvent;
import org.andiron.security.AccountEvent.Factor;
import org.andiron.security.ClientEvent;
import org.andiron.security.KeyMade;

/** What is recorded of accounts, clients and keys. */
final class AccountRecords {

  private final AuditTrail trail;

  AccountRecords(AuditTrail trail) {
    this.trail = trail;
  }

  AuditedEvent of(AccountEvent event) {
    if (event instanceof AccountEvent.SignedIn it) {
      return attempt(it.username(), it.address()).data(factor(it.factor())).build();
    }
    if (event instanceof AccountEvent.SignInFailed it) {
      return attempt(it.username(), it.address())
          .data(factor(it.factor()))
          .outcome(Outcome.failure(FailureReason.BAD_CREDENTIALS))
          .build();
    }
    if (event instanceof AccountEvent.LockedOut it) {
      return lockedOut(it.username(), it.address());
    }
    if (event instanceof AccountEvent.Throttled it) {
      return lockedOut(it.username(), it.address());
    }
    if (event instanceof AccountEvent.SignedOut it) {
      return trail.event(EventKind.SIGN_OUT, person(it.username())).build();
    }
    if (event instanceof AccountEvent.Created it) {
      return change(it, "made", it.by());
    }
    if (event instanceof AccountEvent.Changed it) {
      return change(it, "changed", it.by());
    }
    if (event instanceof AccountEvent.Deactivated it) {
      return change(it, "deactivated", it.by());
    }
    if (event instanceof AccountEvent.Deleted it) {
      return change(it, "deleted", it.by());
    }
    if (event instanceof AccountEvent.PasswordChanged it) {
      return change(it, "another password", it.by());
    }
    if (event instanceof AccountEvent.Unlocked it) {
      return change(it, "unlocked", it.by());
    }
    if (event instanceof AccountEvent.FactorAdded it) {
      return change(it, name(it.factor()) + " added", it.username());
    }
    AccountEvent.FactorRemoved it = (AccountEvent.FactorRemoved) event;
    return change(it, name(it.factor()) + " removed", it.by());
  }

  private AuditedEvent lockedOut(String username, String address) {
    return attempt(username, address).outcome(Outcome.failure(FailureReason.LOCKED_OUT)).build();
  }

  private AuditedEvent.Builder attempt(String username, String address) {
    Requester browser = Requester.unknown(NetworkAddress.ip(address));
    return trail.event(EventKind.SIGN_IN, username.isEmpty() ? browser : user(username, browser));
  }

  private AuditedEvent change(AccountEvent event, String what, String by) {
    return trail
        .event(EventKind.ACCOUNT_CHANGE, person(by))
        .data(DataObject.named("account " + event.username() + ": " + what))
        .build();
  }

  /** Whoever the request says, or else whose pages they are; the server if there is no request. */
  Requester person(String username) {
    Requester requester = trail.requester();
    boolean named =
        requester.client().isEmpty() || requester.client().flatMap(ClientApp::id).isPresent();
    return named ? requester : user(username, requester);
  }

  private Requester user(String username, Requester browser) {
    return new Requester(
        browser.client(),
        Optional.of(trail.user(username)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        browser.purposes());
  }

  AuditedEvent of(ClientEvent event) {
    String what;
    if (event instanceof ClientEvent.Registered) {
      what = "registered";
    } else if (event instanceof ClientEvent.Changed) {
      what = "changed";
    } else if (event instanceof ClientEvent.SecretRenewed) {
      what = "another secret";
    } else {
      what = "deleted";
    }
    return trail
        .event(EventKind.ACCOUNT_CHANGE)
        .data(DataObject.named("client " + event.client() + ": " + what))
        .build();
  }

  /** Whichever request needs it, the server makes it by itself. */
  AuditedEvent of(KeyMade event) {
    String use =
        switch (event.use()) {
          case TOKENS -> "key for tokens";
          case OPERATOR -> "key of the operator";
        };
    return trail
        .event(EventKind.KEY_ROTATION, Requester.SERVER)
        .data(DataObject.named(use + ": " + event.id()))
        .build();
  }

  private static DataObject factor(Factor factor) {
    return DataObject.named(name(factor));
  }

  private static String name(Factor factor) {
    return factor.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
