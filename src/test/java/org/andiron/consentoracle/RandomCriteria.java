package org.andiron.consentoracle;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Consent.provisionActorComponent;
import org.hl7.fhir.r4.model.Consent.provisionDataComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;

/**
 * Elements of provisions at random. Most of what they name fits the question they are drawn for:
 * else hardly any would decide anything.
 */
final class RandomCriteria {

  private static final int FITS = 65;

  private final Dice dice;

  RandomCriteria(Dice dice) {
    this.dice = dice;
  }

  /** Elements, one more often than several. */
  void addTo(ProvisionComponent rule, Question question, int morePercent) {
    if (dice.chance(15)) {
      return;
    }
    do {
      criterion(rule, question);
    } while (dice.chance(morePercent));
  }

  private void criterion(ProvisionComponent rule, Question question) {
    switch (dice.below(16)) {
      case 0, 1 -> rule.setActor(dice.repeats(30, () -> actor(question)));
      case 2, 3, 4 -> rule.setAction(dice.repeats(30, () -> action(question)));
      case 5, 6 -> rule.setPurpose(dice.repeats(30, () -> purpose(question)));
      case 7 -> rule.setClass_(dice.repeats(30, () -> type(question.facts())));
      case 8, 9 -> rule.setCode(dice.repeats(20, () -> code(question)));
      case 10, 11 -> rule.setSecurityLabel(dice.repeats(30, () -> label(question.facts())));
      case 12, 13 -> rule.setPeriod(period(question.time()));
      case 14 -> {
        Span time = question.facts().time();
        rule.setDataPeriod(period(time == null ? question.time() : time.from()));
      }
      default -> rule.setData(dice.repeats(30, () -> data(question.facts())));
    }
  }

  private provisionActorComponent actor(Question question) {
    World world = question.world();
    String party =
        dice.oneOfSet(
            dice.chance(FITS) ? question.caller().parties(world) : world.parties().keySet());
    provisionActorComponent actor = new provisionActorComponent();
    actor.setRole(new CodeableConcept(new Coding(Code.PARTICIPATIONS, "IRCP", null)));
    return actor.setReference(actor(world.parties().get(party)));
  }

  private Reference actor(Party party) {
    return switch (dice.below(12)) {
      case 0 -> dice.chance(60) ? new Reference("Practitioner/gone") : logical("99");
      case 1, 2, 3 ->
          party.identifiers().isEmpty()
              ? new Reference(party.reference())
              : new Reference().setIdentifier(dice.oneOfSet(party.identifiers()).identifier());
      case 4 -> new Reference(party.reference() + "/_history/2");
      default -> new Reference(party.reference());
    };
  }

  private static Reference logical(String staffNumber) {
    Ident identifier = new Ident("http://example.org/staff", staffNumber);
    return new Reference().setIdentifier(identifier.identifier());
  }

  private CodeableConcept action(Question question) {
    String action =
        dice.chance(FITS)
            ? dice.oneOfSet(question.interaction().actions())
            : dice.one("collect", "access", "use", "disclose", "correct");
    return new CodeableConcept(new Coding(Code.ACTIONS, action, null));
  }

  private Coding purpose(Question question) {
    return dice.chance(FITS) && !question.purposes().isEmpty()
        ? dice.oneOfSet(question.purposes()).coding()
        : dice.oneOf(RandomWorld.REASONS).coding();
  }

  private Coding type(Facts facts) {
    return switch (dice.below(4)) {
      case 0 -> new Coding(Code.CANONICALS, dice.oneOf(RandomWorld.PROFILES), null);
      case 1 -> dice.oneOf(RandomWorld.CONTENTS).coding();
      default ->
          new Coding(
              Code.RESOURCE_TYPES,
              dice.chance(FITS) ? facts.type() : dice.oneOf(RandomWorld.TYPES),
              null);
    };
  }

  private CodeableConcept code(Question question) {
    Code code =
        dice.chance(FITS) && !question.facts().codes().isEmpty()
            ? dice.oneOfSet(question.facts().codes())
            : dice.oneOf(RandomWorld.CLINICAL);
    CodeableConcept concept = new CodeableConcept(code.coding());
    return dice.chance(20) ? concept.addCoding(dice.oneOf(RandomWorld.CLINICAL).coding()) : concept;
  }

  private Coding label(Facts facts) {
    return dice.chance(FITS) && !facts.labels().isEmpty()
        ? dice.oneOfSet(facts.labels()).coding()
        : dice.oneOf(RandomWorld.LABELS).coding();
  }

  private provisionDataComponent data(Facts facts) {
    ConsentDataMeaning meaning =
        dice.one(
            ConsentDataMeaning.INSTANCE,
            ConsentDataMeaning.RELATED,
            ConsentDataMeaning.DEPENDENTS,
            ConsentDataMeaning.AUTHOREDBY);
    String target =
        meaning == ConsentDataMeaning.AUTHOREDBY
            ? dice.one("Practitioner/p1", "Practitioner/p2", "Organization/whole")
            : dice.chance(30) ? facts.reference() : dice.oneOf(RandomWorld.RESOURCES);
    return new provisionDataComponent().setMeaning(meaning).setReference(data(target));
  }

  private Reference data(String target) {
    return switch (dice.below(8)) {
      case 0 -> new Reference(target + "/_history/7");
      case 1 -> {
        Reference logical =
            new Reference().setIdentifier(RandomWorld.identifier(target).identifier());
        yield dice.chance(50) ? logical : logical.setType(target.split("/", 2)[0]);
      }
      default -> new Reference(target);
    };
  }

  /** Around a time or beside it, open or not, with bounds of any precision. */
  private Period period(Instant fit) {
    Instant time = fit.equals(Instant.MIN) ? RandomRequests.MIDDLE : fit;
    int shift = dice.chance(FITS) ? 0 : dice.one(-400, 400);
    Period period = new Period();
    if (dice.chance(80)) {
      period.setStartElement(bound(time, shift - 1 - dice.below(200)));
    }
    if (dice.chance(80) || !period.hasStart()) {
      period.setEndElement(bound(time, shift + 1 + dice.below(200)));
    }
    return period;
  }

  private DateTimeType bound(Instant time, int days) {
    Instant bound = time.plus(Duration.ofDays(days));
    String utc = bound.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    return switch (dice.below(5)) {
      case 0 -> new DateTimeType(utc.substring(0, 4));
      case 1 -> new DateTimeType(utc.substring(0, 7));
      case 2, 3 -> new DateTimeType(utc);
      default -> new DateTimeType(utc + "T" + dice.one("00:00:00", "13:14:15") + "+02:00");
    };
  }
}
