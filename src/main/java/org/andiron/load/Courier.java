package org.andiron.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Delivers one Bundle at most once as far as that can be known.
 *
 * <p>A refusal that time may mend is repeated after a wait. When the answer is lost after the
 * request went out, a Bundle that leaves one copy however often it is sent is sent again; any other
 * is looked for on the server by an identifier, and only sent again when the server lacks it after
 * a broken connection. After a time-out the server may still be at work, so it is not.
 */
final class Courier {

  /** Refusals that a repeat may mend; the server stored nothing. */
  private static final Set<Integer> BUSY = Set.of(409, 429, 503);

  /** A proxy's word that it lost the server: it may have stored the Bundle. */
  private static final Set<Integer> GATEWAY = Set.of(502, 504);

  private final FhirTarget target;
  private final LoadSettings settings;
  private final Backoff backoff;
  private final StopSignal stop;
  private final LoadState state;
  private final ServerProbe probe;
  private final ScheduledExecutorService watchdog;

  Courier(
      FhirTarget target,
      LoadSettings settings,
      Backoff backoff,
      StopSignal stop,
      LoadState state,
      ServerProbe probe,
      ScheduledExecutorService watchdog) {
    this.target = target;
    this.settings = settings;
    this.backoff = backoff;
    this.stop = stop;
    this.state = state;
    this.probe = probe;
    this.watchdog = watchdog;
  }

  /** One request and what came of it. */
  private sealed interface Attempt {
    record Final(Outcome outcome) implements Attempt {}

    record Busy(int status, List<Rejection.Issue> issues, Optional<Duration> retryAfter)
        implements Attempt {}

    record NotSent(String reason) implements Attempt {}

    record Lost(String reason, boolean mayBeAtWork) implements Attempt {}
  }

  /**
   * Delivers, with repeats.
   *
   * @throws LoadException when the server cannot be reached or does not know the caller
   */
  Outcome deliver(Shipment shipment) throws InterruptedException {
    if (stop.requested()) {
      return new Outcome.Abandoned();
    }
    return new Delivery(shipment).run();
  }

  /** The attempts to deliver one Bundle. */
  private final class Delivery {

    private final Shipment shipment;
    private final Instant since = probe.serverNow();
    private final @Nullable String ticket;

    /** Whether an attempt went out of which nothing was heard. */
    private boolean outstanding;

    Delivery(Shipment shipment) {
      this.shipment = shipment;
      this.ticket = shipment.repeatable() ? null : state.begin(shipment, since);
    }

    Outcome run() throws InterruptedException {
      boolean stored = false;
      try {
        Outcome outcome = repeat();
        stored = outcome instanceof Outcome.Delivered || outcome instanceof Outcome.Unknown;
        return outcome;
      } finally {
        if (ticket != null && !stored && !outstanding) {
          state.clear(ticket);
        }
      }
    }

    private Outcome repeat() throws InterruptedException {
      for (int attempt = 0; ; attempt++) {
        Attempt result = exchange(shipment);
        boolean last = attempt >= settings.retries();
        Optional<Duration> asked = Optional.empty();
        if (result instanceof Attempt.Final end) {
          outstanding = false;
          return end.outcome();
        } else if (result instanceof Attempt.Busy busy) {
          if (last) {
            return new Outcome.Refused(busy.status(), busy.issues());
          }
          asked = busy.retryAfter();
        } else if (result instanceof Attempt.NotSent notSent) {
          if (last) {
            throw new LoadException("the server is not reachable: " + notSent.reason());
          }
        } else if (result instanceof Attempt.Lost lost) {
          outstanding = true;
          @Nullable Outcome found = shipment.repeatable() ? null : settle(shipment, since, lost);
          if (found != null) {
            return found;
          }
          if (last) {
            return new Outcome.Unknown(lost.reason());
          }
        }
        if (!stop.pause(backoff.delay(attempt, asked))) {
          return new Outcome.Abandoned();
        }
      }
    }
  }

  /** Finds out whether a Bundle arrived; null when it did not and may be sent again. */
  private @Nullable Outcome settle(Shipment shipment, Instant since, Attempt.Lost lost)
      throws InterruptedException {
    Probe identifier = shipment.probe();
    if (identifier == null || !shipment.atomic()) {
      return new Outcome.Unknown(lost.reason());
    }
    return switch (probe.settle(identifier, since)) {
      case PRESENT -> new Outcome.Delivered(new Receipt(shipment.counts(), List.of(), null, 0));
      case ABSENT -> lost.mayBeAtWork() ? new Outcome.Unknown(lost.reason()) : null;
      case UNANSWERED ->
          stop.requested() ? new Outcome.Abandoned() : new Outcome.Unknown(lost.reason());
    };
  }

  private Attempt exchange(Shipment shipment) throws InterruptedException {
    HttpResponse<InputStream> response;
    try {
      response = target.post(shipment, settings.timeout());
    } catch (HttpConnectTimeoutException | ConnectException | UnresolvedAddressException e) {
      return new Attempt.NotSent("no connection");
    } catch (HttpTimeoutException e) {
      return new Attempt.Lost("no answer within " + settings.timeout().toSeconds() + " s", true);
    } catch (IOException e) {
      return e.getCause() instanceof UnresolvedAddressException
          ? new Attempt.NotSent("unknown host")
          : new Attempt.Lost("the connection broke", false);
    } catch (UncheckedIOException e) {
      return new Attempt.Final(
          new Outcome.Refused(
              0, List.of(new Rejection.Issue("error", "not-found", "file is gone", null))));
    }
    // The time-out of the client ends with the headers: a body that stalls is cut off here.
    InputStream body = response.body();
    ScheduledFuture<?> cut =
        watchdog.schedule(
            () -> {
              body.close();
              return null;
            },
            settings.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
    try (body) {
      return judge(shipment, response, body);
    } catch (IOException e) {
      return new Attempt.Lost("the answer broke off", false);
    } finally {
      cut.cancel(false);
    }
  }

  private Attempt judge(Shipment shipment, HttpResponse<InputStream> response, InputStream body)
      throws IOException {
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Attempt.Final(new Outcome.Delivered(receipt(shipment, body)));
    }
    List<Rejection.Issue> issues = ResponseReader.issues(body);
    if (status == 401) {
      throw new LoadException("the server asks for a valid token (401): see --token");
    }
    if (GATEWAY.contains(status)) {
      return new Attempt.Lost("a proxy answered " + status, status == 504);
    }
    if (BUSY.contains(status)) {
      Optional<Duration> asked =
          response
              .headers()
              .firstValue("Retry-After")
              .flatMap(value -> Backoff.retryAfter(value, probe.serverNow()));
      return new Attempt.Busy(status, issues, asked);
    }
    return new Attempt.Final(new Outcome.Refused(status, issues));
  }

  private static Receipt receipt(Shipment shipment, InputStream body) throws IOException {
    try {
      Receipt receipt = ResponseReader.receipt(body);
      if (receipt.entries() > 0 && (!receipt.stored().isEmpty() || !receipt.failed().isEmpty())) {
        return receipt;
      }
    } catch (IOException e) {
      if (!shipment.atomic()) {
        throw e;
      }
    }
    // A success without entries is as good as a list of them where it is all or nothing.
    if (!shipment.atomic()) {
      throw new IOException("no entries in the answer");
    }
    return new Receipt(shipment.counts(), List.of(), null, 0);
  }
}
