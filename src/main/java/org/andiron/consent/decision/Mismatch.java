package org.andiron.consent.decision;

import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.ConsentAction;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.Confidentiality;

/** Why a provision does not apply: a criterion that is not met, with what it asks for. */
public sealed interface Mismatch {

  /** Its period is still to come. */
  record PeriodNotBegun(TimeRange period) implements Mismatch {}

  /** Its period is over. */
  record PeriodOver(TimeRange period) implements Mismatch {}

  /** The caller is none of these and belongs to none. */
  record OtherActor(List<Actor> actors) implements Mismatch {}

  /** Something else is to be done. */
  record OtherAction(Set<ConsentAction> actions) implements Mismatch {}

  /** The purpose is another, or not known. */
  record OtherPurpose(Set<Code> purposes) implements Mismatch {}

  /** The resource is of none of these classes. */
  record OtherClass(Set<ContentClass> classes) implements Mismatch {}

  /** The resource has none of these codes. */
  record OtherCode(Set<Code> codes) implements Mismatch {}

  /** The resource is more confidential (of what permits) or less, and not labelled so. */
  record OtherLabel(Set<Confidentiality> levels, Set<Code> labels) implements Mismatch {}

  /** The data are of another time, or not only of this. */
  record OtherTime(TimeRange dataPeriod) implements Mismatch {}

  /** Nobody knows of what time the data are. */
  record Undated(TimeRange dataPeriod) implements Mismatch {}

  /** The resource is not related like that to any of these. */
  record UnrelatedData(List<DataReference> references) implements Mismatch {}

  /** It is an exception to a provision that does not apply. */
  record EnclosingDoesNotApply() implements Mismatch {}

  /** Of a criterion that is not met. */
  static Mismatch of(Criterion criterion, ConsentRequest request, ResourceFacts resource) {
    return switch (criterion.kind()) {
      case PERIOD -> {
        TimeRange period = ((Criterion.Period) criterion).range();
        yield period.begunAt(request.time()) ? new PeriodOver(period) : new PeriodNotBegun(period);
      }
      case ACTOR -> new OtherActor(((Criterion.Actors) criterion).actors());
      case ACTION -> new OtherAction(((Criterion.Actions) criterion).actions());
      case PURPOSE -> new OtherPurpose(((Criterion.Purposes) criterion).purposes());
      case CLASS -> new OtherClass(((Criterion.Classes) criterion).classes());
      case CODE -> new OtherCode(((Criterion.Codes) criterion).codes());
      case SECURITY_LABEL -> {
        Criterion.Labels labels = (Criterion.Labels) criterion;
        yield new OtherLabel(labels.levels(), labels.labels());
      }
      case DATA_PERIOD -> {
        TimeRange period = ((Criterion.DataPeriod) criterion).range();
        yield resource.time() == null ? new Undated(period) : new OtherTime(period);
      }
      case DATA -> new UnrelatedData(((Criterion.Data) criterion).references());
    };
  }
}
