package org.andiron.consentoracle;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Consent;
import org.jspecify.annotations.Nullable;

/**
 * May this caller do this with this resource?
 *
 * @param consents all that are stored, of whatever status and patient
 * @param graphQl whether it is asked by GraphQL
 */
record Question(
    World world,
    List<Consent> consents,
    List<LegalDenial> legalDenials,
    ImplicitPolicy implicitPolicy,
    Caller caller,
    Set<Code> purposes,
    Interaction interaction,
    Instant time,
    @Nullable BreakGlass breakGlass,
    boolean graphQl,
    Facts facts) {

  Question withConsents(List<Consent> others) {
    return new Question(
        world,
        others,
        legalDenials,
        implicitPolicy,
        caller,
        purposes,
        interaction,
        time,
        breakGlass,
        graphQl,
        facts);
  }

  Question withPurpose(Code one) {
    return new Question(
        world,
        consents,
        legalDenials,
        implicitPolicy,
        caller,
        Set.of(one),
        interaction,
        time,
        breakGlass,
        graphQl,
        facts);
  }

  Question withPolicy(ImplicitPolicy other) {
    return new Question(
        world,
        consents,
        legalDenials,
        other,
        caller,
        purposes,
        interaction,
        time,
        breakGlass,
        graphQl,
        facts);
  }
}
