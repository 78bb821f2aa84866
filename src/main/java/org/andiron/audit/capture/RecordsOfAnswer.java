package org.andiron.audit.capture;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.andiron.audit.event.Code;
import org.hl7.fhir.instance.model.api.IBaseCoding;
import org.hl7.fhir.instance.model.api.IBaseReference;
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

  /**
   * References of types that R4 leaves out of the compartment though they are about one patient, as
   * in {@code andiron.compartment_path}. Of a Device HAPI knows it by itself.
   */
  private static final Map<String, String> BESIDE =
      Map.of(
          "Contract", "Contract.subject",
          "GuidanceResponse", "GuidanceResponse.subject",
          "Task", "Task.for");

  private static final String BINARY = "Binary/";

  private final FhirTerser terser;
  private final Function<Collection<String>, Map<String, Set<String>>> binaries;

  /**
   * Reads resources of R4.
   *
   * @param binaries of whose records Binaries are part, by id; asked only if some are shown
   */
  public RecordsOfAnswer(
      FhirContext context, Function<Collection<String>, Map<String, Set<String>>> binaries) {
    this.terser = context.newTerser();
    this.binaries = binaries;
  }

  /** All that have an id, in the order in which they are shown; none of no answer. */
  public List<ShownResource> in(@Nullable IBaseResource answer) {
    List<ShownResource> shown = new ArrayList<>();
    collect(answer, shown);
    return withBinaries(List.of(shown)).get(0);
  }

  /** The same for each entry of a Bundle. */
  List<List<ShownResource>> inEntries(Bundle answer) {
    List<List<ShownResource>> entries = new ArrayList<>();
    for (BundleEntryComponent entry : answer.getEntry()) {
      List<ShownResource> shown = new ArrayList<>();
      collect(entry.getResource(), shown);
      entries.add(shown);
    }
    return withBinaries(entries);
  }

  private List<List<ShownResource>> withBinaries(List<List<ShownResource>> shown) {
    Set<String> ids = new LinkedHashSet<>();
    shown.forEach(some -> some.forEach(it -> binary(it).ifPresent(ids::add)));
    if (ids.isEmpty()) {
      return shown;
    }
    Map<String, Set<String>> owners = binaries.apply(ids);
    return shown.stream().map(some -> some.stream().map(it -> owned(it, owners)).toList()).toList();
  }

  private static ShownResource owned(ShownResource shown, Map<String, Set<String>> owners) {
    return binary(shown)
        .map(owners::get)
        .map(it -> new ShownResource(shown.reference(), it, shown.labels()))
        .orElse(shown);
  }

  private static Optional<String> binary(ShownResource shown) {
    return shown.reference().startsWith(BINARY)
        ? Optional.of(shown.reference().substring(BINARY.length()).replaceFirst("/.*", ""))
        : Optional.empty();
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

  /** One resource that has an id, with those of whose records it is by its content. */
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
    terser
        .getCompartmentOwnersForResource(PATIENT, resource, Set.of())
        .forEach(it -> addOwner(it, patients));
    String beside = BESIDE.get(resource.fhirType());
    if (beside != null) {
      terser
          .getValues(resource, beside, IBaseReference.class)
          .forEach(it -> addOwner(it.getReferenceElement(), patients));
    }
    return patients;
  }

  private static void addOwner(IIdType owner, Set<String> patients) {
    if (PATIENT.equals(owner.getResourceType())
        && owner.hasIdPart()
        && ID.matcher(owner.getIdPart()).matches()) {
      patients.add(owner.getIdPart());
    }
  }
}
