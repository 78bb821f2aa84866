package org.andiron.consent.label;

import ca.uhn.fhir.context.FhirContext;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeHierarchy;
import org.andiron.consent.term.CodeSystems;
import org.andiron.consent.term.Confidentiality;
import org.andiron.visibility.SharedTypes;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Says which security labels a resource has because of what is in it. What somebody set by hand is
 * not touched: labels are only added to it, and a level only if it is higher.
 */
public final class Labeller {

  private final FhirContext context;
  private final LabelRules rules;

  public Labeller(FhirContext context, LabelRules rules) {
    this.context = context;
    this.rules = rules;
  }

  /** Whether there are rules; without, nothing is known of what has no label. */
  public boolean hasRules() {
    return !rules.isEmpty();
  }

  /**
   * Whether resources of a type are looked at: all that may be about a patient, if there are rules.
   */
  public boolean looksAt(String type) {
    return hasRules() && !SharedTypes.ALL.contains(type);
  }

  /** What tells the rules from others that label differently. */
  public String version() {
    return rules.version();
  }

  /**
   * The labels to add.
   *
   * @param byHand labels of the resource that somebody set
   */
  public Set<Code> labels(Resource resource, Collection<Code> byHand) {
    if (!looksAt(resource.fhirType())) {
      return Set.of();
    }
    CodedContent content = CodedContent.of(context, resource);
    Set<Code> labels = new LinkedHashSet<>();
    @Nullable Confidentiality level = implied(content.stated());
    for (Code label : content.stated()) {
      if (Confidentiality.of(label) == null) {
        labels.add(label);
      }
    }
    for (LabelRule rule : rules.met(resource.fhirType(), content.codes())) {
      labels.addAll(rule.sensitivities());
      level = higher(level, rule.level());
    }
    labels.removeAll(byHand);
    level = higher(level, implied(byHand));
    @Nullable Confidentiality set = highest(byHand);
    if (level != null && (set == null || !level.atMost(set))) {
      labels.add(new Code(CodeSystems.CONFIDENTIALITY, level.name()));
    }
    return labels;
  }

  /**
   * Who sets a sensitivity and no level means that it is restricted. A label of a system that is
   * not known here may be one, for those who decide; but nobody knows, and so nothing is set.
   */
  private static @Nullable Confidentiality implied(Collection<Code> labels) {
    @Nullable Confidentiality level = highest(labels);
    return level == null && labels.stream().anyMatch(Labeller::isSensitivity)
        ? Confidentiality.R
        : level;
  }

  private static boolean isSensitivity(Code label) {
    return label.system().equals(CodeSystems.ACT_CODE) && CodeHierarchy.isSensitivity(label);
  }

  private static @Nullable Confidentiality highest(Collection<Code> labels) {
    @Nullable Confidentiality highest = null;
    for (Code label : labels) {
      highest = higher(highest, Confidentiality.of(label));
    }
    return highest;
  }

  private static @Nullable Confidentiality higher(
      @Nullable Confidentiality one, @Nullable Confidentiality other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.atMost(other) ? other : one;
  }
}
