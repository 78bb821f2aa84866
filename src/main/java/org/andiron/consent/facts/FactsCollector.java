package org.andiron.consent.facts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.andiron.consent.decision.LabelledPart;
import org.andiron.consent.decision.SecurityLabels;
import org.andiron.consent.rule.ContentClass;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.CodeSystems;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Collects what may stand anywhere in a resource. */
final class FactsCollector implements ElementWalk.Visitor {

  private final References.Reading reading;
  private final References refersTo;
  private final boolean labelled;
  private final Set<Code> codes = new LinkedHashSet<>();
  private final Set<ContentClass> inner = new LinkedHashSet<>();
  private final Set<String> mediaTypes = new LinkedHashSet<>();
  private final Set<Code> formats = new LinkedHashSet<>();
  private final List<LabelledPart> parts = new ArrayList<>();
  private final Set<ResourceRef> entries = new LinkedHashSet<>();
  private final List<Inner> inside = new ArrayList<>();

  /** What has the contained resources that are visited. */
  private Resource holder;

  /** Entries around what is visited that were copied from other servers. */
  private int foreign;

  /**
   * A resource inside the one that is walked through.
   *
   * @param holder what has the contained resources to which it may refer
   * @param foreign whether it was copied from another server
   */
  record Inner(Resource resource, Resource holder, boolean foreign) {}

  /**
   * @param labelled whether the labelling rules looked at the resource
   */
  FactsCollector(References.Reading reading, Resource resource, boolean labelled) {
    this.reading = reading;
    this.refersTo = new References(reading, resource);
    this.labelled = labelled;
    this.holder = resource;
    mediaTypeOf(resource);
  }

  Set<Code> codes() {
    return codes;
  }

  Set<ContentClass> inner() {
    return inner;
  }

  Set<String> mediaTypes() {
    return mediaTypes;
  }

  Set<Code> formats() {
    return formats;
  }

  List<LabelledPart> parts() {
    return parts;
  }

  References refersTo() {
    return refersTo;
  }

  /** Resources of this server of which there are copies inside. */
  Set<ResourceRef> entries() {
    return entries;
  }

  /** All resources inside. */
  List<Inner> inside() {
    return inside;
  }

  @Override
  public void enter(Resource resource, ElementWalk walk) {
    inner.add(new ContentClass.OfType(resource.fhirType()));
    for (String profile : ResourceFactsReader.profiles(resource)) {
      inner.add(new ContentClass.WithProfile(profile));
    }
    mediaTypeOf(resource);
    if (walk.isAt("contained")) {
      refersTo.addIdentifiers(resource);
    } else {
      holder = resource;
      if (foreign == 0 && resource.getIdPart() != null) {
        entries.add(new ResourceRef(resource.fhirType(), resource.getIdPart()));
      }
    }
    inside.add(new Inner(resource, holder, foreign > 0));
    addPart(Labels.of(resource), walk);
  }

  @Override
  public void enter(Element element, ElementWalk walk) {
    addPart(Labels.of(element), walk);
    if (element instanceof Coding coding) {
      if (coding.hasCode()) {
        codes.add(Labels.code(coding));
      }
    } else if (element instanceof Reference reference) {
      addReference(reference);
    } else if (element instanceof Attachment attachment) {
      addMediaType(attachment.getContentType());
      addUrl(attachment.getUrl());
    } else if (element instanceof DocumentReference.DocumentReferenceContentComponent content) {
      if (content.hasFormat() && content.getFormat().hasCode()) {
        formats.add(format(Labels.code(content.getFormat())));
      }
    } else if (isForeign(element)) {
      foreign++;
    } else if (element instanceof Bundle.BundleEntryComponent entry) {
      addNamed(entry);
    }
  }

  /** A copy need not say its id itself. */
  private void addNamed(Bundle.BundleEntryComponent entry) {
    if (foreign == 0 && entry.hasFullUrl() && entry.hasResource()) {
      reading
          .local(entry.getFullUrl())
          .filter(it -> it.type().equals(entry.getResource().fhirType()))
          .ifPresent(entries::add);
    }
  }

  @Override
  public void leave(Element element) {
    if (isForeign(element)) {
      foreign--;
    }
  }

  private void addReference(Reference reference) {
    if (foreign == 0) {
      refersTo.add(reference);
    } else {
      addUrl(reference.getReference());
      refersTo.addLogical(reference);
    }
  }

  /** In an entry from elsewhere what is relative is relative to there. */
  private void addUrl(@Nullable String url) {
    if (url != null && (foreign == 0 || References.Reading.isAbsolute(url))) {
      refersTo.addUrl(url);
    }
  }

  private boolean isForeign(Element element) {
    if (!(element instanceof Bundle.BundleEntryComponent entry)) {
      return false;
    }
    String url = entry.getFullUrl();
    return url != null && References.Reading.isAbsolute(url) && reading.local(url).isEmpty();
  }

  private void mediaTypeOf(Resource resource) {
    if (resource instanceof Binary binary) {
      addMediaType(binary.getContentType());
    }
  }

  private void addMediaType(@Nullable String contentType) {
    if (contentType != null) {
      mediaTypes.add(new ContentClass.OfMediaType(contentType).mediaType());
    }
  }

  /** As consents have it: the code system of formats has had several names. */
  private static Code format(Code format) {
    return CodeSystems.isFormatCodes(format.system())
        ? new Code(CodeSystems.FORMAT_CODES, format.value())
        : format;
  }

  private void addPart(Set<Code> labels, ElementWalk walk) {
    if (!labels.isEmpty()) {
      parts.add(new LabelledPart(walk.path(), SecurityLabels.of(labels, labelled)));
    }
  }
}
