package org.andiron.consent.masking;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
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
    List<List<Reference>> references = new ArrayList<>();
    resources.forEach(it -> references.add(mask.references(redacted.getOrDefault(it, it))));
    List<SortedSet<Integer>> telling = targets.telling(references, withheld);
    for (int i = 0; i < resources.size(); i++) {
      if (!telling.get(i).isEmpty()) {
        Resource copy = redacted.computeIfAbsent(resources.get(i), copies::of);
        blank(copy, telling.get(i));
      }
    }
  }

  private void blank(Resource resource, SortedSet<Integer> telling) {
    List<Reference> references = mask.references(resource);
    telling.forEach(it -> BlankedReference.blank(references.get(it), resource, it));
    mask.stripNarratives(resource);
  }

  /**
   * Takes out of a resource what references tell of others that are withheld, in the resource
   * itself.
   */
  void blank(Resource resource, Withheld withheld) {
    SortedSet<Integer> telling =
        targets.telling(List.of(mask.references(resource)), withheld).get(0);
    if (!telling.isEmpty()) {
      blank(resource, telling);
    }
  }

  /**
   * Puts into what is to be stored what references told of others that are withheld from whoever
   * stores it, unless the writer says something else of them.
   */
  void restore(Resource before, Resource after, Withheld withheld) {
    List<Reference> stored = mask.references(before);
    SortedSet<Integer> telling = targets.telling(List.of(stored), withheld).get(0);
    for (Reference reference : telling.isEmpty() ? List.<Reference>of() : mask.references(after)) {
      if (reference.hasReference() && !BlankedReference.tellsMore(reference)) {
        telling.stream()
            .map(stored::get)
            .filter(it -> reference.getReference().equals(it.getReference()))
            .findFirst()
            .ifPresent(it -> BlankedReference.tell(reference, it));
      }
    }
  }

  /**
   * Puts into what is to be stored the references of which nothing was left when it was shown. Who
   * gives them back does not see them by that, if they are still withheld.
   *
   * @return whether it is known for each what it was
   */
  boolean restoreBlanked(Resource before, Resource after) {
    List<Reference> blanked =
        mask.references(after).stream().filter(it -> BlankedReference.of(it).isPresent()).toList();
    if (blanked.isEmpty()) {
      return true;
    }
    List<Reference> stored = mask.references(before);
    // A copy of another resource, stored as a new one, has its own for good.
    List<String> own =
        stored.stream()
            .filter(it -> BlankedReference.of(it).isPresent())
            .map(Reference::getId)
            .toList();
    for (Reference reference : blanked) {
      if (!own.contains(reference.getId())) {
        Optional<Reference> told =
            BlankedReference.of(reference).flatMap(it -> it.in(before, stored));
        if (told.isEmpty()) {
          return false;
        }
        BlankedReference.tell(reference, told.get());
        reference.setId(told.get().getId());
      }
    }
    return true;
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
