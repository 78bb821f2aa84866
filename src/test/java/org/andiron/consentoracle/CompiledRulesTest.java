package org.andiron.consentoracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.andiron.consent.decision.ConsentDecision;
import org.andiron.consent.decision.ConsentRequest;
import org.andiron.consent.decision.LabelledPart;
import org.andiron.consent.decision.Obligation;
import org.andiron.consent.decision.ResourceFacts;
import org.andiron.consent.decision.SecurityLabels;
import org.andiron.consent.residue.AccessRule;
import org.andiron.consent.residue.AccessRuleCompiler;
import org.andiron.consent.residue.AccessVerdict;
import org.andiron.consent.residue.PatientRules;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consentoracle.Server.Asked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Rules that are compiled of consents decide as the server and the oracle do, on questions at
 * random. The property {@code consent.rules} asks another number, {@code consent.seed} others.
 */
class CompiledRulesTest {

  private static final int QUESTIONS = Integer.getInteger("consent.rules", 60_000);
  private static final long SEED = Long.getLong("consent.seed", 20_232);
  private static final int SHOWN = 3;
  private static final ResourceRef PATIENT = ServerInput.ref(RandomWorld.PATIENT);

  private final Decider oracle = new ConsentOracle();
  private final Server server = new Server();
  private final RandomQuestions questions = new RandomQuestions(SEED);
  private final Dice dice = new Dice(SEED + 1);

  @Test
  void rulesDecideAsTheServerAndTheOracle() {
    Decider compiled =
        question -> {
          Asked asked = asked(question);
          return CompiledRules.of(asked, asked.request().time()).permit(asked.request());
        };
    Decider parsed =
        question -> {
          Asked asked = asked(question);
          return CompiledRules.of(asked, asked.request().time()).parsed().permit(asked.request());
        };
    List<String> disagreed = new ArrayList<>();
    forEachBatch(
        QUESTIONS,
        batch -> {
          for (Question question : batch) {
            boolean permits = oracle.permits(question);
            if (disagreed.size() < SHOWN && compiled.permits(question) != permits) {
              disagreed.add(new Minimal(oracle, compiled).of(question));
            }
            if (disagreed.size() < SHOWN && parsed.permits(question) != permits) {
              disagreed.add(new Minimal(oracle, parsed).of(question));
            }
            if (disagreed.size() < SHOWN && server.permits(question) != permits) {
              disagreed.add(new Minimal(oracle, server).of(question));
            }
          }
        });
    assertThat(disagreed).isEmpty();
  }

  /** A rule is made once and asked by many. */
  @Test
  void rulesDecideOtherAndLaterRequestsToo() {
    List<String> disagreed = new ArrayList<>();
    forEachBatch(
        QUESTIONS / 4,
        batch -> {
          Question compiledFor = dice.oneOf(batch);
          Asked asked = asked(compiledFor);
          Instant now = asked.request().time();
          CompiledRules rules = CompiledRules.of(asked, now);
          for (Question other : batch) {
            ConsentRequest request = asked(other).request();
            ConsentRequest later =
                at(request, request.time().isBefore(now) ? laterThan(now, null) : request.time());
            if (rules.permit(later) != asked.decide(later).permits()) {
              disagreed.add(later + " of " + Minimal.told(compiledFor) + rules);
            }
          }
        });
    assertThat(disagreed).isEmpty();
  }

  /** Of all resources of a batch, so that what was made for one is not taken for another. */
  @Test
  void rulesMadeForSeveralResourcesAreThoseOfEach() {
    List<String> different = new ArrayList<>();
    forEachBatch(
        QUESTIONS / 4,
        batch -> {
          Asked first = asked(batch.get(0));
          Instant now = first.request().time();
          PatientRules rules =
              new AccessRuleCompiler(first.clinicalCodes(), first.policies(), now)
                  .ofPatient(PATIENT, first.directives());
          for (Question other : batch) {
            Asked asked = asked(other);
            AccessRule alone = CompiledRules.of(asked, now).byPatient().get(PATIENT);
            if (alone != null && !alone.equals(rules.ofWhole(asked.facts()))) {
              different.add(alone + " and " + rules.ofWhole(asked.facts()));
            }
          }
        });
    assertThat(different).isEmpty();
  }

  /** A part is as a resource that has its labels. */
  @Test
  void rulesOfPartsSayWhatIsMasked() {
    List<String> disagreed = new ArrayList<>();
    int[] masked = {0};
    forEachBatch(
        QUESTIONS / 10,
        batch -> {
          for (Question question : batch) {
            Asked asked = withPart(asked(question), asked(dice.oneOf(batch)).facts().labels());
            if (asked.decide().permits()) {
              boolean masks =
                  asked.decide() instanceof ConsentDecision.PermitWithObligations permit
                      && permit.obligations().contains(new Obligation.MaskPart("part"));
              masked[0] += masks ? 1 : 0;
              if (masks == CompiledRules.ofPart(asked).permit(asked.request())) {
                disagreed.add(Minimal.told(question));
              }
            }
          }
        });
    assertThat(disagreed).isEmpty();
    assertThat(masked[0]).as("parts that are masked").isGreaterThan(QUESTIONS / 10_000);
  }

  private static Asked withPart(Asked asked, SecurityLabels labels) {
    ResourceFacts it = asked.facts();
    ResourceFacts facts =
        new ResourceFacts(
            it.type(),
            it.self(),
            it.patients(),
            it.profiles(),
            it.inner(),
            it.mediaTypes(),
            it.formats(),
            it.codes(),
            it.labels(),
            it.time(),
            it.refersTo(),
            it.referredBy(),
            it.authors(),
            it.innerData(),
            List.of(new LabelledPart("part", labels)));
    return new Asked(
        asked.clinicalCodes(), asked.request(), facts, asked.directives(), asked.policies());
  }

  @Test
  void verdictsStayAsLongAsTheyAreValid() {
    List<String> changed = new ArrayList<>();
    int[] bounded = {0};
    forEachRule(
        (asked, rule) -> {
          ConsentRequest request = asked.request();
          Instant end = rule.validUntil(request.time());
          bounded[0] += end == null ? 0 : 1;
          AccessVerdict verdict = rule.verdict(request);
          for (int i = 0; i < 3; i++) {
            ConsentRequest later = at(request, laterThan(request.time(), end));
            if (rule.verdict(later) != verdict) {
              changed.add(later + " of " + rule);
            }
          }
        });
    assertThat(changed).isEmpty();
    assertThat(bounded[0])
        .as("rules whose verdicts change with time")
        .isGreaterThan(QUESTIONS / 1000);
  }

  @Test
  void constantRulesAreTheSameForEverybody() {
    List<String> inconstant = new ArrayList<>();
    int[] constant = {0, 0};
    forEachBatch(
        QUESTIONS / 4,
        batch -> {
          Asked asked = asked(batch.get(0));
          Instant now = asked.request().time();
          for (AccessRule rule : CompiledRules.of(asked, now).byPatient().values()) {
            constant[0] += rule.permitsEverybody() ? 1 : 0;
            constant[1] += rule.deniesEverybody() ? 1 : 0;
            for (Question other : batch) {
              ConsentRequest request = at(asked(other).request(), laterThan(now, null));
              boolean permits = rule.verdict(request) == AccessVerdict.PERMITTED;
              if (permits ? rule.deniesEverybody() : rule.permitsEverybody()) {
                inconstant.add(request + " of " + rule);
              }
            }
          }
        });
    assertThat(inconstant).isEmpty();
    assertThat(constant[0]).as("rules that permit everything").isGreaterThan(QUESTIONS / 1000);
    assertThat(constant[1]).as("rules that permit nothing").isGreaterThan(QUESTIONS / 1000);
  }

  @Test
  void textsDoNotDependOnTheOrderOrRepetitionOfConsents() {
    Variations variations = new Variations(questions);
    for (UnaryOperator<Question> change :
        List.<UnaryOperator<Question>>of(variations::shuffled, variations::doubled)) {
      List<String> different = new ArrayList<>();
      forEachBatch(
          QUESTIONS / 20,
          batch -> {
            for (Question question : batch) {
              Asked asked = asked(question);
              Instant now = asked.request().time();
              CompiledRules rules = CompiledRules.of(asked, now);
              CompiledRules changed = CompiledRules.of(asked(change.apply(question)), now);
              if (!rules.byPatient().equals(changed.byPatient())) {
                different.add(rules + " and " + changed);
              }
            }
          });
      assertThat(different).isEmpty();
    }
  }

  @FunctionalInterface
  private interface RuleCheck {
    void check(Asked asked, AccessRule rule);
  }

  private void forEachRule(RuleCheck check) {
    forEachBatch(
        QUESTIONS / 4,
        batch -> {
          Asked asked = asked(dice.oneOf(batch));
          CompiledRules.of(asked, asked.request().time())
              .byPatient()
              .values()
              .forEach(rule -> check.check(asked, rule));
        });
  }

  private void forEachBatch(int count, Consumer<List<Question>> check) {
    for (int asked = 0; asked < count; asked += RandomQuestions.BATCH) {
      check.accept(questions.next());
    }
  }

  private Asked asked(Question question) {
    Optional<Code> purpose = question.purposes().stream().findFirst();
    return server.asked(question, purpose.orElse(null));
  }

  /**
   * @param end before which it must be, null if any time will do
   */
  private Instant laterThan(Instant time, @Nullable Instant end) {
    long most =
        end == null ? Duration.ofDays(1500).toSeconds() : Duration.between(time, end).toSeconds();
    int within = (int) Math.max(1, Math.min(most, Integer.MAX_VALUE));
    return time.plusSeconds(dice.below(within));
  }

  private static ConsentRequest at(ConsentRequest request, Instant time) {
    return new ConsentRequest(
        request.requester(),
        request.purpose(),
        request.actions(),
        request.channel(),
        time,
        request.breakGlass());
  }
}
