package org.andiron.security.access.matrix;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.andiron.security.access.matrix.Content.Owner;
import org.andiron.server.capability.ExampleResources;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Makes, of each type, a resource about no patient, and for each reference that makes a resource
 * part of a patient's record one of the caller's patient and one of another. Of Subscriptions it
 * makes one of each owner.
 */
final class MatrixRecords {

  static final String OWN = "test-patient";
  static final String OTHER = "matrix-other";
  static final String LABORATORY =
      "http://terminology.hl7.org/CodeSystem/observation-category|laboratory";

  private final FhirContext context;
  private final ExampleResources examples;

  MatrixRecords(FhirContext context) {
    this.context = context;
    this.examples = new ExampleResources(context);
  }

  List<MatrixRecord> ofTypes(List<String> types) {
    List<MatrixRecord> records = new ArrayList<>();
    for (String patient : List.of(OWN, OTHER)) {
      records.add(
          new MatrixRecord(
              patient,
              Content.of("Patient", Set.of(patient), false),
              true,
              () -> named(new Patient(), patient)));
    }
    for (String type : types) {
      if (type.equals("Subscription")) {
        for (Owner owner : Owner.values()) {
          records.add(
              about(Content.subscription(owner), "matrix-" + owner.name().replace('_', '-')));
        }
      } else if (!type.equals("Patient")) {
        records.add(about(Content.of(type, Set.of(), false), "matrix-" + type));
      }
      boolean first = !type.equals("Patient");
      for (String parameter : PatientCompartment.parameters(type)) {
        for (String patient : List.of(OWN, OTHER)) {
          records.add(ofPatient(type, parameter, patient, first));
        }
        first = false;
      }
    }
    return records;
  }

  private MatrixRecord about(Content content, String id) {
    return new MatrixRecord(id, content, true, () -> named(minimal(content.type()), id));
  }

  private MatrixRecord ofPatient(String type, String parameter, String patient, boolean first) {
    String id = "matrix-" + type + "-" + parameter + (patient.equals(OWN) ? "-own" : "-other");
    // A Patient is part of its own record too.
    Set<String> patients = type.equals("Patient") ? Set.of(patient, id) : Set.of(patient);
    return new MatrixRecord(
        id,
        Content.of(type, patients, type.equals("Observation") && parameter.equals("subject")),
        first,
        () -> {
          Resource resource = minimal(type);
          refer(resource, parameter, "Patient/" + patient);
          if (resource instanceof Observation observation && parameter.equals("subject")) {
            String[] category = LABORATORY.split("\\|");
            observation.addCategory().addCoding().setSystem(category[0]).setCode(category[1]);
          }
          return named(resource, id);
        });
  }

  private Resource minimal(String type) {
    return examples.minimal(type);
  }

  private static Resource named(Resource resource, String id) {
    resource.setId(id);
    return resource;
  }

  /** Puts a reference where a search parameter finds it. */
  private void refer(Resource resource, String parameter, String target) {
    String type = resource.fhirType();
    String path = context.getResourceDefinition(type).getSearchParam(parameter).getPath();
    String ofType =
        Arrays.stream(path.split(" \\| "))
            .filter(it -> it.startsWith(type + "."))
            .findFirst()
            .orElseThrow();
    String[] names = ofType.replaceAll("\\.where\\(.*\\)", "").split("\\.");
    IBase parent = resource;
    for (int i = 1; i < names.length - 1; i++) {
      parent = childOf(parent, names[i], false);
    }
    ((Reference) childOf(parent, names[names.length - 1], true)).setReference(target);
  }

  private IBase childOf(IBase parent, String name, boolean reference) {
    BaseRuntimeElementCompositeDefinition<?> definition =
        (BaseRuntimeElementCompositeDefinition<?>) context.getElementDefinition(parent.getClass());
    BaseRuntimeChildDefinition child = definition.getChildByName(name);
    List<IBase> existing = child.getAccessor().getValues(parent);
    if (!existing.isEmpty()) {
      return existing.get(0);
    }
    BaseRuntimeElementDefinition<?> wanted = child.getChildByName(name);
    IBase made =
        reference ? new Reference() : wanted.newInstance(child.getInstanceConstructorArguments());
    child.getMutator().addValue(parent, made);
    return made;
  }
}
