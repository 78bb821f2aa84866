package org.andiron.risk.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.TolerantJsonParser;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.parser.IParser;
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

  ResourceTexts(FhirContext context) {
    // The resource is named by this in messages alone.
    this.parser = TolerantJsonParser.createWithLenientErrorHandling(context, JpaPid.fromId(0L));
  }

  Resource read(StoredText stored) {
    Resource resource = (Resource) parser.parseResource(stored.json());
    resource.setId(stored.type() + '/' + stored.id() + "/_history/" + stored.version());
    Meta meta = resource.getMeta();
    meta.setVersionId(String.valueOf(stored.version()));
    meta.setLastUpdated(stored.updated());
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
}
