package org.andiron.consent.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.andiron.server.HeldAnswer;
import org.andiron.server.RequestPipeline;
import org.andiron.visibility.VisibilityOfRequest;
import org.andiron.visibility.WithheldWriteException;
import org.jspecify.annotations.Nullable;

/**
 * Lets the time of an answer not tell whether what is not found is withheld or is not there: to
 * find the one, PostgreSQL looks up a rule as well, and the audit log gets the decision. Who is
 * denied something learns that something is not found, or cannot be changed, at the end of a fixed
 * span only, or of the next one.
 */
public final class EvenNotFound {

  private static final String BEGAN = EvenNotFound.class.getName();

  private final long spanNanos;

  /**
   * @param span longer than a read takes, so that next to all of them end with the first one
   */
  EvenNotFound(Duration span) {
    this.spanNanos = span.toNanos();
  }

  @Hook(
      value = Pointcut.SERVER_INCOMING_REQUEST_PRE_PROCESSED,
      order = RequestPipeline.EVEN_NOT_FOUND)
  public boolean begin(HttpServletRequest request, HttpServletResponse response) {
    request.setAttribute(BEGAN, System.nanoTime());
    return true;
  }

  @Hook(
      value = Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION,
      order = RequestPipeline.EVEN_NOT_FOUND)
  public @Nullable BaseServerResponseException hold(
      RequestDetails request, HttpServletRequest servletRequest, Throwable failure) {
    boolean mayBeWithheld =
        (failure instanceof ResourceNotFoundException || failure instanceof WithheldWriteException)
            && VisibilityOfRequest.withheld(request).filter(it -> !it.isNothing()).isPresent();
    if (mayBeWithheld && servletRequest.getAttribute(BEGAN) instanceof Long began) {
      // What is withheld is recorded with more as well, and that is done before it leaves.
      HeldAnswer.hold(servletRequest, () -> await(began));
    }
    return null;
  }

  private void await(long began) {
    long now = System.nanoTime();
    long until = now + rest(now - began);
    while (now < until && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(until - now);
      now = System.nanoTime();
    }
  }

  /** How long it is to the end of the span, in nanoseconds. */
  long rest(long elapsed) {
    return spanNanos - elapsed % spanNanos;
  }
}
