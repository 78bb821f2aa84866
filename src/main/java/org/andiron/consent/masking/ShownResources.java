package org.andiron.consent.masking;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.consent.enforcement.PartPaths;
import org.andiron.consent.enforcement.WithheldParts;
import org.andiron.consent.term.Code;
import org.andiron.consent.term.PartLabels;
import org.andiron.visibility.Reader;
import org.andiron.visibility.Withheld;
import org.andiron.visibility.Withholding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Resources as a reader may see them: without parts that are withheld, and without what references
 * tell of others that are.
 */
final class ShownResources {

  private final WithheldParts parts;
  private final HiddenTargets targets;
  private final Withholding withholding;
  private final ResourceCopies copies;
  private final PartMask mask;

  ShownResources(
      WithheldParts parts,
      HiddenTargets targets,
      Withholding withholding,
      ResourceCopies copies,
      PartMask mask) {
    this.parts = parts;
    this.targets = targets;
    this.withholding = withholding;
    this.copies = copies;
    this.mask = mask;
  }

  /**
   * What takes the place of resources. The resources themselves stay as they are.
   *
   * @param withheld from the reader, if it is known
   * @return those that are shown otherwise than they are
   */
  Map<Resource, Resource> redacted(
      Reader reader, Optional<Withheld> withheld, List<? extends Resource> resources) {
    Map<Resource, Resource> redacted = new IdentityHashMap<>();
    List<? extends Resource> labelled =
        resources.stream().filter(ShownResources::mayHaveLabelledParts).toList();
    if (!labelled.isEmpty()) {
      for (Map.Entry<Resource, PartPaths> some : parts.of(reader, labelled).entrySet()) {
        Resource copy = copies.of(some.getKey());
        if (mask.apply(copy, some.getValue())) {
          redacted.put(some.getKey(), copy);
        }
      }
    }
    Withheld fromReader = withheld.orElseGet(() -> withholding.from(reader));
    if (!fromReader.isNothing()) {
      blankReferences(resources, redacted, fromReader);
    }
    return redacted;
  }

  private void blankReferences(
      List<? extends Resource> resources, Map<Resource, Resource> redacted, Withheld withheld) {
    List<Resource> shown = new ArrayList<>();
    resources.forEach(it -> shown.add(redacted.getOrDefault(it, it)));
    List<List<Reference>> telling = targets.tellingReferences(shown, withheld);
    for (int i = 0; i < resources.size(); i++) {
      if (!telling.get(i).isEmpty()) {
        Resource copy = redacted.get(resources.get(i));
        if (copy == null) {
          // Not those that were found, which belong to the resource that stays as it is.
          copy = copies.of(resources.get(i));
          redacted.put(resources.get(i), copy);
          blankSame(copy, telling.get(i));
        } else {
          telling.get(i).forEach(HiddenTargets::blank);
        }
        mask.stripNarratives(copy);
      }
    }
  }

  private void blankSame(Resource copy, List<Reference> telling) {
    List<String> literals = telling.stream().map(Reference::getReference).toList();
    mask.references(copy).stream()
        .filter(it -> literals.contains(it.getReference()))
        .forEach(HiddenTargets::blank);
  }

  /**
   * Takes out of a resource what references tell of others that are withheld, in the resource
   * itself.
   */
  void blank(Resource resource, Withheld withheld) {
    List<Reference> telling = targets.tellingReferences(List.of(resource), withheld).get(0);
    if (!telling.isEmpty()) {
      telling.forEach(HiddenTargets::blank);
      mask.stripNarratives(resource);
    }
  }

  /**
   * Puts into what is to be stored what references told of others that are withheld from whoever
   * stores it, unless the writer says something else of them.
   */
  void restore(Resource before, Resource after, Withheld withheld) {
    List<Reference> telling = targets.tellingReferences(List.of(before), withheld).get(0);
    for (Reference reference : telling.isEmpty() ? List.<Reference>of() : mask.references(after)) {
      if (!HiddenTargets.tellsMore(reference)) {
        telling.stream()
            .filter(it -> it.getReference().equals(reference.getReference()))
            .findFirst()
            .ifPresent(it -> HiddenTargets.tell(reference, it));
      }
    }
  }

  /** Whether parts are withheld from a reader. */
  boolean hidesParts(Reader reader, Resource resource) {
    return mayHaveLabelledParts(resource) && !parts.of(reader, List.of(resource)).isEmpty();
  }

  /** Whatever is stored with labelled parts says so. */
  static boolean mayHaveLabelledParts(Resource resource) {
    Code label = PartLabels.PROCESS_INLINE;
    return resource.hasMeta()
        && resource.getMeta().getSecurity(label.system(), label.value()) != null;
  }
}
