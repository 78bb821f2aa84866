package org.andiron.consent.requester;

import ca.uhn.fhir.context.FhirContext;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.Set;
import org.andiron.consent.decision.Requester;
import org.andiron.consent.directive.TimeReader;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.security.Caller;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Who calls, as consents may know them. What the records say of a caller is read by one statement,
 * and again when something that matters was stored, on whatever node, or when a period begins or
 * ends.
 */
public final class Requesters {

  private static final int REMEMBERED = 10_000;

  private final RequesterRecords records;
  private final TimeReader times;
  private final Clock clock;
  private final Cache<Set<ResourceRef>, Remembered> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  private record Remembered(RequesterEpoch epoch, RecordedRequester requester) {}

  /**
   * @param zone in which dates without a time of day are meant
   */
  public Requesters(
      JdbcOperations jdbc,
      FhirContext context,
      PlatformTransactionManager transactions,
      ZoneId zone,
      Clock clock) {
    this.records = new RequesterRecords(jdbc, context, transactions);
    this.times = new TimeReader(zone);
    this.clock = clock;
  }

  /** The epoch now, for a caller. One statement, in a transaction of its own. */
  public RequesterEpoch epoch(Caller caller) {
    return records.epoch(resources(caller));
  }

  /**
   * Who calls.
   *
   * @param epoch that of the caller
   */
  public Requester of(Caller caller, RequesterEpoch epoch) {
    return of(resources(caller), caller.roles(), epoch);
  }

  /**
   * Who calls.
   *
   * @param resources that are the caller
   * @param roles names of the caller's roles
   * @param epoch that of these resources
   */
  public Requester of(Set<ResourceRef> resources, Set<String> roles, RequesterEpoch epoch) {
    Instant now = clock.instant();
    Remembered known = remembered.getIfPresent(resources);
    if (known == null || !known.epoch().equals(epoch) || !known.requester().holdsAt(now)) {
      // That of a transaction may count what it has stored itself, which is not read here. What is
      // read after the committed one may be of a later one, and then is read again, but never of an
      // earlier one.
      RequesterEpoch committed = records.epoch(resources);
      known =
          new Remembered(
              committed, RecordedRequester.of(resources, records.around(resources), times, now));
      remembered.put(resources, known);
    }
    return requester(known.requester(), roles);
  }

  /**
   * Who would call at a time, by what the records say now. Read each time; no request waits for it.
   *
   * @param resources that are the caller; an Organization stands for who works for it
   */
  public Requester at(Set<ResourceRef> resources, Set<String> roles, Instant time) {
    return requester(
        RecordedRequester.of(resources, records.around(resources), times, time), roles);
  }

  private static Requester requester(RecordedRequester recorded, Set<String> roles) {
    return new Requester(
        recorded.self(),
        recorded.organizations(),
        recorded.memberships(),
        recorded.directly(),
        roles);
  }

  /** The user's resource and the Device that is the app. */
  private static Set<ResourceRef> resources(Caller caller) {
    Set<ResourceRef> resources = new LinkedHashSet<>();
    caller.fhirUser().flatMap(ResourceRef::ofRelative).ifPresent(resources::add);
    caller.device().flatMap(ResourceRef::ofRelative).ifPresent(resources::add);
    return resources;
  }
}
