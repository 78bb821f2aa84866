package org.andiron.visibility;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import org.jspecify.annotations.Nullable;

/** Where a request keeps what exists for it. */
public final class VisibilityOfRequest {

  private static final String KEY = VisibilityOfRequest.class.getName();
  private static final String LINKABLE = KEY + ".linkable";

  /** What exists for the work of this thread, which is done for somebody without a request. */
  private static final ThreadLocal<@Nullable Visibility> OF_WORK = new ThreadLocal<>();

  private VisibilityOfRequest() {}

  /** An entry shares the user data of its batch or transaction. */
  private record Entry(RequestDetails request) {}

  /**
   * Decides what exists for a request from now on, and for the entries it is made of; or for one
   * entry of a batch or transaction.
   */
  public static void set(RequestDetails request, Visibility visibility) {
    request.getUserData().put(key(request), visibility);
  }

  /**
   * What exists for a request. An entry of a batch or transaction for which nothing was decided has
   * what its batch or transaction has. For what the server does by itself, everything exists,
   * unless it does it for somebody.
   */
  public static Visibility of(@Nullable RequestDetails request) {
    Object decided = request == null ? null : decided(request);
    if (decided instanceof Visibility visibility) {
      return visibility;
    }
    Visibility ofWork = OF_WORK.get();
    return ofWork == null ? Visibility.ALL : ofWork;
  }

  /**
   * Decides to which Binaries links may be stored by a request, where that is not what exists for
   * it: whoever has the link sees the Binary.
   */
  public static void setLinkable(RequestDetails request, Visibility visibility) {
    request.getUserData().put(LINKABLE, visibility);
  }

  /** To which Binaries links may be stored by a request. */
  static Visibility linkable(@Nullable RequestDetails request) {
    return request != null && request.getUserData().get(LINKABLE) instanceof Visibility linkable
        ? linkable
        : of(request);
  }

  private static @Nullable Object decided(RequestDetails request) {
    Object own = request.getUserData().get(key(request));
    return own != null ? own : request.getUserData().get(KEY);
  }

  /** Does work in this thread for which no more exists, whatever requests it makes up. */
  static void during(Visibility visibility, Runnable work) {
    Visibility before = OF_WORK.get();
    OF_WORK.set(visibility);
    try {
      work.run();
    } finally {
      if (before == null) {
        OF_WORK.remove();
      } else {
        OF_WORK.set(before);
      }
    }
  }

  private static Object key(RequestDetails request) {
    return request instanceof ServletSubRequestDetails ? new Entry(request) : KEY;
  }
}
