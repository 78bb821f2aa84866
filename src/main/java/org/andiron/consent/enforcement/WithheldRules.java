package org.andiron.consent.enforcement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.requester.RequesterEpoch;
import org.andiron.consent.residue.AccessRule;
import org.andiron.consent.residue.AccessVerdict;
import org.andiron.consent.residue.PatientRelation;
import org.andiron.visibility.Reader;
import org.andiron.visibility.Withheld;
import org.andiron.visibility.Withholding;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells which rules deny a reader. Each rule is evaluated once for a reader, and again when time or
 * who the reader is may have changed the verdict.
 */
final class WithheldRules implements Withholding {

  private static final int KEPT = 10_000;

  /** Up to so many PostgreSQL looks up at once in less time than those that a search meets. */
  private static final int FEW = 2_000;

  private static final Duration COUNTED = Duration.ofMinutes(1);

  private static final String COUNT =
      """
      select
        (select count(*) from (
          select from andiron.ruled where to_version is null and rule = any(w.rules) limit w.most) now),
        exists (select from andiron.ruled where to_version is not null and rule = any(w.rules))
      from (values (?::int[], ?::int)) w (rules, most)
      """;

  /**
   * Who keeps a Consent must be able to store it, although the patient it names may be withheld.
   */
  private static final String PRIVACY_OFFICER = "privacy-officer";

  /** Where there is none yet, one that comes later has a greater number. */
  private static final Verdicts NO_RULES =
      new Verdicts(new RequesterEpoch(0, ""), 0, Set.of(), Set.of(), Set.of(), null);

  private final JdbcTemplate jdbc;
  private final RuleBook book;
  private final Requests requests;
  private final Clock clock;
  private final Cache<String, Verdicts> verdicts = Caffeine.newBuilder().maximumSize(KEPT).build();

  /** How much is under some rules, which need not be of now: of those under which something is. */
  private final Cache<Set<Integer>, Extent> extents =
      Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(COUNTED).build();

  /** How many resources are under rules. */
  private enum Extent {
    NONE,
    FEW,
    MANY
  }

  /**
   * What is known of a reader.
   *
   * @param epoch of what was known of people and organizations
   * @param upTo the number of the last rule that was evaluated
   * @param denied numbers of the rules that deny
   * @param deniedExempt numbers of those that deny also for the reader's own record
   * @param deniedAlways numbers of those that deny also where the glass is broken
   * @param until when time may change a verdict; null if never
   */
  private record Verdicts(
      RequesterEpoch epoch,
      int upTo,
      Set<Integer> denied,
      Set<Integer> deniedExempt,
      Set<Integer> deniedAlways,
      @Nullable Instant until) {

    boolean holds(RequesterEpoch newestEpoch, Instant now) {
      return epoch.equals(newestEpoch) && (until == null || now.isBefore(until));
    }
  }

  WithheldRules(JdbcTemplate jdbc, RuleBook book, Requests requests, Clock clock) {
    this.jdbc = jdbc;
    this.book = book;
    this.requests = requests;
    this.clock = clock;
  }

  /** Nobody breaks the glass of their own record. */
  @Override
  public Withheld from(Reader reader) {
    RequestingParty party = RequestingParty.of(reader);
    Epochs epochs = Epochs.read(jdbc, party);
    Verdicts known = verdicts(reader, party, epochs);
    Extent extent = extent(known.denied());
    if (extent == Extent.NONE) {
      return new Withheld(
          known.upTo(), Set.of(), party.channel() == Channel.SYSTEM, epochs.consents());
    }
    boolean opened = !reader.opened().isEmpty();
    SortedSet<String> exempt = opened ? reader.opened() : new TreeSet<>(party.ownPatients());
    return new Withheld(
        known.upTo(),
        new TreeSet<>(known.denied()),
        exempt,
        new TreeSet<>(opened ? known.deniedAlways() : known.deniedExempt()),
        party.channel() == Channel.SYSTEM,
        party.roles().contains(PRIVACY_OFFICER),
        extent == Extent.FEW && exempt.isEmpty(),
        epochs.consents());
  }

  /**
   * How much is under some rules. Rules stay when nothing is under them any more; what is stored
   * next may be, so that this is not kept.
   */
  private Extent extent(Set<Integer> rules) {
    if (rules.isEmpty()) {
      return Extent.NONE;
    }
    Extent known = extents.getIfPresent(rules);
    if (known == null) {
      known = count(rules);
      if (known != Extent.NONE) {
        extents.put(rules, known);
      }
    }
    return known;
  }

  private Extent count(Set<Integer> rules) {
    return Objects.requireNonNull(
        jdbc.queryForObject(
            COUNT,
            (row, number) -> {
              int resources = row.getInt(1);
              boolean versions = row.getBoolean(2);
              if (resources == 0 && !versions) {
                return Extent.NONE;
              }
              return resources <= FEW ? Extent.FEW : Extent.MANY;
            },
            rules.toArray(Integer[]::new),
            FEW + 1));
  }

  /** What would be withheld from a party that had broken the glass of every patient. */
  Withheld fromWhoBrokeEveryGlass(RequestingParty party) {
    Epochs epochs = Epochs.read(jdbc, party);
    Verdicts known = verdicts(party.reader(), party, epochs);
    return new Withheld(known.upTo(), known.deniedAlways(), false, epochs.consents());
  }

  private Verdicts verdicts(Reader reader, RequestingParty party, Epochs epochs) {
    if (epochs.newestRule() == 0) {
      return NO_RULES;
    }
    Instant now = clock.instant();
    Verdicts known = verdicts.getIfPresent(reader.description());
    if (known == null || !known.holds(epochs.requester(), now)) {
      known = new Verdicts(epochs.requester(), 0, Set.of(), Set.of(), Set.of(), null);
    }
    if (known.upTo() < epochs.newestRule()) {
      known = evaluate(known, party, epochs, now);
      verdicts.put(reader.description(), known);
    }
    return known;
  }

  private Verdicts evaluate(Verdicts known, RequestingParty party, Epochs epochs, Instant now) {
    ConsentRequest request = requests.toRead(party, epochs, now);
    RuleBook.Known rules = book.upTo(epochs.newestRule());
    Set<Integer> denied = new HashSet<>(known.denied());
    Set<Integer> deniedExempt = new HashSet<>(known.deniedExempt());
    Set<Integer> deniedAlways = new HashSet<>(known.deniedAlways());
    Instant until = known.until();
    for (RuleBook.Numbered numbered : rules.after(known.upTo())) {
      AccessRule rule = numbered.rule();
      AccessVerdict verdict = rule.verdict(request);
      if (verdict != AccessVerdict.PERMITTED) {
        denied.add(numbered.id());
        if (verdict == AccessVerdict.DENIED) {
          deniedAlways.add(numbered.id());
        }
        if (!rule.permits(request, PatientRelation.OWN_RECORD)) {
          deniedExempt.add(numbered.id());
        }
      }
      until = earlier(until, rule.validUntil(now));
    }
    return new Verdicts(known.epoch(), rules.upTo(), denied, deniedExempt, deniedAlways, until);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }
}
