package org.andiron.ops.interaction;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells when a request has ended, also one that goes on asynchronously after its filters left. */
public final class RequestEnd {

  private RequestEnd() {}

  /**
   * Passes the request on along the chain.
   *
   * @param atEnd run once, when the request has ended in whatever way
   */
  public static void after(
      FilterChain chain, HttpServletRequest request, HttpServletResponse response, Runnable atEnd)
      throws ServletException, IOException {
    boolean endsLater = false;
    try {
      chain.doFilter(request, response);
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new RunWhenDone(atEnd));
        endsLater = true;
      }
    } finally {
      if (!endsLater) {
        atEnd.run();
      }
    }
  }

  private record RunWhenDone(Runnable atEnd) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      atEnd.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // Followed by onComplete.
    }

    @Override
    public void onError(AsyncEvent event) {
      // Followed by onComplete.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // A new cycle forgets the listeners of the one before.
      event.getAsyncContext().addListener(this);
    }
  }
}
