package org.andiron.consent.explanation;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.andiron.consent.decision.DecidingRule;
import org.andiron.consent.decision.Disregard;
import org.andiron.consent.decision.Mismatch;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.Confidentiality;

/** Reasons as a code, which does not change, and as a sentence. */
final class Wording {

  private Wording() {}

  /** Such as {@code period-over} for {@code PeriodOver}. */
  static String code(Record reason) {
    return reason
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  /** Such as {@code consent-denies} for {@code CONSENT_DENIES}. */
  static String code(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String text(DecidingRule rule) {
    return switch (rule) {
      case LEGAL_POLICY -> "A legal policy forbids it, whatever consents say.";
      case CONSENT_DENIES -> "A provision of a consent that denies applies.";
      case CONSENT_PERMITS_OTHER ->
          "A consent permits something else and nothing but that, and none permits this.";
      case IMPLICIT_POLICY_DENIES ->
          "No consent says anything of it, and the organisation's policy does not permit it.";
      case OWN_RECORD -> "It is the patient's own record, which consents do not bind.";
      case GOVERNANCE -> "Consents are not withheld from those who see to it that they are kept.";
      case BREAK_GLASS -> "It is denied, but the glass was broken.";
      case CONSENT_PERMITS ->
          "A provision of a consent that permits applies, and none that denies.";
      case IMPLICIT_POLICY_PERMITS ->
          "No consent says anything of it, and the organisation's policy permits it.";
      case NO_PATIENT -> "It is part of no patient's record.";
    };
  }

  static String text(Disregard reason) {
    if (reason instanceof Disregard.NotActive) {
      return "Its status is not active.";
    }
    if (reason instanceof Disregard.OtherPatient) {
      return "It is of a patient of whose record this is no part.";
    }
    if (reason instanceof Disregard.OtherScope other) {
      return "Its scope, " + code(other.scope()) + ", says nothing of this.";
    }
    if (reason instanceof Disregard.PeriodNotBegun period) {
      return "Its period has not begun: " + text(period.period()) + ".";
    }
    if (reason instanceof Disregard.PeriodOver period) {
      return "Its period is over: " + text(period.period()) + ".";
    }
    if (reason instanceof Disregard.NotVerified) {
      return "What it permits does not count, because nobody verified it.";
    }
    if (reason instanceof Disregard.PurposeUnknown) {
      return "What it permits is for research, and the purpose is not known.";
    }
    return "Another consent takes its place: " + ((Disregard.Superseded) reason).by() + ".";
  }

  static String text(Mismatch reason) {
    if (reason instanceof Mismatch.PeriodNotBegun period) {
      return "Its period has not begun: " + text(period.period()) + ".";
    }
    if (reason instanceof Mismatch.PeriodOver period) {
      return "Its period is over: " + text(period.period()) + ".";
    }
    if (reason instanceof Mismatch.OtherActor actors) {
      return "It is about others: "
          + list(actors.actors().stream().map(Actor::reference).map(Wording::text).toList())
          + ".";
    }
    if (reason instanceof Mismatch.OtherAction actions) {
      return "It is about other actions: "
          + list(actions.actions().stream().map(ConsentAction::code).toList())
          + ".";
    }
    if (reason instanceof Mismatch.OtherPurpose purposes) {
      return "It is for other purposes, or this one is not known: "
          + codes(purposes.purposes())
          + ".";
    }
    if (reason instanceof Mismatch.OtherClass classes) {
      return "It is about other classes of content: "
          + list(classes.classes().stream().map(Wording::text).toList())
          + ".";
    }
    if (reason instanceof Mismatch.OtherCode codes) {
      return "The resource has none of its codes: " + codes(codes.codes()) + ".";
    }
    if (reason instanceof Mismatch.OtherLabel labels) {
      return "It is about other labels: "
          + list(
              Stream.concat(
                      labels.levels().stream().map(Confidentiality::name),
                      labels.labels().stream().map(Code::value))
                  .toList())
          + ".";
    }
    if (reason instanceof Mismatch.OtherTime time) {
      return "The data are of another time, or not only of this: " + text(time.dataPeriod()) + ".";
    }
    if (reason instanceof Mismatch.Undated time) {
      return "The data have no date, and it is about those of a time: "
          + text(time.dataPeriod())
          + ".";
    }
    if (reason instanceof Mismatch.UnrelatedData data) {
      return "The resource is not related to its data: "
          + list(data.references().stream().map(Wording::text).toList())
          + ".";
    }
    return "It is an exception to a provision that does not apply.";
  }

  private static String text(DataReference data) {
    return data.meaning().code() + " " + text(data.reference());
  }

  private static String text(ConsentReference reference) {
    if (reference instanceof ConsentReference.Local local) {
      return local.target().toString();
    }
    if (reference instanceof ConsentReference.Logical logical) {
      return logical.identifier().system() + "|" + logical.identifier().value();
    }
    return ((ConsentReference.Unresolvable) reference).text();
  }

  private static String text(ContentClass content) {
    if (content instanceof ContentClass.OfType type) {
      return type.type();
    }
    if (content instanceof ContentClass.WithProfile profile) {
      return profile.url();
    }
    if (content instanceof ContentClass.OfMediaType media) {
      return media.mediaType();
    }
    return ((ContentClass.InFormat) content).format().value();
  }

  private static String text(TimeRange range) {
    return "from "
        + (range.from() == null ? "ever" : range.from())
        + " to before "
        + (range.until() == null ? "ever" : range.until());
  }

  private static String codes(Collection<Code> codes) {
    return list(codes.stream().map(Code::value).toList());
  }

  private static String list(Collection<String> words) {
    return words.stream().sorted().collect(Collectors.joining(", "));
  }
}
