package org.andiron.consentoracle;

import java.util.List;

/**
 * Whether the glass is broken: for a purpose that says so, by a member of the privileged group,
 * with a reason, for this patient, a short time ago; never for systems, exports or GraphQL, and
 * never by the patient.
 */
final class Emergency {

  private static final List<Code> PURPOSES = List.of(Code.reason("BTG"), Code.reason("ETREAT"));

  boolean isDeclared(String patient, Question question) {
    BreakGlass declaration = question.breakGlass();
    return declaration != null
        && declaration.patient().equals(patient)
        && declaration.holds(question.time())
        && PURPOSES.stream().anyMatch(question.purposes()::contains)
        && question.caller().groups().contains(question.world().privilegedGroup())
        && question.caller().user() != null
        && !question.caller().user().equals(patient)
        && question.interaction() != Interaction.EXPORT
        && !question.graphQl();
  }
}
