package org.andiron.consentoracle;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;

/** Makes a question about which two disagree as small as can be, and tells it. */
final class Minimal {

  private static final FhirContext FHIR = FhirContext.forR4Cached();

  private final Decider one;
  private final Decider other;

  Minimal(Decider one, Decider other) {
    this.one = one;
    this.other = other;
  }

  String of(Question question) {
    Question smaller = question;
    Question smallest;
    do {
      smallest = smaller;
      smaller = smaller(smallest);
    } while (smaller != smallest);
    String winner = (one.permits(smallest) ? one : other).getClass().getSimpleName();
    return "\npermitted by " + winner + told(smallest);
  }

  /** The question with a part left out, if they disagree about that, too. */
  private Question smaller(Question question) {
    for (int consent = 0; consent < question.consents().size(); consent++) {
      List<Consent> fewer = new ArrayList<>(question.consents());
      fewer.remove(consent);
      if (isDisputed(question.withConsents(fewer))) {
        return question.withConsents(fewer);
      }
      for (int part = 0; part < parts(question.consents().get(consent)).size(); part++) {
        List<Consent> less = new ArrayList<>(question.consents());
        Consent copy = less.get(consent).copy();
        parts(copy).get(part).run();
        less.set(consent, copy);
        if (isDisputed(question.withConsents(less))) {
          return question.withConsents(less);
        }
      }
    }
    return question;
  }

  private boolean isDisputed(Question question) {
    return one.permits(question) != other.permits(question);
  }

  /** Ways to leave something out of a consent. */
  private static List<Runnable> parts(Consent consent) {
    List<Runnable> parts = new ArrayList<>();
    addParts(consent.getProvision(), parts);
    return parts;
  }

  private static void addParts(ProvisionComponent rule, List<Runnable> parts) {
    addRemovals(rule.getProvision(), parts);
    addRemovals(rule.getActor(), parts);
    addRemovals(rule.getAction(), parts);
    addRemovals(rule.getPurpose(), parts);
    addRemovals(rule.getClass_(), parts);
    addRemovals(rule.getCode(), parts);
    addRemovals(rule.getSecurityLabel(), parts);
    addRemovals(rule.getData(), parts);
    if (rule.hasPeriod()) {
      parts.add(() -> rule.setPeriod(null));
    }
    if (rule.hasDataPeriod()) {
      parts.add(() -> rule.setDataPeriod(null));
    }
    rule.getProvision().forEach(inner -> addParts(inner, parts));
  }

  private static <T> void addRemovals(List<T> repeats, List<Runnable> parts) {
    for (T repeat : repeats) {
      parts.add(() -> repeats.remove(repeat));
    }
  }

  /** All that decides, in lines. */
  static String told(Question question) {
    String consents =
        question.consents().stream()
            .map(FHIR.newJsonParser()::encodeResourceToString)
            .collect(Collectors.joining("\n  "));
    String denials =
        question.legalDenials().stream()
            .map(denial -> denial + " " + asConsent(denial.rule()))
            .collect(Collectors.joining("\n  "));
    return String.join(
        "\n  ",
        "",
        consents,
        denials,
        question.implicitPolicy() + " " + question.world().zone(),
        question.caller().toString(),
        question.purposes() + " " + question.interaction() + " at " + question.time(),
        question.breakGlass() + (question.graphQl() ? " by GraphQL" : ""),
        question.facts().toString());
  }

  private static String asConsent(ProvisionComponent rule) {
    return FHIR.newJsonParser().encodeResourceToString(new Consent().setProvision(rule));
  }
}
