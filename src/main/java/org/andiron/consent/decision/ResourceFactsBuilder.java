package org.andiron.consent.decision;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.jspecify.annotations.Nullable;

/** Collects what consents can ask of a resource. */
public final class ResourceFactsBuilder {

  private final String type;
  private ReferenceSet self;
  private Set<ResourceRef> patients = Set.of();
  private Set<String> profiles = Set.of();
  private Set<ContentClass> inner = Set.of();
  private Set<String> mediaTypes = Set.of();
  private Set<Code> formats = Set.of();
  private Set<Code> codes = Set.of();
  private SecurityLabels labels = SecurityLabels.of(Set.of(), false);
  private @Nullable TimeRange time;
  private ReferenceSet refersTo = ReferenceSet.EMPTY;
  private ReferenceSet referredBy = ReferenceSet.EMPTY;
  private ReferenceSet authors = ReferenceSet.EMPTY;
  private InnerData innerData = InnerData.NONE;
  private List<LabelledPart> parts = List.of();

  ResourceFactsBuilder(ResourceRef self) {
    this.type = self.type();
    this.self = ReferenceSet.of(self);
  }

  public ResourceFactsBuilder self(ReferenceSet value) {
    self = value;
    return this;
  }

  public ResourceFactsBuilder patients(ResourceRef... values) {
    patients = Set.of(values);
    return this;
  }

  public ResourceFactsBuilder profiles(Collection<String> values) {
    profiles = new LinkedHashSet<>(values);
    return this;
  }

  public ResourceFactsBuilder inner(Collection<ContentClass> values) {
    inner = new LinkedHashSet<>(values);
    return this;
  }

  public ResourceFactsBuilder mediaTypes(Collection<String> values) {
    mediaTypes = new LinkedHashSet<>(values);
    return this;
  }

  public ResourceFactsBuilder formats(Collection<Code> values) {
    formats = new LinkedHashSet<>(values);
    return this;
  }

  public ResourceFactsBuilder codes(Collection<Code> values) {
    codes = new LinkedHashSet<>(values);
    return this;
  }

  public ResourceFactsBuilder labels(SecurityLabels value) {
    labels = value;
    return this;
  }

  public ResourceFactsBuilder time(@Nullable TimeRange value) {
    time = value;
    return this;
  }

  public ResourceFactsBuilder refersTo(ReferenceSet value) {
    refersTo = value;
    return this;
  }

  public ResourceFactsBuilder referredBy(ReferenceSet value) {
    referredBy = value;
    return this;
  }

  public ResourceFactsBuilder authors(ReferenceSet value) {
    authors = value;
    return this;
  }

  public ResourceFactsBuilder innerData(InnerData value) {
    innerData = value;
    return this;
  }

  public ResourceFactsBuilder parts(List<LabelledPart> values) {
    parts = values;
    return this;
  }

  public ResourceFacts build() {
    return new ResourceFacts(
        type,
        self,
        patients,
        profiles,
        inner,
        mediaTypes,
        formats,
        codes,
        labels,
        time,
        refersTo,
        referredBy,
        authors,
        innerData,
        parts);
  }
}
