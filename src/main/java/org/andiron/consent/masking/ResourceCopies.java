package org.andiron.consent.masking;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import org.hl7.fhir.r4.model.Resource;

/** Copies resources, also with values that are none of their type, as imports may have stored. */
final class ResourceCopies {

  private final FhirContext context;

  ResourceCopies(FhirContext context) {
    this.context = context;
  }

  Resource of(Resource resource) {
    try {
      return resource.copy();
    } catch (DataFormatException valueOfAnotherType) {
      IParser parser = context.newJsonParser();
      parser.setStripVersionsFromReferences(false);
      parser.setParserErrorHandler(new LenientErrorHandler(false).setErrorOnInvalidValue(false));
      Resource copy = (Resource) parser.parseResource(parser.encodeResourceToString(resource));
      copy.setIdElement(resource.getIdElement());
      return copy;
    }
  }
}
