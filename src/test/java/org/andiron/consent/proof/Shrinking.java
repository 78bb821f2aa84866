package org.andiron.consent.proof;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;

/** Requests with one thing less. */
final class Shrinking {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  private Shrinking() {}

  static List<Step> smaller(Step step) {
    List<Step> smaller = new ArrayList<>();
    for (int i = 0; i < step.parameters().size(); i++) {
      List<String> fewer = new ArrayList<>(step.parameters());
      fewer.remove(i);
      smaller.add(step.with(fewer));
    }
    for (int i = 0; i < step.headers().size(); i += 2) {
      if (!step.headers().get(i).equals("Content-Type")) {
        smaller.add(step.withoutHeader(i));
      }
    }
    String body = step.body();
    if (body != null && body.startsWith("{\"resourceType\":\"Bundle\"")) {
      Bundle bundle = CONTEXT.newJsonParser().parseResource(Bundle.class, body);
      for (int i = 0; bundle.getEntry().size() > 1 && i < bundle.getEntry().size(); i++) {
        Bundle fewer = bundle.copy();
        fewer.getEntry().remove(i);
        smaller.add(
            new Step(
                step.caller(),
                step.method(),
                step.path(),
                step.parameters(),
                step.headers(),
                CONTEXT.newJsonParser().encodeResourceToString(fewer),
                null));
      }
    }
    return smaller;
  }
}
