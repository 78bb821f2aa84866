package org.andiron.risk.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.TolerantJsonParser;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.parser.IParser;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.andiron.risk.feature.RecordNeeds;
import org.andiron.risk.feature.ResourceKind;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;

/**
 * Makes resources of stored texts, as reading them would, but for {@code meta.source}. For one
 * thread.
 */
final class ResourceTexts {

  private static final String TAG = "0";
  private static final String PROFILE = "1";

  private final IParser parser;
  private final Map<String, Optional<ElementTable<? extends Resource>>> tables = new HashMap<>();

  ResourceTexts(FhirContext context) {
    // The resource is named by this in messages alone.
    this.parser = TolerantJsonParser.createWithLenientErrorHandling(context, JpaPid.fromId(0L));
  }

  Resource read(StoredText stored) {
    Resource resource = (Resource) parser.parseResource(stored.json());
    identify(resource, stored);
    Meta meta = resource.getMeta();
    for (String tag : stored.tags()) {
      String[] parts = tag.split("\\|", 3);
      if (parts[0].equals(PROFILE)) {
        meta.addProfile(parts[2]);
      } else {
        Coding coding = parts[0].equals(TAG) ? meta.addTag() : meta.addSecurity();
        coding.setSystem(parts[1].isEmpty() ? null : parts[1]).setCode(parts[2]);
      }
    }
    return resource;
  }

  /**
   * Makes as much of a resource as features are computed from, if that is known to be less than
   * all: not where definitions may name any element, nor where labels may hide parts, which must be
   * seen to be masked.
   *
   * @param needs the same each time
   */
  Resource readFor(StoredText stored, RecordNeeds needs) {
    Optional<ElementTable<? extends Resource>> table =
        stored.tags().stream().anyMatch(ResourceTexts::isLabel)
            ? Optional.empty()
            : tables.computeIfAbsent(
                stored.type(),
                type -> ResourceKind.of(type).flatMap(it -> FeatureElements.of(it, needs)));
    Optional<Resource> elements = table.flatMap(it -> FeatureElements.read(it, stored.json()));
    elements.ifPresent(it -> identify(it, stored));
    return elements.orElseGet(() -> read(stored));
  }

  private static boolean isLabel(String tag) {
    return !tag.startsWith(TAG) && !tag.startsWith(PROFILE);
  }

  private static void identify(Resource resource, StoredText stored) {
    resource.setId(stored.type() + '/' + stored.id() + "/_history/" + stored.version());
    resource
        .getMeta()
        .setVersionId(String.valueOf(stored.version()))
        .setLastUpdated(stored.updated());
  }
}
