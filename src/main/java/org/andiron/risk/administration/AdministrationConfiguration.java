package org.andiron.risk.administration;

import ca.uhn.fhir.context.FhirContext;
import org.andiron.risk.monitoring.RiskMonitor;
import org.andiron.risk.registry.ModelDeployment;
import org.andiron.risk.registry.ModelRegistry;
import org.andiron.risk.trainingjob.TrainingJobs;
import org.andiron.server.FhirContribution;
import org.andiron.storage.config.ConfigurationFolder;
import org.andiron.storage.config.FhirConfigProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds the operations to the endpoint. */
@Configuration(proxyBeanMethods = false)
class AdministrationConfiguration {

  @Bean
  FhirContribution riskModelOperations(
      ModelRegistry registry, ModelDeployment deployment, RiskMonitor monitor) {
    return FhirContribution.ofProviders(
        new ModelListOperations(registry, deployment, monitor),
        new ModelChangeOperations(deployment),
        new ModelReportOperation(deployment));
  }

  @Bean
  FhirContribution riskTrainingOperations(
      FhirContext context, TrainingJobs jobs, FhirConfigProperties folder) {
    return FhirContribution.ofProviders(
        new TrainOperation(jobs, () -> ConfigurationFolder.open(folder.configDir())),
        new TrainStatusOperation(context, jobs));
  }
}
