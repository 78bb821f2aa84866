package org.andiron.security.account.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.andiron.security.AccountEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

/** The sessions of an account, on all nodes: what there are, and their end. */
public final class AccountSessions {

  /** Session attribute with the User-Agent header of the sign-in; whoever signs in sets it. */
  public static final String BROWSER = "andiron.browser";

  private static final int HANDLE_BYTES = 12;

  private final FindByIndexNameSessionRepository<? extends Session> repository;
  private final ApplicationEventPublisher events;

  AccountSessions(
      FindByIndexNameSessionRepository<? extends Session> repository,
      ApplicationEventPublisher events) {
    this.repository = repository;
    this.events = events;
  }

  /** Those of the account that may be used still, the last used first. */
  public List<AccountSession> of(String username) {
    return living(username).stream()
        .sorted(Comparator.<Session, Instant>comparing(Session::getLastAccessedTime).reversed())
        .map(
            session ->
                new AccountSession(
                    handle(session.getId()),
                    session.getCreationTime(),
                    session.getLastAccessedTime(),
                    Optional.ofNullable(session.<String>getAttribute(BROWSER))))
        .toList();
  }

  /** The handle of a session, to tell one's own from the others. */
  public static String handle(String sessionId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(sessionId.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, HANDLE_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java", e);
    }
  }

  /**
   * Ends a session of the account.
   *
   * @return whether there was one of that handle
   */
  public boolean end(String username, String handle) {
    Optional<? extends Session> session =
        living(username).stream().filter(it -> handle(it.getId()).equals(handle)).findFirst();
    session.ifPresent(
        it -> {
          repository.deleteById(it.getId());
          events.publishEvent(new AccountEvent.SignedOut(username));
        });
    return session.isPresent();
  }

  /** Ends all sessions of the account but one. */
  public void endOthers(String username, String sessionIdToKeep) {
    if (endAllBut(username, sessionIdToKeep)) {
      events.publishEvent(new AccountEvent.SignedOut(username));
    }
  }

  private boolean endAllBut(String username, String sessionIdToKeep) {
    boolean ended = false;
    for (Session session : living(username)) {
      if (!session.getId().equals(sessionIdToKeep)) {
        repository.deleteById(session.getId());
        ended = true;
      }
    }
    return ended;
  }

  /** Ends all sessions of the account. */
  public void endAll(String username) {
    endAllBut(username, "");
  }

  /** Whoever may not sign in any more is not signed in any more. */
  @EventListener
  void deactivated(AccountEvent.Deactivated event) {
    endAll(event.username());
  }

  @EventListener
  void deleted(AccountEvent.Deleted event) {
    endAll(event.username());
  }

  /** A password that somebody else set ends all; whoever changes their own keeps their session. */
  @EventListener
  void passwordChanged(AccountEvent.PasswordChanged event) {
    if (!event.by().equals(event.username())) {
      endAll(event.username());
    }
  }

  private Collection<? extends Session> living(String username) {
    return repository.findByPrincipalName(username).values().stream()
        .filter(session -> !session.isExpired())
        .toList();
  }
}
