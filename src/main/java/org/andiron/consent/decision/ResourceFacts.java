package org.andiron.consent.decision;

import java.util.List;
import java.util.Set;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.rule.TimeRange;
import org.andiron.consent.term.Code;
import org.jspecify.annotations.Nullable;

/**
 * What consents can ask of a resource.
 *
 * @param type its resource type
 * @param self its id and its own identifiers
 * @param patients whose records it is part of; none if it is about nobody
 * @param profiles of {@code meta.profile}, without version
 * @param inner types and profiles of resources inside it, contained ones and those of a Bundle
 * @param mediaTypes of its content and attachments, without parameters
 * @param formats of its documents
 * @param codes all codings anywhere in it, also in contained resources and components
 * @param labels of the whole
 * @param time its clinically relevant time: effective, onset, authored, period, recorded, else
 *     {@code meta.lastUpdated}; null if it has none
 * @param refersTo what it refers to, whatever the version
 * @param referredBy what refers to it
 * @param authors who wrote it
 * @param innerData of resources inside it, contained ones and those of a Bundle
 * @param parts with labels of their own
 */
public record ResourceFacts(
    String type,
    ReferenceSet self,
    Set<ResourceRef> patients,
    Set<String> profiles,
    Set<ContentClass> inner,
    Set<String> mediaTypes,
    Set<Code> formats,
    Set<Code> codes,
    SecurityLabels labels,
    @Nullable TimeRange time,
    ReferenceSet refersTo,
    ReferenceSet referredBy,
    ReferenceSet authors,
    InnerData innerData,
    List<LabelledPart> parts) {

  public ResourceFacts {
    patients = Set.copyOf(patients);
    profiles = Set.copyOf(profiles);
    inner = Set.copyOf(inner);
    mediaTypes = Set.copyOf(mediaTypes);
    formats = Set.copyOf(formats);
    codes = Set.copyOf(codes);
    parts = List.copyOf(parts);
  }

  /** A resource without labels at which no labelling rule looked, to be filled. */
  public static ResourceFactsBuilder of(ResourceRef self) {
    return new ResourceFactsBuilder(self);
  }

  /** As if the labels were those of one of its parts. */
  public ResourceFacts labelledAs(SecurityLabels others) {
    return new ResourceFacts(
        type,
        self,
        patients,
        profiles,
        inner,
        mediaTypes,
        formats,
        codes,
        others,
        time,
        refersTo,
        referredBy,
        authors,
        innerData,
        List.of());
  }
}
