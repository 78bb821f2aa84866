package org.andiron.risk.cds;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import org.andiron.server.CdsRefusedException;
import org.hl7.fhir.r4.model.Resource;

/** Reads resources that came with a call, as strictly as those that are to be stored. */
final class ResourceReading {

  /** Resources in one Bundle. A record with more is read here instead. */
  static final int MOST = 10_000;

  private final FhirContext fhir;

  ResourceReading(FhirContext fhir) {
    this.fhir = fhir;
  }

  /**
   * Reads a resource.
   *
   * @param name where it stands, for people
   * @throws CdsRefusedException if it is none, or too large
   */
  Resource read(String name, JsonNode value) {
    if (!value.isObject()) {
      throw CdsRefusedException.badRequest(name + " must be a resource of FHIR R4.");
    }
    if (value.path("entry").size() > MOST) {
      throw new CdsRefusedException(
          413, "too_large", name + " must not have more than " + MOST + " entries.");
    }
    IParser parser = fhir.newJsonParser().setParserErrorHandler(new StrictErrorHandler());
    // The id of a resource is its own, whatever the URL of its entry says.
    parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
    try {
      return (Resource) parser.parseResource(value.toString());
    } catch (RuntimeException e) {
      // HAPI's parser tells what it cannot read in many ways, a NullPointerException among them.
      throw CdsRefusedException.badRequest(
          name + " is no resource of FHIR R4; POST [base]/[type]/$validate says what is wrong.");
    }
  }

  static CdsRefusedException ofOther(String name, String type) {
    return CdsRefusedException.badRequest(
        name
            + " has a "
            + type
            + " that does not refer to the patient of the call as Patient/[id]. Nothing was"
            + " scored.");
  }
}
