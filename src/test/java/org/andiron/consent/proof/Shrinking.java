package org.andiron.consent.proof;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Bundle;

/** Makes of requests that differ smaller ones that do. */
final class Shrinking {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();

  private Shrinking() {}

  /**
   * The requests that differ with as few parameters, headers and entries as still make a
   * difference; as they are if they make none when they are asked again.
   *
   * @param ask makes some requests in both worlds and says of each whether there is a difference
   */
  static List<Difference> smallest(
      List<Difference> differences, Function<List<Step>, List<Optional<Difference>>> ask) {
    List<Difference> smallest = new ArrayList<>(differences);
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      List<Step> candidates = new ArrayList<>();
      List<Integer> origins = new ArrayList<>();
      for (int i = 0; i < smallest.size(); i++) {
        for (Step candidate : smaller(smallest.get(i).step())) {
          candidates.add(candidate);
          origins.add(i);
        }
      }
      List<Optional<Difference>> found = candidates.isEmpty() ? List.of() : ask.apply(candidates);
      for (int i = 0; i < found.size(); i++) {
        if (found.get(i).isPresent()) {
          smallest.set(origins.get(i), found.get(i).get());
          smaller = true;
        }
      }
    }
    return smallest;
  }

  /** Requests with one thing less. The next page of something is as small as it gets. */
  static List<Step> smaller(Step step) {
    if (step.path().equals(Step.NEXT)) {
      return List.of();
    }
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
