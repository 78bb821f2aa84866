package org.andiron.consentoracle;

import static org.hl7.fhir.r4.model.Consent.ConsentProvisionType.DENY;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.andiron.consentoracle.Directive.Answer;
import org.andiron.consentoracle.Verdict.Ground;
import org.hl7.fhir.r4.model.Consent;

/**
 * Decides by the book. First what the law forbids; then whether it is the patient, or about a
 * Consent, an AuditEvent or a review for those who keep consents; then the patient's consents, of
 * which one deny is enough, and that permit nothing but what one of them permits; where these say
 * nothing, the organization's policy; at last the broken glass, unless that policy is to deny all.
 * A resource in the records of several patients needs the permission of each.
 */
final class ConsentOracle implements Decider {

  private static final Code TREATMENT = Code.reason("TREAT");

  /** Marks the Task to review a broken glass. */
  static final Code OVERRIDE = new Code("http://dicom.nema.org/resources/ontology/DCM", "110127");

  private final Set<Aspect> disregarded;
  private final Criteria criteria;
  private final Directive directive;
  private final InForce inForce;
  private final Emergency emergency = new Emergency();

  ConsentOracle() {
    this(Set.of());
  }

  ConsentOracle(Set<Aspect> disregarded) {
    this.disregarded = disregarded;
    this.criteria = new Criteria(disregarded);
    this.directive = new Directive(disregarded);
    this.inForce = new InForce(disregarded);
  }

  /** Who has data for one of several purposes has them for all. */
  @Override
  public boolean permits(Question question) {
    return question.purposes().isEmpty()
        ? decide(question).permitted()
        : question.purposes().stream()
            .allMatch(purpose -> decide(question.withPurpose(purpose)).permitted());
  }

  /** The strictest of what each patient's consents come to. */
  Verdict decide(Question question) {
    return question.facts().patients().stream()
        .sorted()
        .limit(disregarded.contains(Aspect.EVERY_PATIENT) ? 1 : Long.MAX_VALUE)
        .map(patient -> decide(patient, question))
        .min(Comparator.comparing(Verdict::permitted))
        .orElseThrow(() -> new IllegalArgumentException("In nobody's record"));
  }

  private Verdict decide(String patient, Question question) {
    List<LegalDenial> forbidding = forbidding(patient, question);
    Verdict verdict =
        forbidding.isEmpty() ? byLawful(patient, question) : new Verdict(false, Ground.LEGAL);
    if (!verdict.permitted()
        && forbidding.stream().allMatch(LegalDenial::yieldsInEmergency)
        && question.implicitPolicy() != ImplicitPolicy.DENY
        && !disregarded.contains(Aspect.BREAK_GLASS)
        && emergency.isDeclared(patient, question)) {
      return new Verdict(true, Ground.BREAK_GLASS);
    }
    return verdict;
  }

  private List<LegalDenial> forbidding(String patient, Question question) {
    if (disregarded.contains(Aspect.LEGAL)) {
      return List.of();
    }
    return question.legalDenials().stream()
        .filter(denial -> denial.patient() == null || denial.patient().equals(patient))
        .filter(denial -> criteria.match(Elements.of(denial.rule()), DENY, question))
        .toList();
  }

  /**
   * Consents are made for others: not for the patient, and not to hide themselves from those who
   * keep them.
   */
  private Verdict byLawful(String patient, Question question) {
    if (patient.equals(question.caller().user())) {
      return new Verdict(true, Ground.OWN_RECORD);
    }
    if (question.caller().keepsConsents() && isForThoseWhoKeepConsents(question.facts())) {
      return new Verdict(true, Ground.GOVERNANCE);
    }
    return byConsent(patient, question);
  }

  private static boolean isForThoseWhoKeepConsents(Facts facts) {
    return Set.of("Consent", "AuditEvent").contains(facts.type())
        || (facts.type().equals("Task") && facts.codes().contains(OVERRIDE));
  }

  private Verdict byConsent(String patient, Question question) {
    Set<Answer> answers = EnumSet.noneOf(Answer.class);
    for (Consent consent : inForce.of(patient, question)) {
      answers.add(directive.says(consent, question));
    }
    if (answers.contains(Answer.DENY)) {
      return new Verdict(false, Ground.CONSENT);
    }
    if (answers.contains(Answer.PERMIT)) {
      return new Verdict(true, Ground.CONSENT);
    }
    return answers.contains(Answer.PERMIT_OTHER)
        ? new Verdict(false, Ground.CONSENT)
        : new Verdict(byPolicy(question), Ground.IMPLICIT_POLICY);
  }

  private boolean byPolicy(Question question) {
    return switch (question.implicitPolicy()) {
      case DENY, BREAK_GLASS_ONLY -> disregarded.contains(Aspect.IMPLICIT_POLICY);
      case BASIC_NORMAL ->
          disregarded.contains(Aspect.IMPLICIT_POLICY)
              || question.caller().clinician()
                  && question.purposes().stream()
                      .anyMatch(purpose -> Criteria.covers(TREATMENT, purpose, true));
      case ALL_NORMAL -> true;
    };
  }
}
