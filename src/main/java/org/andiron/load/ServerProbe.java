package org.andiron.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Questions to the server about what it holds and what time it has. */
final class ServerProbe {

  /** Waits between looks at the server: together half a minute. */
  private static final List<Duration> LOOKS =
      List.of(
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8),
          Duration.ofSeconds(15));

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** The Date header counts in whole seconds. */
  private static final Duration CLOCK_GRAIN = Duration.ofSeconds(2);

  private final FhirTarget target;
  private final StopSignal stop;
  private final Clock clock;
  private volatile Duration offset = Duration.ZERO;

  ServerProbe(FhirTarget target, StopSignal stop, Clock clock) {
    this.target = target;
    this.stop = stop;
    this.clock = clock;
  }

  /** Whether something is on the server. */
  enum Presence {
    PRESENT,
    ABSENT,
    UNANSWERED
  }

  /**
   * Checks that a FHIR server answers, and learns its time.
   *
   * @throws LoadException when there is none
   */
  void greet() throws InterruptedException {
    int status;
    try {
      HttpResponse<InputStream> response = target.get("metadata", TIMEOUT);
      response.body().close();
      status = response.statusCode();
      response
          .headers()
          .firstValue("Date")
          .flatMap(Backoff::date)
          .ifPresent(date -> offset = Duration.between(clock.instant(), date));
    } catch (IOException | IllegalArgumentException e) {
      throw new LoadException("no server answers at " + target.url(), e);
    }
    if (status != 200) {
      throw new LoadException(
          "no FHIR server at " + target.url() + ": /metadata answers " + status);
    }
    introduce();
  }

  /**
   * Asks for something that is not there: a server that wants a token says so now, and not in the
   * middle of the first Bundle, where its answer may be lost.
   */
  private void introduce() throws InterruptedException {
    try {
      HttpResponse<InputStream> response = target.get("Basic/andiron-load", TIMEOUT);
      response.body().close();
      if (response.statusCode() == 401) {
        throw new LoadException(
            "the server wants a token: run the command where the server runs, as the same user, or"
                + " give --key, --token or ANDIRON_TOKEN");
      }
    } catch (IOException e) {
      throw new LoadException("no server answers at " + target.url(), e);
    }
  }

  /** The server's time, never later than it is there. */
  Instant serverNow() {
    return clock.instant().plus(offset).minus(CLOCK_GRAIN);
  }

  /**
   * Looks for an identifier written since a moment, again and again, until found or half a minute.
   */
  Presence settle(Probe probe, Instant since) throws InterruptedException {
    Presence last = Presence.UNANSWERED;
    for (Duration wait : LOOKS) {
      if (!wait.isZero() && !stop.pause(wait)) {
        return Presence.UNANSWERED;
      }
      last = look(probe, since);
      if (last == Presence.PRESENT) {
        return last;
      }
    }
    return last;
  }

  /**
   * Whether the resource at {@code Type/id} is there, deleted or not: an emptied server has
   * neither.
   */
  Presence resource(String reference) throws InterruptedException {
    try {
      HttpResponse<InputStream> response = target.get(reference + "?_elements=id", TIMEOUT);
      response.body().close();
      return switch (response.statusCode()) {
        case 200, 410 -> Presence.PRESENT;
        case 404 -> Presence.ABSENT;
        default -> Presence.UNANSWERED;
      };
    } catch (IOException e) {
      return Presence.UNANSWERED;
    }
  }

  private Presence look(Probe probe, Instant since) throws InterruptedException {
    try {
      HttpResponse<InputStream> response = target.get(probe.query(since), TIMEOUT);
      try (InputStream body = response.body()) {
        long total = response.statusCode() == 200 ? ResponseReader.total(body) : -1;
        return total > 0 ? Presence.PRESENT : total == 0 ? Presence.ABSENT : Presence.UNANSWERED;
      }
    } catch (IOException e) {
      return Presence.UNANSWERED;
    }
  }
}
