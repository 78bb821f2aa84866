package org.andiron.visibility;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a request keeps what exists for it. */
public final class VisibilityOfRequest {

  private static final String KEY = VisibilityOfRequest.class.getName();
  private static final String LINKABLE = KEY + ".linkable";
  private static final String READER = KEY + ".reader";

  private static final String WITHHELD = KEY + ".withheld";

  /** What exists for the work of this thread, which is done for somebody without a request. */
  private static final ThreadLocal<@Nullable Work> OF_WORK = new ThreadLocal<>();

  private VisibilityOfRequest() {}

  /** An entry shares the user data of its batch or transaction. */
  private record Entry(RequestDetails request) {}

  private record Work(Visibility visibility, Optional<Reader> reader) {}

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
    Work ofWork = OF_WORK.get();
    return ofWork == null ? Visibility.ALL : ofWork.visibility();
  }

  /** Notes for whom a request and the entries it is made of are done. */
  public static void setReader(RequestDetails request, Reader reader) {
    request.getUserData().put(READER, reader);
  }

  /** Notes what is withheld from a request and the entries it is made of. */
  static void setWithheld(RequestDetails request, Withheld withheld) {
    request.getUserData().put(WITHHELD, withheld);
  }

  /** What is withheld from a request, once one of its transactions had to know. */
  public static Optional<Withheld> withheld(RequestDetails request) {
    return request.getUserData().get(WITHHELD) instanceof Withheld withheld
        ? Optional.of(withheld)
        : Optional.empty();
  }

  /** For whom a request is done, or the work of this thread; nobody if the server does it. */
  public static Optional<Reader> reader(@Nullable RequestDetails request) {
    if (request != null && request.getUserData().get(READER) instanceof Reader reader) {
      return Optional.of(reader);
    }
    Work ofWork = OF_WORK.get();
    return ofWork == null ? Optional.empty() : ofWork.reader();
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
  static void during(Visibility visibility, Optional<Reader> reader, Runnable work) {
    Work before = OF_WORK.get();
    OF_WORK.set(new Work(visibility, reader));
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
