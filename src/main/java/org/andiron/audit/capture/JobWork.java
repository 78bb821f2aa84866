package org.andiron.audit.capture;

import java.util.Optional;
import org.andiron.audit.event.Requester;
import org.jspecify.annotations.Nullable;

/**
 * What a thread works at in the background for somebody.
 *
 * @param requester who started the job
 * @param isImport whether what it stores comes from elsewhere
 */
record JobWork(Requester requester, boolean isImport) {

  private static final ThreadLocal<@Nullable JobWork> OF_THREAD = new ThreadLocal<>();

  /** Of this thread; none if it works for a request, or for the server itself. */
  static Optional<JobWork> ofThread() {
    return Optional.ofNullable(OF_THREAD.get());
  }

  static void during(Optional<JobWork> work, Runnable action) {
    JobWork before = OF_THREAD.get();
    OF_THREAD.set(work.orElse(null));
    try {
      action.run();
    } finally {
      if (before == null) {
        OF_THREAD.remove();
      } else {
        OF_THREAD.set(before);
      }
    }
  }
}
