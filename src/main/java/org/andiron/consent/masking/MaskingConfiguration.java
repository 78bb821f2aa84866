package org.andiron.consent.masking;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import javax.sql.DataSource;
import org.andiron.consent.enforcement.WithheldParts;
import org.andiron.server.FhirContribution;
import org.andiron.server.ShownContent;
import org.andiron.storage.RestrictedAccess;
import org.andiron.storage.SearchableContent;
import org.andiron.visibility.Withholding;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Joins the masking of parts where content is shown, stored and indexed. */
@Configuration(proxyBeanMethods = false)
class MaskingConfiguration {

  @Bean
  ShownResources shownResources(
      FhirContext context,
      WithheldParts parts,
      ObjectProvider<RestrictedAccess> access,
      DataSource dataSource,
      JpaStorageSettings settings,
      Withholding withholding) {
    HiddenTargets targets =
        new HiddenTargets(access, new JdbcTemplate(dataSource), settings::getTreatBaseUrlsAsLocal);
    return new ShownResources(
        parts, targets, withholding, new ResourceCopies(context), new PartMask(context));
  }

  @Bean
  FhirContribution masking(ShownResources shown) {
    return FhirContribution.ofInterceptors(new MaskInterceptor(shown));
  }

  /** Also where no request is answered. */
  @Bean
  InitializingBean maskingInStorage(IInterceptorService storageInterceptors, ShownResources shown) {
    return () -> {
      storageInterceptors.registerInterceptor(new IntermediateMaskInterceptor(shown));
      storageInterceptors.registerInterceptor(new UnseenPartsInterceptor(shown));
    };
  }

  @Bean
  ShownContent shownContent(ShownResources shown) {
    return new ContentOfWork(shown);
  }

  @Bean
  SearchableContent searchableContent(FhirContext context) {
    return new UnlabelledContent(context);
  }
}
