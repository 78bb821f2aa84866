package org.andiron.consent.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.andiron.consent.decision.Channel;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.residue.AccessRule;
import org.andiron.consent.residue.AccessRuleCompiler;
import org.andiron.consent.rule.BreakGlassPolicy;
import org.andiron.consent.rule.ConsentPolicies;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.LegalPolicy;
import org.andiron.consent.rule.Provision;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.CodeSubsumption;
import org.andiron.testsupport.AndironIT;
import org.andiron.visibility.Reader;
import org.andiron.visibility.Withheld;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which rules deny a reader, and whether anything is under them. Each test has rules and rows of
 * its own alone, in a transaction that is undone.
 */
class WithheldRulesIT extends AndironIT {

  private static final ResourceRef PATIENT = new ResourceRef("Patient", "p");
  private static final Instant NOW = Instant.parse("2030-06-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2031-01-01T00:00:00Z");

  private static final AccessRule FOR_NOBODY = rule(true, List.of());
  private static final AccessRule FOR_NOBODY_EVER = rule(false, List.of());
  private static final AccessRule FOR_NURSES = rule(true, List.of(), "nurse");
  private static final AccessRule SEALED =
      rule(true, List.of(sealed(List.of())), "nurse", "patient");
  private static final AccessRule SEALED_LATER =
      rule(
          true,
          List.of(sealed(List.of(new Criterion.Period(new TimeRange(LATER, null))))),
          "nurse");

  private static final Reader NURSE = reader("Practitioner/n", Channel.INTERACTIVE, "nurse");

  @Autowired private DataSource dataSource;
  @Autowired private PlatformTransactionManager transactions;
  @Autowired private Requests requests;

  private static LegalPolicy sealed(List<Criterion> criteria) {
    return new LegalPolicy(
        "sealed",
        "Sealed",
        null,
        false,
        new Provision("rule", ProvisionType.DENY, criteria, List.of()));
  }

  private static AccessRule rule(boolean glass, List<LegalPolicy> legal, String... roles) {
    List<ImplicitPolicy.Permit> permits =
        roles.length == 0
            ? List.of()
            : List.of(new ImplicitPolicy.Permit(Set.of(), Set.of(roles), null));
    return new AccessRuleCompiler(
            CodeSubsumption.EQUALITY,
            new ConsentPolicies(
                legal,
                new ImplicitPolicy("urn:x", "x", permits, glass),
                BreakGlassPolicy.NOBODY,
                false),
            NOW)
        .ofPatient(PATIENT, List.of())
        .ofWhole(ResourceFacts.of(new ResourceRef("Observation", "o")).patients(PATIENT).build());
  }

  private static Reader reader(String user, Channel channel, String... roles) {
    return new RequestingParty(user, null, new TreeSet<>(Set.of(roles)), null, channel).reader();
  }

  /** The rules of a test, and who is asked of them. */
  private final class World {

    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final StoppedClock clock = new StoppedClock();
    private final RuleBook book = new RuleBook(jdbc, new TransactionTemplate(transactions));
    private WithheldRules rules = rules();
    private long lastResource;

    private World() {
      jdbc.update("delete from andiron.ruled");
      jdbc.update("delete from andiron.access_rule");
    }

    private WithheldRules rules() {
      return new WithheldRules(jdbc, book, requests, clock);
    }

    /** Without what was counted before. */
    private void afterAWhile() {
      rules = rules();
    }

    private int number(AccessRule rule) {
      return book.number(rule);
    }

    private void put(int resources, AccessRule rule) {
      for (int i = 0; i < resources; i++) {
        put(rule, null);
      }
    }

    /** A resource of which versions up to one, or all, are under a rule. */
    private void put(AccessRule rule, @Nullable Long toVersion) {
      jdbc.update(
          "insert into andiron.ruled (res_id, patient, rule, from_version, to_version)"
              + " values (?, -1, ?, 1, ?)",
          --lastResource,
          number(rule),
          toVersion);
    }

    private Withheld from(Reader reader) {
      return rules.from(reader);
    }
  }

  private static final class StoppedClock extends Clock {

    private Instant now = NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  private void in(Consumer<World> test) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status -> {
              status.setRollbackOnly();
              test.accept(new World());
            });
  }

  @Test
  void withoutRulesNothingIsWithheldAndTheFirstOneIsNew() {
    in(
        world -> {
          Withheld withheld = world.from(NURSE);
          assertThat(withheld.isNothing()).isTrue();
          assertThat(withheld.known()).isZero();
        });
  }

  @Test
  void aRuleUnderWhichNothingIsWithholdsNothing() {
    in(
        world -> {
          int denies = world.number(FOR_NOBODY);
          Withheld withheld = world.from(NURSE);
          assertThat(withheld.isNothing()).isTrue();
          assertThat(withheld.known()).as("was looked at").isEqualTo(denies);
        });
  }

  @Test
  void theNextResourceUnderSuchARuleIsWithheldAtOnce() {
    in(
        world -> {
          int denies = world.number(FOR_NOBODY);
          assertThat(world.from(NURSE).isNothing()).isTrue();
          world.put(1, FOR_NOBODY);
          assertThat(world.from(NURSE).rules()).containsExactly(denies);
        });
  }

  @Test
  void whatNoResourceIsUnderAnyMoreWithholdsNothingSoon() {
    in(
        world -> {
          world.put(1, FOR_NOBODY);
          assertThat(world.from(NURSE).isNothing()).isFalse();
          world.jdbc.update("delete from andiron.ruled");
          world.afterAWhile();
          assertThat(world.from(NURSE).isNothing()).isTrue();
        });
  }

  @Test
  void olderVersionsUnderARuleAreWithheldToo() {
    in(
        world -> {
          world.put(FOR_NOBODY, 2L);
          assertThat(world.from(NURSE).rules()).containsExactly(world.number(FOR_NOBODY));
        });
  }

  @Test
  void whatIsUnderRulesThatPermitDoesNotCount() {
    in(
        world -> {
          world.number(FOR_NOBODY);
          world.put(3, FOR_NURSES);
          assertThat(world.from(NURSE).isNothing()).isTrue();
          Reader clerk = reader("Practitioner/c", Channel.INTERACTIVE, "clerk");
          assertThat(world.from(clerk).rules())
              .containsExactly(world.number(FOR_NOBODY), world.number(FOR_NURSES));
        });
  }

  @Test
  void fewAreNoMoreThanTwoThousandOfNow() {
    in(
        world -> {
          world.put(1_999, FOR_NOBODY);
          world.put(1, FOR_NOBODY_EVER);
          world.put(FOR_NOBODY, 2L);
          assertThat(world.from(NURSE).few()).isTrue();
          world.put(1, FOR_NOBODY);
          world.afterAWhile();
          Withheld withheld = world.from(NURSE);
          assertThat(withheld.few()).isFalse();
          assertThat(withheld.rules()).hasSize(2);
        });
  }

  @Test
  void aRuleThatComesLaterIsLookedAtThen() {
    in(
        world -> {
          world.put(1, FOR_NOBODY);
          int first = world.number(FOR_NOBODY);
          assertThat(world.from(NURSE).known()).isEqualTo(first);
          world.put(1, FOR_NOBODY_EVER);
          Withheld withheld = world.from(NURSE);
          assertThat(withheld.rules()).containsExactly(first, first + 1);
          assertThat(withheld.known()).isEqualTo(first + 1);
        });
  }

  @Test
  void whatTimeChangesIsLookedAtAgain() {
    in(
        world -> {
          world.put(1, SEALED_LATER);
          assertThat(world.from(NURSE).isNothing()).isTrue();
          world.clock.now = LATER;
          assertThat(world.from(NURSE).rules()).containsExactly(world.number(SEALED_LATER));
        });
  }

  @Test
  void ofTheirOwnRecordOnlyWhatLawForbidsIsWithheld() {
    in(
        world -> {
          world.put(1, FOR_NOBODY);
          world.put(1, SEALED);
          Withheld withheld = world.from(reader("Patient/p", Channel.INTERACTIVE, "patient"));
          assertThat(withheld.rules())
              .containsExactly(world.number(FOR_NOBODY), world.number(SEALED));
          assertThat(withheld.exemptPatients()).containsExactly("p");
          assertThat(withheld.exemptRules()).containsExactly(world.number(SEALED));
        });
  }

  @Test
  void behindBrokenGlassWhatDoesNotYieldIsWithheld() {
    in(
        world -> {
          world.put(1, FOR_NOBODY);
          world.put(1, FOR_NOBODY_EVER);
          world.put(1, SEALED);
          Reader opened = new Reader(NURSE.description(), new TreeSet<>(Set.of("q")));
          Withheld withheld = world.from(opened);
          assertThat(withheld.rules()).hasSize(3);
          assertThat(withheld.exemptPatients()).containsExactly("q");
          assertThat(withheld.exemptRules())
              .containsExactly(world.number(FOR_NOBODY_EVER), world.number(SEALED));
          assertThat(world.from(NURSE).exemptPatients()).isEmpty();
        });
  }

  @Test
  void whoMayGiveIdsAndWhoMayReferToTheWithheld() {
    in(
        world -> {
          world.put(1, FOR_NOBODY);
          Withheld nurse = world.from(NURSE);
          assertThat(nurse.ownIds()).isFalse();
          assertThat(nurse.linkable()).isFalse();
          Withheld system = world.from(reader("Device/d", Channel.SYSTEM));
          assertThat(system.ownIds()).isTrue();
          assertThat(system.linkable()).isFalse();
          Withheld officer =
              world.from(reader("Practitioner/o", Channel.INTERACTIVE, "privacy-officer"));
          assertThat(officer.ownIds()).isFalse();
          assertThat(officer.linkable()).isTrue();
        });
  }
}
