package org.andiron.server;

import org.springframework.core.Ordered;

/**
 * The order of the servlet filters before the FHIR endpoint, in one place; a lower order runs first
 * and so sees the refusals of all later ones. Requests are counted and timed outside of the chain,
 * by a valve of the web server, which also sees what the web server itself refuses.
 */
public final class FilterChainOrder {

  /** Gives the request its id, so that every later refusal and every log line can name it. */
  public static final int REQUEST_ID = Ordered.HIGHEST_PRECEDENCE;

  /** Hides from all that write an answer that the client has left. */
  public static final int DEPARTED_CLIENT = REQUEST_ID + 10;

  /** Records requests and their refusals, before the first byte of an answer leaves. */
  public static final int AUDIT = REQUEST_ID + 20;

  /** Refuses new requests while the server stops. */
  public static final int DRAIN = REQUEST_ID + 50;

  /** Refuses other spellings of the paths of servlets, before anything compares paths. */
  public static final int PATH_SPELLING = REQUEST_ID + 90;

  /** Refuses what is larger, longer or otherwise beyond the limits, before anything is read. */
  public static final int GUARD = REQUEST_ID + 100;

  /** Where Spring Security stands when it is present. */
  public static final int SECURITY = -100;

  /**
   * Queues or refuses work when the server or the caller's share is full; after security, to know
   * the caller.
   */
  public static final int ADMISSION = -50;

  private FilterChainOrder() {}
}
