package org.andiron.consent.decision;

import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.ImplicitPolicy;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSubsumption;

/** Whether what limits the data is met by a resource, seen as part of one patient's record. */
public final class ResourceMatch implements CriterionMatcher {

  private final CodeSubsumption clinicalCodes;
  private final ResourceFacts resource;
  private final DataMatch data;

  /**
   * @param clinicalCodes which codes of {@code provision.code} include which
   */
  public ResourceMatch(CodeSubsumption clinicalCodes, ResourceFacts resource, ResourceRef patient) {
    this.clinicalCodes = clinicalCodes;
    this.resource = resource;
    this.data = new DataMatch(resource, patient);
  }

  @Override
  public boolean matches(Criterion criterion, ProvisionType type) {
    return switch (criterion.kind()) {
      case CLASS -> contentClass((Criterion.Classes) criterion, type);
      case CODE -> code((Criterion.Codes) criterion);
      case SECURITY_LABEL ->
          LabelMatch.matches((Criterion.Labels) criterion, resource.labels(), type);
      case DATA_PERIOD -> dataPeriod(((Criterion.DataPeriod) criterion).range(), type);
      case DATA -> data.matches((Criterion.Data) criterion, type);
      case PERIOD, ACTOR, ACTION, PURPOSE ->
          throw new IllegalArgumentException(criterion.kind() + " is about the request");
    };
  }

  /** What denies a class denies what has something of it inside; what permits it does not reach. */
  private boolean contentClass(Criterion.Classes criterion, ProvisionType type) {
    for (ContentClass one : criterion.classes()) {
      if (isOf(one) || (type == ProvisionType.DENY && resource.inner().contains(one))) {
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

  /** Whether what an implicit policy permits reaches up to it. */
  public boolean matches(ImplicitPolicy.Permit permit) {
    return permit.upTo() == null || resource.labels().confidentiality().atMost(permit.upTo());
  }
}
