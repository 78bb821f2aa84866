package org.andiron.server.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.IInstanceValidatorModule;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.andiron.server.FhirContribution;
import org.andiron.server.ResourceConformance;
import org.andiron.server.validation.ValidationProperties.Mode;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/** The checks of what is to be stored, and the operation {@code $validate}. */
@Configuration(proxyBeanMethods = false)
class ValidationConfiguration {

  @Bean
  Structure bodyStructure(
      FhirContext context, JpaStorageSettings storage, ValidationProperties properties) {
    return new Structure(
        new FhirModel(context, storage::getTreatBaseUrlsAsLocal), properties.maxIssues());
  }

  @Bean
  ResourceValidation resourceValidation(
      FhirContext context,
      ObjectProvider<IInstanceValidatorModule> module,
      AutowireCapableBeanFactory beans,
      ValidationProperties properties) {
    return new ResourceValidation(
        SingletonSupplier.of(
            () -> {
              FhirInstanceValidator instance = (FhirInstanceValidator) module.getObject();
              instance.setValidatorPolicyAdvisor(beans.createBean(OwnDefinitionsPolicy.class));
              FhirValidator validator = context.newValidator();
              validator.registerValidatorModule(instance);
              return validator;
            }),
        properties);
  }

  @Bean
  ResourceConformance resourceConformance(FhirContext context, ResourceValidation validation) {
    return resource ->
        validation.validate(context.newJsonParser().encodeResourceToString(resource), null).stream()
            .filter(ResourceValidation::isError)
            .toList();
  }

  @Bean
  ValidationMetrics validationMetrics(MeterRegistry registry) {
    return new ValidationMetrics(registry);
  }

  @Bean
  BackgroundValidation backgroundValidation(
      ResourceValidation validation, ValidationMetrics metrics, ValidationProperties properties) {
    return new BackgroundValidation(validation, metrics, properties);
  }

  @Bean
  FhirContribution validationContribution(
      FhirContext context,
      DaoRegistry daos,
      Structure structure,
      ResourceValidation validation,
      BackgroundValidation background,
      ValidationMetrics metrics,
      ValidationProperties properties) {
    List<Object> interceptors = new ArrayList<>();
    interceptors.add(new StructureInterceptor(structure));
    if (properties.mode() != Mode.OFF) {
      interceptors.add(
          new WriteValidationInterceptor(
              context, validation, background, metrics, properties.mode() == Mode.ENFORCE));
    }
    List<ValidateOperation> operations = new ArrayList<>();
    for (String type : context.getResourceTypes()) {
      if (daos.isResourceTypeSupported(type)) {
        operations.add(
            new ValidateOperation(
                context.getResourceDefinition(type).getImplementingClass(),
                type,
                daos,
                structure,
                validation));
      }
    }
    return new FhirContribution(operations, interceptors);
  }
}
