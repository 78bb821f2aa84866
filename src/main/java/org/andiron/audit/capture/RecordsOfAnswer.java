package org.andiron.audit.capture;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.andiron.audit.event.Code;
import org.hl7.fhir.instance.model.api.IBaseCoding;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.jspecify.annotations.Nullable;

/**
 * Finds the resources in an answer, and of whose records they are part: their Patient compartments,
 * by their own references, so that an old version is of whose record it was then.
 *
 * @see <a href="https://hl7.org/fhir/R4/compartmentdefinition-patient.html">Patient compartment</a>
 */
public final class RecordsOfAnswer {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final String PATIENT = "Patient";

  private final FhirTerser terser;

  /** Reads resources of R4. */
  public RecordsOfAnswer(FhirContext context) {
    this.terser = context.newTerser();
  }

  /** All that have an id, in the order in which they are shown; none of no answer. */
  public List<ShownResource> in(@Nullable IBaseResource answer) {
    List<ShownResource> shown = new ArrayList<>();
    collect(answer, shown);
    return shown;
  }

  private void collect(@Nullable IBaseResource answer, List<ShownResource> shown) {
    if (answer instanceof Bundle bundle) {
      for (BundleEntryComponent entry : bundle.getEntry()) {
        collect(entry.getResource(), shown);
      }
    } else if (answer instanceof Parameters parameters) {
      for (ParametersParameterComponent parameter : parameters.getParameter()) {
        collect(parameter, shown);
      }
    }
    if (answer != null && hasId(answer)) {
      shown.add(of(answer));
    }
  }

  private void collect(ParametersParameterComponent parameter, List<ShownResource> shown) {
    collect(parameter.getResource(), shown);
    parameter.getPart().forEach(it -> collect(it, shown));
  }

  /** OperationOutcomes and search sets have ids that stand for no resource. */
  private static boolean hasId(IBaseResource resource) {
    IIdType id = resource.getIdElement();
    return id.hasIdPart()
        && ID.matcher(id.getIdPart()).matches()
        && !resource.fhirType().equals("OperationOutcome")
        && !(resource instanceof Bundle bundle && !isStored(bundle));
  }

  private static boolean isStored(Bundle bundle) {
    return bundle.getIdElement().hasVersionIdPart();
  }

  /** One resource that has an id. */
  public ShownResource of(IBaseResource resource) {
    IIdType id = resource.getIdElement();
    String reference =
        resource.fhirType()
            + '/'
            + id.getIdPart()
            + (id.hasVersionIdPart() ? "/_history/" + id.getVersionIdPart() : "");
    List<Code> labels = new ArrayList<>();
    for (IBaseCoding label : resource.getMeta().getSecurity()) {
      if (label.getSystem() != null && label.getCode() != null) {
        labels.add(new Code(label.getSystem(), label.getCode()));
      }
    }
    return new ShownResource(reference, patients(resource), labels);
  }

  private Set<String> patients(IBaseResource resource) {
    Set<String> patients = new LinkedHashSet<>();
    if (PATIENT.equals(resource.fhirType())) {
      // HAPI does not see it where the id is without type.
      patients.add(resource.getIdElement().getIdPart());
    }
    for (IIdType owner : terser.getCompartmentOwnersForResource(PATIENT, resource, Set.of())) {
      if (PATIENT.equals(owner.getResourceType())
          && owner.hasIdPart()
          && ID.matcher(owner.getIdPart()).matches()) {
        patients.add(owner.getIdPart());
      }
    }
    return patients;
  }
}
