package org.andiron.storage.config;

import org.andiron.server.CapabilityCustomizer;
import org.andiron.storage.config.ServerDescription.Contact;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.ContactDetail;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.jspecify.annotations.Nullable;

/** Writes the operator's description of the server into the CapabilityStatement. */
final class DescribedCapability implements CapabilityCustomizer {

  private final ServerDescription description;

  DescribedCapability(ServerDescription description) {
    this.description = description;
  }

  @Override
  public void customize(CapabilityStatement statement) {
    statement.getSoftware().setName(description.software());
    if (description.publisher() != null) {
      statement.setPublisher(description.publisher());
    }
    if (description.description() != null) {
      statement.setDescription(description.description());
    }
    for (Contact contact : description.contact()) {
      ContactDetail detail = statement.addContact();
      if (contact.name() != null) {
        detail.setName(contact.name());
      }
      telecom(detail, ContactPointSystem.EMAIL, contact.email());
      telecom(detail, ContactPointSystem.PHONE, contact.phone());
      telecom(detail, ContactPointSystem.URL, contact.url());
    }
  }

  private static void telecom(
      ContactDetail detail, ContactPointSystem system, @Nullable String value) {
    if (value != null) {
      detail.addTelecom().setSystem(system).setValue(value);
    }
  }
}
