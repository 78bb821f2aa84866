package org.andiron.consent.directive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.andiron.consent.rule.Actor;
import org.andiron.consent.rule.ConsentReference;
import org.andiron.consent.rule.Criterion;
import org.andiron.consent.rule.DataMeaning;
import org.andiron.consent.rule.DataReference;
import org.andiron.consent.rule.ProvisionType;
import org.andiron.consent.rule.ResourceRef;
import org.andiron.consent.term.Code;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent.ConsentDataMeaning;
import org.hl7.fhir.r4.model.Consent.provisionActorComponent;
import org.hl7.fhir.r4.model.Consent.provisionDataComponent;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Reads the elements of a provision that refer to others: its actors and its data. */
final class RelationReader {

  private final ReferenceReader references;
  private final Problems problems;

  RelationReader(ReferenceReader references, Problems problems) {
    this.references = references;
    this.problems = problems;
  }

  Criterion actors(List<provisionActorComponent> elements, ProvisionType type, String path) {
    List<Actor> actors = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      String at = "%s[%d].reference".formatted(path, i);
      Reference reference = elements.get(i).getReference();
      Optional<ResourceRef> local = references.local(reference);
      if (local.isPresent() && !Actor.TYPES.contains(local.get().type())) {
        problems.add(
            at, "is not somebody or something that acts: use one of " + new TreeSet<>(Actor.TYPES));
      }
      Code role = role(elements.get(i).getRole());
      for (ConsentReference one : references.all(reference)) {
        if (type == ProvisionType.PERMIT && one instanceof ConsentReference.Unresolvable) {
          problems.addUnknown(
              at,
              "names nobody known here, and so would permit nobody anything: store it first, or"
                  + " mend the reference");
        }
        actors.add(new Actor(role, one));
      }
    }
    return new Criterion.Actors(actors);
  }

  private static @Nullable Code role(CodeableConcept concept) {
    for (Coding coding : concept.getCoding()) {
      if (coding.hasCode()) {
        return new Code(coding.hasSystem() ? coding.getSystem() : "", coding.getCode());
      }
    }
    return null;
  }

  Criterion data(List<provisionDataComponent> elements, String path) {
    List<DataReference> data = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      String at = "%s[%d]".formatted(path, i);
      DataMeaning meaning = meaning(elements.get(i).getMeaning());
      if (meaning == null) {
        problems.add(at + ".meaning", "is missing");
        continue;
      }
      for (ConsentReference one : references.allOfData(elements.get(i).getReference())) {
        if (one instanceof ConsentReference.Unresolvable) {
          problems.add(at + ".reference", "is neither a resource of this server nor an identifier");
        }
        data.add(new DataReference(meaning, one));
      }
    }
    return new Criterion.Data(data);
  }

  private static @Nullable DataMeaning meaning(@Nullable ConsentDataMeaning meaning) {
    if (meaning == null) {
      return null;
    }
    return switch (meaning) {
      case INSTANCE -> DataMeaning.INSTANCE;
      case RELATED -> DataMeaning.RELATED;
      case DEPENDENTS -> DataMeaning.DEPENDENTS;
      case AUTHOREDBY -> DataMeaning.AUTHOREDBY;
      case NULL -> null;
    };
  }
}
