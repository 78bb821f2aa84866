package org.andiron.storage.terminology;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.LookupCodeRequest;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.andiron.storage.codes.LoadedConcept;
import org.andiron.storage.codes.LoadedConcept.Designation;
import org.andiron.storage.codes.LoadedConcept.Property;
import org.andiron.storage.codes.LoadedSystem;
import org.andiron.storage.codes.LoadedSystems;
import org.jspecify.annotations.Nullable;

/**
 * Answers about single codes of loaded code systems: {@code $lookup} and {@code $validate-code}.
 */
final class LoadedCodesSupport implements IValidationSupport {

  private static final String SNOMED = "http://snomed.info/sct";

  private final FhirContext context;
  private final LoadedSystems systems;

  LoadedCodesSupport(FhirContext context, LoadedSystems systems) {
    this.context = context;
    this.systems = systems;
  }

  @Override
  public FhirContext getFhirContext() {
    return context;
  }

  @Override
  public boolean isCodeSystemSupported(ValidationSupportContext chain, @Nullable String system) {
    return systems.find(system).isPresent();
  }

  @Override
  public @Nullable CodeValidationResult validateCode(
      ValidationSupportContext chain,
      ConceptValidationOptions options,
      @Nullable String system,
      @Nullable String code,
      @Nullable String display,
      @Nullable String valueSetUrl) {
    Optional<LoadedSystem> loaded = systems.find(system);
    if (code == null || loaded.isEmpty() || (valueSetUrl != null && !valueSetUrl.isBlank())) {
      return null;
    }
    Optional<LoadedConcept> concept = systems.concept(loaded.get(), code);
    if (concept.isEmpty()) {
      return new CodeValidationResult()
          .setSeverity(IssueSeverity.ERROR)
          .setCodeSystemName(loaded.get().name())
          .setCodeSystemVersion(loaded.get().version())
          .setMessage("The code system " + loaded.get().canonical() + " has no code " + code);
    }
    CodeValidationResult result =
        new CodeValidationResult()
            .setCode(code)
            .setDisplay(concept.get().display())
            .setCodeSystemName(loaded.get().name())
            .setCodeSystemVersion(loaded.get().version());
    return display == null || display.isBlank() || isTextOf(concept.get(), display)
        ? result
        : result
            .setSeverity(IssueSeverity.WARNING)
            .setMessage("The display is not one of those that the code has");
  }

  private boolean isTextOf(LoadedConcept concept, String display) {
    return display.equalsIgnoreCase(concept.display())
        || systems.designations(List.of(concept.number())).stream()
            .anyMatch(it -> display.equalsIgnoreCase(it.value()));
  }

  @Override
  public @Nullable LookupCodeResult lookupCode(
      ValidationSupportContext chain, LookupCodeRequest request) {
    Optional<LoadedSystem> loaded = systems.find(request.getSystem());
    if (loaded.isEmpty()) {
      return null;
    }
    LookupCodeResult result =
        new LookupCodeResult()
            .setSearchedForSystem(request.getSystem())
            .setSearchedForCode(request.getCode());
    Optional<LoadedConcept> found = systems.concept(loaded.get(), request.getCode());
    if (found.isEmpty()) {
      return result.setFound(false);
    }
    LoadedConcept concept = found.get();
    result.setFound(true);
    result.setCodeSystemDisplayName(loaded.get().name());
    result.setCodeSystemVersion(loaded.get().version());
    result.setCodeDisplay(concept.display());
    result.setProperties(properties(loaded.get(), concept));
    for (Designation it : systems.designations(List.of(concept.number()))) {
      String language = request.getDisplayLanguage();
      if (language == null || it.language() == null || language.equalsIgnoreCase(it.language())) {
        result
            .getDesignations()
            .add(
                new ConceptDesignation()
                    .setLanguage(it.language())
                    .setUseSystem(it.use() == null ? null : SNOMED)
                    .setUseCode(it.use())
                    .setValue(it.value()));
      }
    }
    return result;
  }

  private List<BaseConceptProperty> properties(LoadedSystem system, LoadedConcept concept) {
    List<BaseConceptProperty> properties = new ArrayList<>();
    properties.add(new BooleanConceptProperty("inactive", concept.inactive()));
    for (LoadedConcept it : systems.concepts(concept.parents())) {
      properties.add(new CodingConceptProperty("parent", system.url(), it.code(), it.display()));
    }
    for (LoadedConcept it : systems.children(concept)) {
      properties.add(new CodingConceptProperty("child", system.url(), it.code(), it.display()));
    }
    Map<String, @Nullable String> displays = new HashMap<>();
    for (Property it : systems.properties(concept)) {
      properties.add(
          it.isCode()
              ? new CodingConceptProperty(
                  it.name(),
                  system.url(),
                  it.value(),
                  displays.computeIfAbsent(it.value(), code -> display(system, code)))
              : new StringConceptProperty(it.name(), it.value()));
    }
    return properties;
  }

  private @Nullable String display(LoadedSystem system, String code) {
    return systems.concept(system, code).map(LoadedConcept::display).orElse(null);
  }
}
