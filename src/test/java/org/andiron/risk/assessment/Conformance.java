package org.andiron.risk.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.andiron.risk.Installed;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirDefaultPolicyAdvisor;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r5.elementmodel.Element;
import org.hl7.fhir.r5.model.ElementDefinition;
import org.hl7.fhir.r5.utils.validation.IMessagingServices;
import org.hl7.fhir.r5.utils.validation.IResourceValidator;
import org.hl7.fhir.utilities.validation.ValidationMessage;
import org.hl7.fhir.validation.instance.InstanceValidator;

/** R4's validator with the extensions that the server brings along, and no others. */
public final class Conformance {

  static final FhirContext R4 = FhirContext.forR4Cached();

  private static final Path DEFINITIONS =
      Path.of("src", "main", "resources", "risk", "structure-definitions");
  private static final FhirValidator VALIDATOR = validator();

  private Conformance() {}

  /** That the resource has no error, as it is stored; gives it as it is read again. */
  public static <T extends Resource> T valid(T resource) {
    String json = json(resource);
    assertThat(errors(json)).as(json).isEmpty();
    @SuppressWarnings("unchecked")
    T read = (T) R4.newJsonParser().parseResource(resource.getClass(), json);
    return read;
  }

  static List<String> errors(String json) {
    return VALIDATOR.validateWithResult(json).getMessages().stream()
        .filter(it -> it.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
        .map(SingleValidationMessage::toString)
        .toList();
  }

  /** As the server writes it: with the versions of references. */
  static String json(Resource resource) {
    IParser parser = R4.newJsonParser().setPrettyPrint(true);
    return parser.setStripVersionsFromReferences(false).encodeResourceToString(resource);
  }

  static List<StructureDefinition> definitions() {
    try (Stream<Path> files = Files.list(DEFINITIONS)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(Conformance::definition)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static StructureDefinition definition(Path file) {
    try {
      return R4.newJsonParser().parseResource(StructureDefinition.class, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FhirValidator validator() {
    PrePopulatedValidationSupport own = new PrePopulatedValidationSupport(R4);
    definitions().forEach(own::addStructureDefinition);
    FhirInstanceValidator instances =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                Installed.labels(R4),
                new DefaultProfileValidationSupport(R4),
                own,
                new SnapshotGeneratingValidationSupport(R4),
                new InMemoryTerminologyServerValidationSupport(R4),
                new CommonCodeSystemsTerminologyService(R4)));
    instances.setErrorForUnknownProfiles(true);
    instances.setAnyExtensionsAllowed(false);
    instances.setValidatorPolicyAdvisor(new OfThisVersionAlone());
    return R4.newValidator().registerValidatorModule(instances);
  }

  /** As the server does, does not look for the elements of extensions in other versions of FHIR. */
  private static final class OfThisVersionAlone extends FhirDefaultPolicyAdvisor {

    @Override
    public List<org.hl7.fhir.r5.model.StructureDefinition> getImpliedProfilesForResource(
        IResourceValidator validator,
        Object appContext,
        String stackPath,
        ElementDefinition definition,
        org.hl7.fhir.r5.model.StructureDefinition structure,
        Element resource,
        boolean valid,
        IMessagingServices messageServices,
        List<ValidationMessage> messages) {
      if (validator instanceof InstanceValidator instance) {
        instance.getSettings().setMinVersion("5.0");
        instance.getSettings().setMaxVersion("4.0");
      }
      return List.of();
    }
  }
}
