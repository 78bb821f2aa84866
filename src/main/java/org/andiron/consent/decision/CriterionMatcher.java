package org.andiron.consent.decision;

import java.util.Collections;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSubsumption;

/**
 * Whether criteria are met by one request for one resource, seen as part of one patient's record.
 *
 * <p>What is not known counts against the caller: a rule that denies is met by it, one that permits
 * is not.
 */
final class CriterionMatcher {

  private final CodeSubsumption clinicalCodes;
  private final ConsentRequest request;
  private final ResourceFacts resource;
  private final DataMatch data;

  CriterionMatcher(
      CodeSubsumption clinicalCodes,
      ConsentRequest request,
      ResourceFacts resource,
      ResourceRef patient) {
    this.clinicalCodes = clinicalCodes;
    this.request = request;
    this.resource = resource;
    this.data = new DataMatch(resource, patient);
  }

  boolean matches(Criterion criterion, ProvisionType type) {
    return switch (criterion.kind()) {
      case PERIOD -> ((Criterion.Period) criterion).range().contains(request.time());
      case ACTOR -> actor((Criterion.Actors) criterion, type);
      case ACTION ->
          !Collections.disjoint(((Criterion.Actions) criterion).actions(), request.actions());
      case PURPOSE ->
          PurposeMatch.any(((Criterion.Purposes) criterion).purposes(), request.purpose(), type);
      case CLASS -> contentClass((Criterion.Classes) criterion);
      case CODE -> code((Criterion.Codes) criterion);
      case SECURITY_LABEL ->
          LabelMatch.matches((Criterion.Labels) criterion, resource.labels(), type);
      case DATA_PERIOD -> dataPeriod(((Criterion.DataPeriod) criterion).range(), type);
      case DATA -> data.matches((Criterion.Data) criterion, type);
    };
  }

  private boolean actor(Criterion.Actors criterion, ProvisionType type) {
    Requester requester = request.requester();
    for (Actor actor : criterion.actors()) {
      ConsentReference who = actor.reference();
      if (who instanceof ConsentReference.Unresolvable
          ? type == ProvisionType.DENY
          : requester.self().contains(who)
              || requester.organizations().contains(who)
              || requester.memberships().contains(who)) {
        return true;
      }
    }
    return false;
  }

  private boolean contentClass(Criterion.Classes criterion) {
    for (ContentClass one : criterion.classes()) {
      if (isOf(one)) {
        return true;
      }
    }
    return false;
  }

  private boolean isOf(ContentClass one) {
    if (one instanceof ContentClass.OfType type) {
      return resource.type().equals(type.type());
    }
    if (one instanceof ContentClass.WithProfile profile) {
      return resource.profiles().contains(profile.url());
    }
    if (one instanceof ContentClass.OfMediaType media) {
      return resource.mediaTypes().contains(media.mediaType());
    }
    return resource.formats().contains(((ContentClass.InFormat) one).format());
  }

  private boolean code(Criterion.Codes criterion) {
    for (Code ruled : criterion.codes()) {
      for (Code present : resource.codes()) {
        if (ruled.equals(present) || clinicalCodes.subsumes(ruled, present)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean dataPeriod(TimeRange ruled, ProvisionType type) {
    TimeRange time = resource.time();
    if (time == null) {
      return type == ProvisionType.DENY;
    }
    return type == ProvisionType.DENY ? ruled.overlaps(time) : ruled.contains(time);
  }
}
