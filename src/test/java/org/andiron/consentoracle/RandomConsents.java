package org.andiron.consentoracle;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentProvisionType;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;

/** Consents at random, for the question that they are drawn for. */
final class RandomConsents {

  private final Dice dice;
  private final RandomCriteria criteria;
  private int ids;

  RandomConsents(Dice dice) {
    this.dice = dice;
    this.criteria = new RandomCriteria(dice);
  }

  List<Consent> consents(Question question) {
    int count = dice.one(0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3);
    List<Consent> consents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Consent drawn = consent(question);
      if (!consents.isEmpty() && dice.chance(50)) {
        renew(consents.get(0), drawn);
      }
      consents.add(drawn);
    }
    return consents;
  }

  Consent consent(Question question) {
    Consent consent = new Consent();
    consent.setId("Consent/" + ++ids);
    consent.setStatus(dice.chance(92) ? ConsentState.ACTIVE : dice.one(ConsentState.values()));
    if (consent.getStatus() == ConsentState.NULL) {
      consent.setStatus(ConsentState.INACTIVE);
    }
    scope(consent);
    consent.setPatient(
        new Reference(dice.chance(85) ? RandomWorld.PATIENT : RandomWorld.OTHER_PATIENT));
    consent.setDateTimeElement(new DateTimeType(day(dice.below(4) - 2)));
    consent.addOrganization(new Reference("Organization/whole"));
    if (dice.chance(75)) {
      consent.addPolicy().setUri(dice.one("http://example.org/policy", "http://example.org/two"));
    }
    if (dice.chance(75)) {
      consent.addVerification().setVerified(dice.chance(55));
    }
    base(consent);
    criteria.addTo(consent.getProvision(), question, 25);
    nested(consent.getProvision(), question, 0);
    return consent;
  }

  /** Makes one that may supersede the other or be superseded by it. */
  private void renew(Consent other, Consent drawn) {
    drawn.setStatus(other.getStatus());
    drawn.setScope(other.getScope());
    drawn.setCategory(other.getCategory());
    drawn.setPatient(other.getPatient());
    drawn.setPolicy(other.getPolicy());
    drawn.setOrganization(other.getOrganization());
    if (dice.chance(10)) {
      drawn.addOrganization(new Reference("Organization/elsewhere"));
    }
  }

  /** A denial of the law, without exceptions. */
  LegalDenial legalDenial(Question question) {
    return new LegalDenial(
        dice.chance(50) ? null : dice.one(RandomWorld.PATIENT, RandomWorld.OTHER_PATIENT),
        provision(question, ConsentProvisionType.DENY),
        dice.chance(50));
  }

  /** A provision without exceptions. */
  ProvisionComponent provision(Question question, ConsentProvisionType type) {
    ProvisionComponent rule = new ProvisionComponent().setType(type);
    criteria.addTo(rule, question, 40);
    return rule;
  }

  private void scope(Consent consent) {
    String scope =
        dice.chance(80)
            ? "patient-privacy"
            : dice.one("research", "research", "research", "treatment", "adr");
    CodeableConcept concept = new CodeableConcept(new Coding(Code.SCOPES, scope, null));
    if (dice.chance(80)) {
      consent.setScope(concept);
    } else {
      consent.addCategory(concept);
    }
    consent.addCategory(new CodeableConcept(new Coding("http://loinc.org", "59284-0", null)));
  }

  private void base(Consent consent) {
    if (dice.chance(70)) {
      consent.getProvision().setType(type());
    } else if (dice.chance(90)) {
      consent.setPolicyRule(
          new CodeableConcept(
              new Coding(Code.ACT_CODES, dice.one("OPTIN", "OPTIN", "OPTOUT"), null)));
    }
  }

  private ConsentProvisionType type() {
    return dice.chance(65) ? ConsentProvisionType.PERMIT : ConsentProvisionType.DENY;
  }

  private void nested(ProvisionComponent outer, Question question, int depth) {
    while (depth < 4 && outer.getProvision().size() < 3 && dice.chance(depth == 0 ? 55 : 35)) {
      ProvisionComponent inner = outer.addProvision().setType(type());
      criteria.addTo(inner, question, 30);
      nested(inner, question, depth + 1);
    }
  }

  private static String day(int years) {
    return RandomRequests.MIDDLE.atOffset(ZoneOffset.UTC).toLocalDate().plusYears(years).toString();
  }
}
