package org.andiron.server;

import jakarta.servlet.http.HttpServletRequest;

/**
 * An answer that waits for its time when all else is done for it, so that how long that took does
 * not show: whoever lets answers leave waits for it, before the first byte.
 */
public final class HeldAnswer {

  private static final String ATTRIBUTE = HeldAnswer.class.getName();

  private HeldAnswer() {}

  /**
   * Has the answer to a request wait, once.
   *
   * @param wait returns when it may leave
   */
  public static void hold(HttpServletRequest request, Runnable wait) {
    request.setAttribute(ATTRIBUTE, wait);
  }

  /** Returns when the answer may leave: at once if nobody holds it. */
  public static void await(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Runnable wait) {
      request.removeAttribute(ATTRIBUTE);
      wait.run();
    }
  }
}
