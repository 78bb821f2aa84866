package org.andiron.consentoracle;

import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ProvisionComponent;
import org.hl7.fhir.r4.model.Consent.provisionActorComponent;
import org.hl7.fhir.r4.model.Consent.provisionDataComponent;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/** What a provision is about, by its own elements and those that hold for it from outside. */
record Elements(
    @Nullable Period period,
    List<provisionActorComponent> actors,
    List<CodeableConcept> actions,
    List<Coding> purposes,
    List<Coding> classes,
    List<CodeableConcept> codes,
    List<Coding> labels,
    @Nullable Period dataPeriod,
    List<provisionDataComponent> data) {

  static Elements of(ProvisionComponent rule) {
    return new Elements(
        rule.hasPeriod() ? rule.getPeriod() : null,
        rule.getActor(),
        rule.getAction(),
        rule.getPurpose(),
        rule.getClass_(),
        rule.getCode(),
        rule.getSecurityLabel(),
        rule.hasDataPeriod() ? rule.getDataPeriod() : null,
        rule.getData());
  }

  /** These take the place of the same elements of another; its others hold, too. */
  Elements over(Elements other) {
    return new Elements(
        period == null ? other.period : period,
        either(actors, other.actors),
        either(actions, other.actions),
        either(purposes, other.purposes),
        either(classes, other.classes),
        either(codes, other.codes),
        either(labels, other.labels),
        dataPeriod == null ? other.dataPeriod : dataPeriod,
        either(data, other.data));
  }

  private static <T> List<T> either(List<T> own, List<T> others) {
    return own.isEmpty() ? others : own;
  }
}
