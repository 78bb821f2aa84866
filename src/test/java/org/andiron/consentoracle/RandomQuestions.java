package org.andiron.consentoracle;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Consent;

/**
 * Questions at random: for one set of consents, the question for which they were drawn, and some
 * that differ from it in one respect or two. The same seed gives the same.
 */
final class RandomQuestions {

  /** Questions of one set of consents. */
  static final int BATCH = 10;

  private final Dice dice;
  private final RandomRequests requests;
  private final RandomConsents consents;

  RandomQuestions(long seed) {
    this.dice = new Dice(seed);
    this.requests = new RandomRequests(dice);
    this.consents = new RandomConsents(dice);
  }

  RandomConsents consents() {
    return consents;
  }

  Dice dice() {
    return dice;
  }

  /** All of the same consents, policies and world. */
  List<Question> next() {
    Question first = first();
    List<Question> batch = new ArrayList<>();
    batch.add(first);
    while (batch.size() < BATCH) {
      Question other = variant(first);
      batch.add(dice.chance(30) ? variant(other) : other);
    }
    return batch;
  }

  private Question first() {
    boolean emergency = dice.chance(20);
    Question empty =
        new Question(
            RandomWorld.in(dice.oneOf(RandomWorld.ZONES), dice.chance(25)),
            List.of(),
            List.of(),
            dice.one(ImplicitPolicy.values()),
            emergency ? requests.rescuer() : requests.caller(),
            emergency ? requests.emergencies() : requests.purposes(),
            requests.interaction(),
            requests.time(),
            null,
            dice.chance(5),
            requests.facts());
    List<LegalDenial> denials = dice.chance(16) ? List.of(consents.legalDenial(empty)) : List.of();
    List<Consent> drawn = consents.consents(empty);
    return new Question(
        empty.world(),
        drawn,
        denials,
        empty.implicitPolicy(),
        empty.caller(),
        empty.purposes(),
        empty.interaction(),
        empty.time(),
        emergency || dice.chance(10) ? requests.breakGlass(empty.time()) : null,
        empty.graphQl(),
        empty.facts());
  }

  private Question variant(Question question) {
    int changed = dice.below(7);
    return new Question(
        question.world(),
        question.consents(),
        question.legalDenials(),
        question.implicitPolicy(),
        changed == 0 ? requests.caller() : question.caller(),
        changed == 1 ? requests.purposes() : question.purposes(),
        changed == 2 ? requests.interaction() : question.interaction(),
        changed == 3 ? requests.time() : question.time(),
        changed == 4 ? requests.breakGlass(question.time()) : question.breakGlass(),
        question.graphQl(),
        changed >= 5 ? requests.facts() : question.facts());
  }
}
