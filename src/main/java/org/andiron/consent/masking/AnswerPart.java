package org.andiron.consent.masking;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;

/** A stored resource in an answer, and how another takes its place. */
record AnswerPart(Resource resource, Consumer<Resource> place) {

  void replace(Resource other) {
    place.accept(other);
  }

  /**
   * What of an answer was stored. The server makes the rest of it itself.
   *
   * @param place of the answer
   */
  static List<AnswerPart> recordsIn(Resource answer, Consumer<Resource> place) {
    List<AnswerPart> records = new ArrayList<>();
    collect(answer, place, records);
    return records;
  }

  private static void collect(
      Resource resource, Consumer<Resource> place, List<AnswerPart> records) {
    if (resource.hasMeta() && resource.getMeta().hasVersionId()) {
      records.add(new AnswerPart(resource, place));
    } else if (resource instanceof Bundle bundle) {
      for (BundleEntryComponent entry : bundle.getEntry()) {
        if (entry.hasResource()) {
          collect(entry.getResource(), entry::setResource, records);
        }
      }
    } else if (resource instanceof Parameters parameters) {
      parameters.getParameter().forEach(it -> collect(it, records));
    }
  }

  private static void collect(ParametersParameterComponent parameter, List<AnswerPart> records) {
    if (parameter.hasResource()) {
      collect(parameter.getResource(), parameter::setResource, records);
    }
    parameter.getPart().forEach(it -> collect(it, records));
  }
}
