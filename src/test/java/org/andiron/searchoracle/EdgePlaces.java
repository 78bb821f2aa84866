package org.andiron.searchoracle;

import static org.andiron.searchoracle.EdgeDraft.coding;

import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.Endpoint.EndpointStatus;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;

/** Trees of organizations and locations, positions on the globe, endpoints and devices. */
final class EdgePlaces {

  private static final double[][] POSITIONS = {
    {52.5200, 13.4050},
    {52.5300, 13.4050},
    {48.1372, 11.5755},
    {-33.8688, 151.2093},
    {0.0, 179.95},
    {0.0, -179.95},
    {89.99, 0.0}
  };

  private EdgePlaces() {}

  static void addTo(EdgeDraft draft) {
    for (String name :
        new String[] {"Charité – Universitätsmedizin", "Klinik für Innere", "Ward 1"}) {
      Organization organization = draft.add(new Organization()).setName(name);
      int number = number(organization.getId());
      organization.addIdentifier(EdgeDraft.identifier(EdgeDraft.MRN, "Organization" + number));
      if (number > 1) {
        organization.setPartOf(draft.to("Organization", number - 1));
      }
    }
    for (double[] position : POSITIONS) {
      Location location = draft.add(new Location());
      int number = number(location.getId());
      location.setName("Ward " + number).setManagingOrganization(draft.to("Organization", 1));
      location.getPosition().setLatitude(position[0]).setLongitude(position[1]);
      if (number == 2 || number == 3) {
        location.setPartOf(draft.to("Location", number - 1));
      }
    }
    draft.add(new Location()).setName("Nowhere").setPartOf(draft.to("Location", 3));
    for (int i = 0; i < 2; i++) {
      draft
          .add(new Endpoint())
          .setStatus(EndpointStatus.ACTIVE)
          .setAddress("http://example.org/dicom/" + i)
          .setConnectionType(
              coding(
                  "http://terminology.hl7.org/CodeSystem/endpoint-connection-type",
                  "dicom-wado-rs",
                  ""))
          .addPayloadType(EdgeDraft.concept("", "any", "Any"));
    }
    draft.add(new Device()).setStatus(Device.FHIRDeviceStatus.ACTIVE);
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
  }
}
