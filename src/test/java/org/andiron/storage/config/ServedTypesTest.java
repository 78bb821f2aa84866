package org.andiron.storage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.andiron.storage.config.ServerDescription.Contact;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

class ServedTypesTest {

  private final ServedTypesInterceptor interceptor = new ServedTypesInterceptor(Set.of("Patient"));

  @Test
  void onlyProvidersOfServedTypesAreCreated() {
    IResourceProvider patients = () -> Patient.class;
    IResourceProvider accounts = () -> Account.class;
    IResourceProvider lists = () -> ListResource.class;
    Object ofTheWholeServer = new Object();
    ResourceProviderFactory all = new ResourceProviderFactory();
    all.addSupplier(() -> patients);
    all.addSupplier(() -> accounts);
    all.addSupplier(() -> lists);
    all.addSupplier(() -> ofTheWholeServer);
    assertThat(
            new ServedResourceProviders(all, Set.of("Patient", "List"), FhirContext.forR4Cached())
                .createProviders())
        .containsExactlyInAnyOrder(patients, lists, ofTheWholeServer);
  }

  @Test
  void aResourceOfAnotherTypeIsNotStored() {
    assertThatCode(() -> interceptor.created(new Patient())).doesNotThrowAnyException();
    assertThatExceptionOfType(UnprocessableEntityException.class)
        .isThrownBy(() -> interceptor.created(new Account()))
        .withMessageContaining("does not serve resources of type Account");
    assertThatExceptionOfType(UnprocessableEntityException.class)
        .isThrownBy(() -> interceptor.updated(new Account(), new Account()));
  }

  @Test
  void theDescriptionIsWrittenIntoTheCapabilityStatement() {
    CapabilityStatement statement = new CapabilityStatement();
    ServerDescription description =
        new ServerDescription(
            "S",
            "P",
            "D",
            List.of(new Contact("N", "e@x.example", null, null)),
            new TreeSet<>(Set.of("Patient")));
    new DescribedCapability(description).customize(statement);
    assertThat(statement.getSoftware().getName()).isEqualTo("S");
    assertThat(statement.getPublisher()).isEqualTo("P");
    assertThat(statement.getDescription()).isEqualTo("D");
    assertThat(statement.getContactFirstRep().getName()).isEqualTo("N");
    assertThat(statement.getContactFirstRep().getTelecom())
        .singleElement()
        .satisfies(it -> assertThat(it.getValue()).isEqualTo("e@x.example"));
  }
}
