package org.andiron.consentoracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;

/** The consents of a question, changed in ways whose effect is known. */
final class Variations {

  private final Dice dice;
  private final RandomConsents drawn;

  Variations(RandomQuestions questions) {
    this.dice = questions.dice();
    this.drawn = questions.consents();
  }

  /** In another order, also inside the consents. */
  Question shuffled(Question question) {
    Random random = new Random(dice.below(Integer.MAX_VALUE));
    List<Consent> consents = copies(question);
    Collections.shuffle(consents, random);
    consents.forEach(consent -> shuffle(consent.getProvision(), random));
    return question.withConsents(consents);
  }

  private static void shuffle(ProvisionComponent rule, Random random) {
    Collections.shuffle(rule.getActor(), random);
    Collections.shuffle(rule.getAction(), random);
    Collections.shuffle(rule.getPurpose(), random);
    Collections.shuffle(rule.getClass_(), random);
    Collections.shuffle(rule.getCode(), random);
    Collections.shuffle(rule.getSecurityLabel(), random);
    Collections.shuffle(rule.getData(), random);
    Collections.shuffle(rule.getProvision(), random);
    rule.getProvision().forEach(inner -> shuffle(inner, random));
  }

  /** With one of the consents twice. */
  Question doubled(Question question) {
    List<Consent> consents = new ArrayList<>(question.consents());
    if (!consents.isEmpty()) {
      Consent twice = dice.oneOf(consents).copy();
      twice.setId("Consent/twice");
      consents.add(twice);
    }
    return question.withConsents(consents);
  }

  /** With one consent more, which only permits or only denies, and supersedes none. */
  Question withConsent(Question question, ConsentProvisionType type) {
    Consent consent = drawn.consent(question);
    consent.setStatus(ConsentState.ACTIVE);
    consent.setPolicy(null);
    consent.setPolicyRule(null);
    everywhere(consent.getProvision(), type);
    List<Consent> consents = new ArrayList<>(question.consents());
    consents.add(consent);
    return question.withConsents(consents);
  }

  private static void everywhere(ProvisionComponent rule, ConsentProvisionType type) {
    rule.setType(type);
    rule.getProvision().forEach(inner -> everywhere(inner, type));
  }

  /** With one provision more that denies, at any place. */
  Question withDeny(Question question) {
    return withProvision(question, ConsentProvisionType.DENY, true);
  }

  /** With one exception more to a provision that denies. */
  Question withPermit(Question question) {
    return withProvision(question, ConsentProvisionType.PERMIT, false);
  }

  private Question withProvision(
      Question question, ConsentProvisionType type, boolean insidePermits) {
    List<Consent> consents = copies(question);
    List<ProvisionComponent> places = new ArrayList<>();
    for (Consent consent : consents) {
      addPlaces(consent.getProvision(), insidePermits, places);
    }
    if (!places.isEmpty()) {
      dice.oneOf(places).addProvision(drawn.provision(question, type));
    }
    return question.withConsents(consents);
  }

  private static void addPlaces(
      ProvisionComponent rule, boolean insidePermits, List<ProvisionComponent> places) {
    if (insidePermits || rule.getType() == ConsentProvisionType.DENY) {
      places.add(rule);
    }
    rule.getProvision().forEach(inner -> addPlaces(inner, insidePermits, places));
  }

  private static List<Consent> copies(Question question) {
    List<Consent> copies = new ArrayList<>();
    question.consents().forEach(consent -> copies.add(consent.copy()));
    return copies;
  }
}
